package org.infoscope.kernel;

import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine that tells what it took: nanoseconds per pixel, and for diffusion spectra per multiplication, n^2 d for the
 * distances and k^3 for each subset. Does not close the engine.
 */
final class TimedKernels implements Kernels {

    private final Kernels engine;
    private final LongSupplier nanoTime;
    private final DoubleConsumer cost;

    /**
     * Times an engine.
     *
     * @param cost is told after each operation that succeeds
     */
    TimedKernels(Kernels engine, LongSupplier nanoTime, DoubleConsumer cost) {
        this.engine = engine;
        this.nanoTime = nanoTime;
        this.cost = cost;
    }

    @Override
    public String engine() {
        return engine.engine();
    }

    private <T> T timed(double work, Supplier<T> operation) {
        long start = nanoTime.getAsLong();
        T answer = operation.get();
        cost.accept((nanoTime.getAsLong() - start) / work);
        return answer;
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return timed((double) maps.length(), () -> engine.rollOff(maps, levels, centring, spectrum, region));
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return new Timed(engine.diffusionGeometry(samples), samples);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return timed((double) maps.length(), () -> engine.firstCycleBirths(maps));
    }

    @Override
    public void close() {}

    /** Times the first spectra, which the distances are computed for. */
    private final class Timed implements DiffusionGeometry {
        private final DiffusionGeometry geometry;
        private final double distances;
        private boolean told;

        Timed(DiffusionGeometry geometry, INDArray samples) {
            this.geometry = geometry;
            this.distances = (double) samples.rows() * samples.length();
        }

        @Override
        public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
            if (told) {
                return geometry.spectra(bandwidth, alpha, rowSubsets);
            }
            double work = distances
                    + rowSubsets.stream()
                            .mapToDouble(rows -> Math.pow(rows.length, 3))
                            .sum();
            DiffusionSpectra spectra = timed(work, () -> geometry.spectra(bandwidth, alpha, rowSubsets));
            told = true;
            return spectra;
        }

        @Override
        public void close() {
            geometry.close();
        }
    }
}
