package org.infoscope.cuda;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.check.Device;
import org.infoscope.kernel.check.Timing;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link CudaKernels} with their usual scratch, and once more with one timed lane, which tells computing from transfers. */
final class CudaDevice implements Device {

    private static final double BUDGET = 2;

    private final CudaKernels kernels = new CudaKernels();
    private final Gpu timed = new Gpu(CudaKernels.DEFAULT_SCRATCH / 2, 1, true);
    private final CudaKernels alone = new CudaKernels(timed);
    private final boolean quick;

    CudaDevice(boolean quick) {
        this.quick = quick;
    }

    @Override
    public String description() {
        byte[] name = new byte[256];
        int[] version = new int[1];
        Status.driver(cudart.cuDeviceGetName(name, name.length, 0), "asking for the device's name");
        Status.runtime(cudart.cudaDriverGetVersion(version), "asking for the driver's version");
        String text = new String(name, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\0')) + ", driver for CUDA " + version[0] / 1000 + "."
                + version[0] % 1000 / 10;
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public double copyRate() {
        long bytes = quick ? 1 << 20 : 1 << 30;
        try (DeviceMemory from = timed.allocate(bytes);
                DeviceMemory to = timed.allocate(bytes)) {
            double seconds = repeated(lane -> Status.runtime(
                    cudart.cudaMemcpyAsync(
                            to.place(), from.place(), bytes, cudart.cudaMemcpyDeviceToDevice, lane.stream()),
                    "a copy"));
            return 2.0 * bytes / seconds;
        }
    }

    @Override
    public double matrixRate(boolean single) {
        int n = quick ? 64 : 8192;
        cublasContext handle = new cublasContext();
        long bytes = (long) n * n * (single ? Float.BYTES : Double.BYTES);
        try (DeviceMemory factor = timed.allocate(bytes);
                DeviceMemory product = timed.allocate(bytes);
                FloatPointer one = new FloatPointer(new float[] {1});
                FloatPointer none = new FloatPointer(new float[] {0});
                DoublePointer unit = new DoublePointer(new double[] {1});
                DoublePointer zero = new DoublePointer(new double[] {0})) {
            Status.blas(cublas.cublasCreate_v2(handle), "its start");
            int as = cublas.CUBLAS_OP_N;
            FloatPointer a = new FloatPointer(factor.place());
            DoublePointer b = new DoublePointer(factor.place());
            FloatPointer c = new FloatPointer(product.place());
            DoublePointer d = new DoublePointer(product.place());
            Consumer<Lane> multiply = lane -> {
                Status.blas(cublas.cublasSetStream_v2(handle, lane.stream()), "a product");
                Status.blas(
                        single
                                ? cublas.cublasSgemm_v2(handle, as, as, n, n, n, one, a, n, a, n, none, c, n)
                                : cublas.cublasDgemm_v2(handle, as, as, n, n, n, unit, b, n, b, n, zero, d, n),
                        "a product");
            };
            return 2.0 * n * n * n / repeated(multiply);
        } finally {
            cublas.cublasDestroy_v2(handle);
        }
    }

    /** Seconds of one of ten in a row. */
    private double repeated(Consumer<Lane> action) {
        int turns = 10;
        return Timing.median(
                        BUDGET,
                        () -> timed.alone(lane -> Timing.seconds(() -> {
                            for (int k = 0; k < turns; k++) {
                                action.accept(lane);
                            }
                            lane.await();
                        })))
                / turns;
    }

    @Override
    public double computing(INDArray array, Consumer<Kernels> work) {
        timed.computingSeconds();
        work.accept(alone);
        return timed.computingSeconds();
    }

    @Override
    public void close() {
        alone.close();
        kernels.close();
    }
}
