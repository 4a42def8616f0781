package org.infoscope.metric;

import java.util.concurrent.atomic.AtomicInteger;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A real engine, and how often it is asked. */
class CountingKernels implements Kernels {

    private final Kernels kernels;
    private final AtomicInteger geometries = new AtomicInteger();
    private final AtomicInteger solved = new AtomicInteger();

    CountingKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Distance matrices asked for. */
    int geometries() {
        return geometries.get();
    }

    /** Spectra asked for. */
    int solved() {
        return solved.get();
    }

    @Override
    public String engine() {
        return kernels.engine();
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return kernels.rollOff(maps, levels, centring, spectrum, region);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        geometries.incrementAndGet();
        DiffusionGeometry geometry = kernels.diffusionGeometry(samples);
        return (bandwidth, alpha, subsets) -> {
            solved.addAndGet(subsets.size());
            return geometry.spectra(bandwidth, alpha, subsets);
        };
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return kernels.firstCycleBirths(maps);
    }

    @Override
    public void close() {
        kernels.close();
    }
}
