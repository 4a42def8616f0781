package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.blas.BlasException;
import org.nd4j.linalg.factory.Nd4j;

/** A backend's solver that is wrong or fails. */
class TensorEigenvaluesTest {

    private static final double[][] MATRIX = {{2, 1}, {1, 2}};

    private static void assertReplaced(TensorEigenvalues.Driver driver) {
        int[] asked = {0};
        TensorEigenvalues solver = new TensorEigenvalues((matrix, eigenvalues) -> {
            asked[0]++;
            return driver.solve(matrix, eigenvalues);
        });
        for (int time = 0; time < 2; time++) {
            SymmetricEigenvalues.Solution solution = solver.solve(() -> Nd4j.createFromArray(MATRIX));
            assertThat(solution.fallback()).isTrue();
            assertThat(solution.eigenvalues()).containsExactly(new double[] {1, 3}, within(1e-14));
        }
        assertThat(asked[0]).as("not asked again").isEqualTo(1);
    }

    @Test
    void wrongSumsAreSeen() {
        assertReplaced((matrix, eigenvalues) -> {
            eigenvalues.assign(5);
            return 0;
        });
    }

    /** The trace alone would let this pass. */
    @Test
    void wrongSquaresAreSeen() {
        assertReplaced((matrix, eigenvalues) -> {
            eigenvalues.assign(2);
            return 0;
        });
    }

    @Test
    void failuresAreSeen() {
        assertReplaced((matrix, eigenvalues) -> {
            eigenvalues.assign(Nd4j.createFromArray(1.0, 3.0));
            return 1;
        });
        assertReplaced((matrix, eigenvalues) -> {
            throw new BlasException("no", 7);
        });
    }

    @Test
    void aRightOneIsTrusted() {
        SymmetricEigenvalues.Solution solution = new TensorEigenvalues().solve(() -> Nd4j.createFromArray(MATRIX));
        assertThat(solution.fallback()).isFalse();
        assertThat(solution.eigenvalues()).containsExactly(new double[] {1, 3}, within(1e-14));
    }
}
