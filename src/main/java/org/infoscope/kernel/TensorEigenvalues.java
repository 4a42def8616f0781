package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.linalg.api.blas.BlasException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Eigenvalues of symmetric matrices by ND4J's {@code syev}, every solve checked as by {@link SymmetricEigenvalues}, which gets
 * those that fail. Safe for use by several threads.
 */
final class TensorEigenvalues {

    private static final Logger LOG = LoggerFactory.getLogger(TensorEigenvalues.class);

    private static final double TOLERANCE = 1e-10;

    private final SymmetricEigenvalues processor = SymmetricEigenvalues.lapack();
    private final Driver backend;
    private volatile boolean distrusted;

    /** A solver of the backend. */
    @FunctionalInterface
    interface Driver {
        /**
         * Solves.
         *
         * @param matrix symmetric [n, n], in the order LAPACK reads; overwritten
         * @param eigenvalues [n]; receives them, ascending
         * @return LAPACK's info: 0 for success
         */
        int solve(INDArray matrix, INDArray eigenvalues);
    }

    /** The backend's {@code syev}. */
    TensorEigenvalues() {
        this((matrix, eigenvalues) -> Nd4j.getBlasWrapper().lapack().syev('N', 'L', matrix, eigenvalues));
    }

    /** Another solver. */
    TensorEigenvalues(Driver backend) {
        this.backend = backend;
    }

    /**
     * Solves.
     *
     * @param matrix makes the matrix [n, n], double, in C order; asked again when a solve fails, which spoils it
     * @throws ArithmeticException if no solver passes the check
     */
    SymmetricEigenvalues.Solution solve(Supplier<INDArray> matrix) {
        if (!distrusted) {
            double[] values = onBackend(matrix.get());
            if (values.length > 0) {
                return new SymmetricEigenvalues.Solution(values, false);
            }
            distrusted = true;
            LOG.warn(
                    "Infoscope: the eigenvalues of ND4J's backend failed their check; LAPACK on the processor solves instead");
        }
        INDArray failed = matrix.get();
        double[] entries = failed.data().asDouble();
        int n = failed.rows();
        SymmetricEigenvalues.LowerTriangle triangle =
                (j, column) -> System.arraycopy(entries, j * n + j, column, 0, n - j);
        return new SymmetricEigenvalues.Solution(processor.solve(n, triangle).eigenvalues(), true);
    }

    /** Ascending; empty when the solver failed or its answer does not pass. */
    private double[] onBackend(INDArray matrix) {
        try (Scratch scratch = new Scratch()) {
            double trace = Arrays.stream(scratch.doubles(Nd4j.diag(matrix))).sum();
            double squaredNorm = Arrays.stream(scratch.squares(scratch.copy(matrix, DataType.DOUBLE))
                            .data()
                            .asDouble())
                    .sum();
            INDArray found = scratch.blank(DataType.DOUBLE, matrix.rows());
            // The transpose of a symmetric matrix in C order is that matrix in the order LAPACK reads.
            int info = backend.solve(matrix.transpose(), found);
            double[] values = found.data().asDouble();
            double sum = Arrays.stream(values).sum();
            double squares =
                    Arrays.stream(values).map(lambda -> lambda * lambda).sum();
            boolean right = info == 0
                    && Math.abs(sum - trace) <= TOLERANCE * Math.abs(trace)
                    && Math.abs(squares - squaredNorm) <= TOLERANCE * squaredNorm;
            return right ? values : new double[0];
        } catch (BlasException failed) {
            LOG.debug("ND4J's syev", failed);
            return new double[0];
        }
    }
}
