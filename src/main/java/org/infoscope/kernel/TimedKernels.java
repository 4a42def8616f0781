package org.infoscope.kernel;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine that tells a contest what it took: nanoseconds per pixel, and for diffusion spectra per multiplication, n^2 d for the
 * distances and k^3 for each subset. What it fails at (a device that is lost or out of memory), the engine behind it does, and
 * its failure is logged. Closes neither. Safe for use by several threads.
 */
final class TimedKernels implements Kernels {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredKernels.class);

    private final Kernels engine;
    private final Kernels behind;
    private final LongSupplier nanoTime;
    private final Contest.Turn turn;
    private volatile Kernels answering;

    /**
     * Times an engine.
     *
     * @param engine whose turn it is
     * @param behind of equal answers; may be the same
     * @param nanoTime the clock
     * @param turn is told how it went
     */
    TimedKernels(Kernels engine, Kernels behind, LongSupplier nanoTime, Contest.Turn turn) {
        this.engine = engine;
        this.behind = behind;
        this.nanoTime = nanoTime;
        this.turn = turn;
        this.answering = engine;
    }

    /** Who has answered last, or will. */
    @Override
    public String engine() {
        return answering.engine();
    }

    /** By the engine; by the one behind it if that fails. */
    private <T> T answer(Function<Kernels, T> operation) {
        if (answering == behind) {
            return last(operation);
        }
        try {
            return operation.apply(engine);
        } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
            // JavaCPP reports a device without memory as the last. What nobody can do says nothing about the engine.
            T answer = last(operation);
            turn.failed();
            answering = behind;
            LOG.warn(
                    "Infoscope: {} failed, {} computes arrays of this size from now on: {}",
                    engine.engine(),
                    behind.engine(),
                    failure.toString());
            return answer;
        }
    }

    private <T> T last(Function<Kernels, T> operation) {
        try {
            return operation.apply(behind);
        } catch (RuntimeException | Error failure) {
            turn.refused();
            throw failure;
        }
    }

    private <T> T timed(Kernels by, double work, Supplier<T> operation) {
        long start = nanoTime.getAsLong();
        T answer = operation.get();
        if (by == engine) {
            turn.took((nanoTime.getAsLong() - start) / work);
        }
        return answer;
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return answer(
                by -> timed(by, (double) maps.length(), () -> by.rollOff(maps, levels, centring, spectrum, region)));
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return new Timed(samples);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return answer(by -> timed(by, (double) maps.length(), () -> by.firstCycleBirths(maps)));
    }

    @Override
    public void close() {}

    /** Times the first spectra, which the distances are computed for. */
    private final class Timed implements DiffusionGeometry {
        private final INDArray samples;
        private @Nullable Kernels by;
        private @Nullable DiffusionGeometry geometry;
        private boolean told;

        Timed(INDArray samples) {
            this.samples = samples;
            answer(this::of);
        }

        private synchronized DiffusionGeometry of(Kernels kernels) {
            DiffusionGeometry known = geometry;
            if (known == null || by != kernels) {
                release();
                known = kernels.diffusionGeometry(samples);
                geometry = known;
                by = kernels;
            }
            return known;
        }

        @Override
        public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
            return answer(kernels -> {
                DiffusionGeometry distances = of(kernels);
                if (told) {
                    return distances.spectra(bandwidth, alpha, rowSubsets);
                }
                DiffusionSpectra spectra =
                        timed(kernels, work(rowSubsets), () -> distances.spectra(bandwidth, alpha, rowSubsets));
                told = true;
                return spectra;
            });
        }

        /** What an engine that failed cannot give back must not cost the reading. */
        private void release() {
            try {
                close();
            } catch (RuntimeException failure) {
                LOG.warn("Infoscope: distances of {} could not be given back: {}", engine.engine(), failure.toString());
            }
        }

        private double work(List<int[]> rowSubsets) {
            return (double) samples.rows() * samples.length()
                    + rowSubsets.stream()
                            .mapToDouble(rows -> Math.pow(rows.length, 3))
                            .sum();
        }

        @Override
        public synchronized void close() {
            if (geometry != null) {
                geometry.close();
            }
        }
    }
}
