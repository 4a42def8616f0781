package org.infoscope.cuda;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cusolver.cusolverDnContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Products by cuBLAS and eigenvalues by cuSOLVER, in double precision. Both libraries keep some device memory of their own. For
 * one thread at a time, with the device set; to be closed.
 */
final class DeviceAlgebra implements AutoCloseable {

    private final cublasContext products = new cublasContext();
    private final cusolverDnContext solver = new cusolverDnContext();

    DeviceAlgebra() {
        try {
            Status.blas(cublas.cublasCreate_v2(products), "its start");
            Status.solver(cusolver.cusolverDnCreate(solver), "its start");
        } catch (CudaException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Starts the products of all rows with each other.
     *
     * @param rows [n, columns], in C order
     * @param products [n, n]: the lower triangle in C order, which is the upper one in the order cuBLAS reads
     * @param added to what is there already, or in its place
     */
    void innerProducts(Lane lane, Pointer rows, int n, int columns, Pointer products, boolean added) {
        String tried = "the products of " + n + " rows";
        Status.blas(cublas.cublasSetStream_v2(this.products, lane.stream()), tried);
        try (DoublePointer one = new DoublePointer(new double[] {1});
                DoublePointer before = new DoublePointer(new double[] {added ? 1 : 0})) {
            Status.blas(
                    cublas.cublasDsyrk_v2(
                            this.products,
                            cublas.CUBLAS_FILL_MODE_UPPER,
                            cublas.CUBLAS_OP_T,
                            n,
                            columns,
                            one,
                            new DoublePointer(rows),
                            columns,
                            before,
                            new DoublePointer(products),
                            n),
                    tried);
        }
    }

    /** How many numbers {@link #eigenvalues} needs to work with. */
    int workLength(Pointer matrix, int n, Pointer values) {
        int[] length = new int[1];
        try (IntPointer found = new IntPointer(1)) {
            Status.solver(
                    cusolver.cusolverDnDsyevd_bufferSize(
                            solver,
                            cusolver.CUSOLVER_EIG_MODE_NOVECTOR,
                            cublas.CUBLAS_FILL_MODE_UPPER,
                            n,
                            new DoublePointer(matrix),
                            n,
                            new DoublePointer(values),
                            found),
                    "planning the eigenvalues of " + n + " rows");
            found.get(length);
        }
        return length[0];
    }

    /**
     * Starts to compute eigenvalues.
     *
     * @param matrix symmetric [n, n]; overwritten
     * @param values [n]; receives them, ascending
     * @param work as many numbers as {@link #workLength} says
     * @param info receives 0 if all went well
     */
    void eigenvalues(Lane lane, Pointer matrix, int n, Pointer values, Pointer work, int workLength, Pointer info) {
        String tried = "the eigenvalues of " + n + " rows";
        Status.solver(cusolver.cusolverDnSetStream(solver, lane.stream()), tried);
        Status.solver(
                cusolver.cusolverDnDsyevd(
                        solver,
                        cusolver.CUSOLVER_EIG_MODE_NOVECTOR,
                        cublas.CUBLAS_FILL_MODE_UPPER,
                        n,
                        new DoublePointer(matrix),
                        n,
                        new DoublePointer(values),
                        new DoublePointer(work),
                        workLength,
                        new IntPointer(info)),
                tried);
    }

    @Override
    public void close() {
        if (!products.isNull()) {
            cublas.cublasDestroy_v2(products);
            products.setNull();
        }
        if (!solver.isNull()) {
            cusolver.cusolverDnDestroy(solver);
            solver.setNull();
        }
    }
}
