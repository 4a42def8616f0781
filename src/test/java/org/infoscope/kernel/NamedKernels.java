package org.infoscope.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The processor's answers under another name, with a list of what was asked. */
final class NamedKernels implements Kernels {

    private final CpuKernels processor = new CpuKernels(1);
    private final String name;
    private final Kernels behind;
    private final List<Operation> asked = new ArrayList<>();
    private boolean closed;
    private @Nullable Throwable failure;

    NamedKernels(String name) {
        this.name = name;
        this.behind = this;
    }

    /** One that leaves everything to another. */
    NamedKernels(String name, Kernels behind) {
        this.name = name;
        this.behind = behind;
    }

    @Override
    public Kernels suited(Operation operation, INDArray array) {
        return behind;
    }

    /** From now on it throws this, in each operation; null to work again. */
    void failWith(@Nullable Throwable newFailure) {
        failure = newFailure;
    }

    private void ask(Operation operation) {
        asked.add(operation);
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    List<Operation> asked() {
        return asked;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String engine() {
        return name;
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        ask(Operation.ROLL_OFF);
        return processor.rollOff(maps, levels, centring, spectrum, region);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        DiffusionGeometry geometry = processor.diffusionGeometry(samples);
        return (bandwidth, alpha, rowSubsets) -> {
            ask(Operation.DIFFUSION);
            return geometry.spectra(bandwidth, alpha, rowSubsets);
        };
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        ask(Operation.FIRST_BIRTHS);
        return processor.firstCycleBirths(maps);
    }

    @Override
    public void close() {
        closed = true;
        processor.close();
    }
}
