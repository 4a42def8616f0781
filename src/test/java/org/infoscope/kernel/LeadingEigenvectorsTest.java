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

/** On matrices of known spectrum, on both OpenBLAS versions, and with a driver that lies. */
@Tag("eigenvalues")
class LeadingEigenvectorsTest {

    private static SymmetricEigenvalues.LowerTriangle matrix(int n) {
        return KnownSpectrum.matrix(KnownSpectrum.eigenvalues(n), n);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "17, 17", "150, 10", "300, 4"})
    void bothDriversFindTheLargest(int n, int count) {
        double[] expected = Arrays.copyOfRange(KnownSpectrum.eigenvalues(n), n - count, n);
        for (LeadingEigenvectors.Driver driver :
                List.<LeadingEigenvectors.Driver>of(LeadingEigenvectors::byRange, LeadingEigenvectors::byIteration)) {
            double[] values = new double[count];
            assertThat(driver.solve(n, matrix(n), values, new double[count][n])).isZero();
            assertThat(values).containsExactly(expected, within(1e-11));
            double[][] vectors = LeadingEigenvectors.of(n, count, matrix(n), List.of(driver));
            for (int k = 0; k < count; k++) {
                assertThat(rayleigh(matrix(n), vectors[k])).isCloseTo(expected[k], within(1e-9));
            }
        }
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
                LeadingEigenvectors.of(20, 3, matrix(20), List.of(liar, failing, LeadingEigenvectors::byIteration));
        assertThat(lies).hasValue(2);
        assertThat(rayleigh(matrix(20), right[2])).isCloseTo(KnownSpectrum.eigenvalues(20)[19], within(1e-9));
        assertThatThrownBy(() -> LeadingEigenvectors.of(20, 3, matrix(20), List.of(liar, failing)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("20 x 20");
    }
}
