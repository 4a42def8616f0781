package org.infoscope.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Several engines, of which the one computes that has been the fastest for an operation on arrays of that size: powers of two
 * of their length and of their last axis, or of their rows for diffusion spectra. Each engine does the first pieces of work of
 * a size twice, and its better time per unit of work counts, so that whatever is prepared once does not.
 *
 * <p>Safe for use by several threads. Closes the engines.
 */
final class MeasuredKernels implements Kernels {

    private final List<Kernels> engines;
    private final LongSupplier nanoTime;
    private final Map<Size, Contest> contests = new ConcurrentHashMap<>();

    private record Size(Operation operation, int length, int side) {

        static Size of(Operation operation, INDArray array) {
            long side = operation == Operation.DIFFUSION ? array.size(0) : array.size(-1);
            return new Size(operation, log2(array.length()), log2(side));
        }

        private static int log2(long value) {
            return Long.SIZE - Long.numberOfLeadingZeros(value);
        }
    }

    /**
     * Engines to choose from.
     *
     * @param engines of equal answers; where they are equally fast the first is taken. The last one is the processor's
     * @param nanoTime the clock
     */
    MeasuredKernels(List<Kernels> engines, LongSupplier nanoTime) {
        this.engines = List.copyOf(engines);
        this.nanoTime = nanoTime;
    }

    static MeasuredKernels of(List<Kernels> engines) {
        return new MeasuredKernels(engines, PausePoint::workTime);
    }

    /** All of them: what {@link #suited} gives back tells which it was. */
    @Override
    public String engine() {
        return engines.stream().map(Kernels::engine).collect(Collectors.joining(" or "));
    }

    @Override
    public Kernels suited(Operation operation, INDArray array) {
        if (array.isEmpty() || array.rank() < 2) {
            return engines.get(engines.size() - 1);
        }
        Contest.Turn turn = contests.computeIfAbsent(Size.of(operation, array), size -> new Contest(engines.size()))
                .next();
        Kernels last = engines.get(engines.size() - 1);
        Kernels engine = engines.get(turn.engine()).suited(operation, array);
        return new TimedKernels(engine, last, nanoTime, turn);
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return suited(Operation.ROLL_OFF, maps).rollOff(maps, levels, centring, spectrum, region);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return suited(Operation.DIFFUSION, samples).diffusionGeometry(samples);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return suited(Operation.FIRST_BIRTHS, maps).firstCycleBirths(maps);
    }

    @Override
    public void close() {
        engines.forEach(Kernels::close);
    }
}
