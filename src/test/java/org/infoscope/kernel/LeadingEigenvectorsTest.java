package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On matrices of known spectrum, on both OpenBLAS versions, and with a driver that lies. */
@Tag("eigenvalues")
class LeadingEigenvectorsTest {

    private static SymmetricEigenvalues.LowerTriangle matrix(int n) {
        return KnownSpectrum.matrix(KnownSpectrum.eigenvalues(n), n);
    }

    private static List<LeadingEigenvectors.Driver> solvers() {
        return List.of(LeadingEigenvectors::byRange, LeadingEigenvectors::inJava);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "17, 17", "150, 10", "300, 4"})
    void theLargestAreFoundWhateverOpenBlasGives(int n, int count) {
        assertLargest(n, count, LeadingEigenvectors.of(n, count, matrix(n)));
        assertLargest(n, count, LeadingEigenvectors.of(n, count, matrix(n), List.of(LeadingEigenvectors::inJava)));
    }

    private static void assertLargest(int n, int count, double[][] vectors) {
        double[] expected = Arrays.copyOfRange(KnownSpectrum.eigenvalues(n), n - count, n);
        assertThat(vectors).hasDimensions(count, n);
        for (int k = 0; k < count; k++) {
            assertThat(rayleigh(matrix(n), vectors[k])).isCloseTo(expected[k], within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void everySolverTellsTheEigenvalues(LeadingEigenvectors.Driver solver) {
        double[] values = new double[10];
        assertThat(solver.solve(300, matrix(300), values, new double[10][300])).isZero();
        assertThat(values).containsExactly(Arrays.copyOfRange(KnownSpectrum.eigenvalues(300), 290, 300), within(1e-11));
    }

    @Test
    void equalEigenvaluesHaveOrthonormalVectors() {
        double[] twins = new double[200];
        Arrays.fill(twins, 100, 200, 1);
        double[][] vectors =
                LeadingEigenvectors.of(200, 10, KnownSpectrum.matrix(twins, 3), List.of(LeadingEigenvectors::inJava));
        assertThat(rayleigh(KnownSpectrum.matrix(twins, 3), vectors[0])).isCloseTo(1, within(1e-9));
    }

    private static double rayleigh(SymmetricEigenvalues.LowerTriangle matrix, double[] vector) {
        int n = vector.length;
        double[] column = new double[n];
        double quotient = 0;
        for (int j = 0; j < n; j++) {
            matrix.column(j, column);
            for (int i = j; i < n; i++) {
                quotient += (i == j ? 1 : 2) * column[i - j] * vector[i] * vector[j];
            }
        }
        return quotient;
    }

    @Test
    void aWrongAnswerIsNotTaken() {
        AtomicInteger lies = new AtomicInteger();
        LeadingEigenvectors.Driver liar = (n, matrix, values, vectors) -> {
            int info = LeadingEigenvectors.byRange(n, matrix, values, vectors);
            vectors[0][lies.incrementAndGet()] += 1e-6;
            return info;
        };
        LeadingEigenvectors.Driver failing = (n, matrix, values, vectors) -> {
            LeadingEigenvectors.byRange(n, matrix, values, vectors);
            return lies.incrementAndGet();
        };
        double[][] right =
                LeadingEigenvectors.of(20, 3, matrix(20), List.of(liar, failing, LeadingEigenvectors::inJava));
        assertThat(lies).hasValue(2);
        assertThat(rayleigh(matrix(20), right[2])).isCloseTo(KnownSpectrum.eigenvalues(20)[19], within(1e-9));
        assertThatThrownBy(() -> LeadingEigenvectors.of(20, 3, matrix(20), List.of(liar, failing)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("20 x 20");
    }
}
