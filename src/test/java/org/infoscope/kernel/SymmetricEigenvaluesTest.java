package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solver on matrices of known spectrum, on both OpenBLAS versions, and with drivers that lie. */
@Tag("eigenvalues")
class SymmetricEigenvaluesTest {

    private static final SymmetricEigenvalues.LowerTriangle ONE_AND_THREE = (j, column) -> {
        column[0] = 2;
        column[1 - j] = j == 0 ? 1 : 2;
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64, 129, 300, 500})
    void eigenvaluesOfKnownSpectra(int n) {
        double[] expected = KnownSpectrum.eigenvalues(n);
        double[] found = SymmetricEigenvalues.lapack()
                .solve(n, KnownSpectrum.matrix(expected, n))
                .eigenvalues();
        assertThat(found).hasSize(n).isSorted();
        for (int i = 0; i < n; i++) {
            assertThat(found[i]).as("eigenvalue %d", i).isCloseTo(expected[i], within(1e-11));
        }
    }

    @Test
    void aDriverThatLiesOnceIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        SymmetricEigenvalues.Driver liar = (a, n, w) -> {
            asked.incrementAndGet();
            for (int i = 0; i < n; i++) {
                w.put(i, 1.0);
            }
            return 0;
        };
        SymmetricEigenvalues solver = new SymmetricEigenvalues(List.of(liar, SymmetricEigenvalues::qrIteration));
        for (int round = 0; round < 3; round++) {
            SymmetricEigenvalues.Solution solution = solver.solve(2, ONE_AND_THREE);
            assertThat(solution.fallback()).isTrue();
            assertThat(solution.eigenvalues()[0]).isCloseTo(1, within(1e-14));
            assertThat(solution.eigenvalues()[1]).isCloseTo(3, within(1e-14));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void rightTraceWithWrongSquaresIsCaught() {
        SymmetricEigenvalues.Driver sameTrace = (a, n, w) -> {
            w.put(0, 2.0).put(1, 2.0);
            return 0;
        };
        SymmetricEigenvalues solver = new SymmetricEigenvalues(List.of(sameTrace, SymmetricEigenvalues::qrIteration));
        assertThat(solver.solve(2, ONE_AND_THREE).fallback()).isTrue();
    }

    @Test
    void noWrongEigenvaluesLeaveWhenEveryDriverFails() {
        SymmetricEigenvalues.Driver failing = (a, n, w) -> 1;
        assertThatThrownBy(() -> new SymmetricEigenvalues(List.of(failing, failing)).solve(2, ONE_AND_THREE))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("2 x 2")
                .hasMessageContaining("OpenBLAS");
    }
}
