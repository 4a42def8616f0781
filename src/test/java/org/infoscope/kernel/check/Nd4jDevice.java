package org.infoscope.kernel.check;

import java.util.function.Consumer;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Nd4jKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The device of ND4J's backend, the processor included. Its engine reads arrays where they lie, on the device, so that times
 * with and without transfers are the same.
 */
final class Nd4jDevice implements Device {

    private static final double BUDGET = 1;

    private final Nd4jKernels kernels = new Nd4jKernels();
    private final boolean quick;

    Nd4jDevice(boolean quick) {
        this.quick = quick;
    }

    @Override
    public String description() {
        return "ND4J's backend " + Nd4j.getBackend().getClass().getSimpleName();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    private static double settled(Runnable action) {
        return Timing.seconds(() -> {
            action.run();
            Nd4j.getExecutioner().commit();
        });
    }

    @Override
    public double copyRate() {
        int length = quick ? 1 << 16 : 1 << 26;
        INDArray from = Nd4j.ones(DataType.FLOAT, length);
        INDArray to = Nd4j.createUninitialized(DataType.FLOAT, length);
        double seconds = Timing.median(BUDGET, () -> settled(() -> to.assign(from)));
        from.close();
        to.close();
        return 2.0 * Float.BYTES * length / seconds;
    }

    @Override
    public double matrixRate(boolean single) {
        int n = quick ? 128 : 4096;
        DataType type = single ? DataType.FLOAT : DataType.DOUBLE;
        INDArray factor = Nd4j.rand(type, n, n);
        INDArray product = Nd4j.createUninitialized(type, n, n);
        double seconds =
                Timing.median(BUDGET, () -> settled(() -> Nd4j.gemm(factor, factor, product, false, false, 1, 0)));
        factor.close();
        product.close();
        return 2.0 * n * n * n / seconds;
    }

    @Override
    public double computing(INDArray array, Consumer<Kernels> work) {
        return settled(() -> work.accept(kernels));
    }

    @Override
    public void close() {
        kernels.close();
    }
}
