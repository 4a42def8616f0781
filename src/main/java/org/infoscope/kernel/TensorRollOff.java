package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Roll-off radii by ND4J's tensor operations, in single precision for maps of single or half precision. Numbers per map and
 * level come back to Java, not maps, except those whose answer rounding could change: these go to the processor.
 *
 * <p>They are: maps that are not finite or out of the range in which squares are exact enough, those that are almost nothing
 * but mean or have almost nothing within the disc, and those where the energy within some radius comes close to the
 * threshold: within 1e-5 of the energy in single precision (many times the error to expect), within its proven bound in
 * double precision. So radii are those of {@link CpuKernels}, bit by bit.
 */
final class TensorRollOff {

    /** As in {@link RollOff}: so that rounding does not move a level that a shell meets exactly. */
    private static final double SLACK = 1 - 1e-9;

    /** Of the energy, 1. */
    private static final double SINGLE_MARGIN = 1e-5;

    /** A product that rounds its factors, as reduced-precision matrix units do, misses Parseval's sum by more. */
    private static final double SINGLE_PARSEVAL = 5e-6;

    private static final double SMALLEST = 1e-200;
    private static final double LARGEST = 1e200;
    private static final double MOSTLY_MEAN = 0.999;
    private static final double LITTLE = 1e-3;

    private final Function<INDArray, RollOffs> processor;
    private final long scratchBytes;
    private final double[] levels;
    private final Centring centring;
    private final Spectrum spectrum;
    private final Region region;

    /**
     * Prepares for a call.
     *
     * @param processor the same question, answered by the processor
     * @param levels each in (0, 1]
     */
    TensorRollOff(
            Function<INDArray, RollOffs> processor,
            long scratchBytes,
            double[] levels,
            Centring centring,
            Spectrum spectrum,
            Region region) {
        this.processor = processor;
        this.scratchBytes = scratchBytes;
        this.levels = levels;
        this.centring = centring;
        this.spectrum = spectrum;
        this.region = region;
    }

    /** Whether one map of this size fits into the scratch beside the matrices, which may take a quarter of it (ours). */
    boolean suits(INDArray maps) {
        long matrices = matrixBytes(maps);
        return matrices <= scratchBytes / 4 && matrices + bytesPerMap(maps) <= scratchBytes;
    }

    private static long matrixBytes(INDArray maps) {
        return TensorTransform.matrixBytes(maps.size(1), maps.size(2), workType(maps));
    }

    private static long bytesPerMap(INDArray maps) {
        long area = maps.size(1) * maps.size(2);
        return TensorTransform.bytesPerMap((int) maps.size(1), (int) maps.size(2), workType(maps))
                + 3L * Double.BYTES * area;
    }

    private static DataType workType(INDArray maps) {
        return switch (maps.dataType()) {
            case FLOAT, HALF, BFLOAT16 -> DataType.FLOAT;
            default -> DataType.DOUBLE;
        };
    }

    /** The radii of maps [m, h, w] of which one {@link #suits} at least. */
    RollOffs of(INDArray maps) {
        int count = Math.toIntExact(maps.size(0));
        Answers answers = new Answers(count);
        long most = Math.max(1, (scratchBytes - matrixBytes(maps)) / bytesPerMap(maps));
        try (Scratch matrices = new Scratch()) {
            TensorTransform transform =
                    new TensorTransform((int) maps.size(1), (int) maps.size(2), workType(maps), matrices);
            for (long from = 0; from < count; from += most) {
                long to = Math.min(count, from + most);
                try (Scratch scratch = new Scratch()) {
                    INDArray values = scratch.copy(Scratch.slices(maps, from, to), workType(maps))
                            .reshape('c', to - from, -1);
                    new Chunk(transform, values, maps.size(1), (int) from, answers).measure(scratch);
                }
            }
        }
        return new RollOffs(answers.radii, answers.dcShares, answers.activeShares);
    }

    /** One per map. */
    private final class Answers {
        private final double[] radii;
        private final double[] dcShares;
        private final double[] activeShares;

        Answers(int count) {
            this.radii = new double[Math.multiplyExact(count, levels.length)];
            this.dcShares = new double[count];
            this.activeShares = new double[count];
        }

        void radius(int map, int level, double radius) {
            radii[map * levels.length + level] = radius;
        }
    }

    /** Maps that fit into the scratch together. */
    private final class Chunk {
        private final TensorTransform transform;
        private final INDArray values;
        private final long height;
        private final int first;
        private final int count;
        private final Answers answers;
        private final boolean[] undecided;

        Chunk(TensorTransform transform, INDArray values, long height, int first, Answers answers) {
            this.transform = transform;
            this.values = values;
            this.height = height;
            this.first = first;
            this.count = values.rows();
            this.answers = answers;
            this.undecided = new boolean[count];
        }

        void measure(Scratch scratch) {
            INDArray unit = unitEnergy(scratch);
            INDArray within = transform.energyWithin(unit, spectrum, centring == Centring.KEEP, scratch);
            scan(within, scratch);
            int[] open = IntStream.range(0, count).filter(m -> undecided[m]).toArray();
            if (open.length > 0) {
                INDArray handed = scratch.keep(Nd4j.pullRows(values, 1, open, 'c'));
                fill(open, processor.apply(handed.reshape('c', open.length, height, -1)));
            }
        }

        private void fill(int[] open, RollOffs found) {
            for (int k = 0; k < open.length; k++) {
                int map = first + open[k];
                for (int p = 0; p < levels.length; p++) {
                    answers.radius(map, p, found.radius(k, p));
                }
                answers.dcShares[map] = found.dcShare(k);
                answers.activeShares[map] = found.activeShare(k);
            }
        }

        /** Centred maps of energy 1; those that are not to be measured here are 0, or not finite. */
        private INDArray unitEnergy(Scratch scratch) {
            INDArray unit = scratch.copy(values, DataType.DOUBLE);
            double area = values.columns();
            int[] active = scratch.counts(values.neq(0), 1);
            double[] sums = scratch.doubles(unit.sum(1));
            double[] squares =
                    scratch.squares(scratch.copy(unit, DataType.DOUBLE)).data().asDouble();
            double[] means = new double[count];
            double[] factors = new double[count];
            for (int m = 0; m < count; m++) {
                double dcShare = sums[m] / area * sums[m] / squares[m];
                answers.dcShares[first + m] = active[m] == 0 ? Double.NaN : dcShare;
                answers.activeShares[first + m] = active[m] / area;
                boolean ordinary = squares[m] > SMALLEST && squares[m] < LARGEST;
                boolean drowned = centring == Centring.REMOVE && !(dcShare <= MOSTLY_MEAN);
                undecided[m] = active[m] > 0 && (!ordinary || drowned);
                if (ordinary && !drowned) {
                    means[m] = centring == Centring.REMOVE ? sums[m] / area : 0;
                    factors[m] = 1 / Math.sqrt(squares[m] * (centring == Centring.REMOVE ? 1 - dcShare : 1));
                }
            }
            unit.subiColumnVector(scratch.column(means)).muliColumnVector(scratch.column(factors));
            return values.dataType() == DataType.DOUBLE ? unit : single(unit, scratch);
        }

        private INDArray single(INDArray unit, Scratch scratch) {
            INDArray single = scratch.copy(unit, DataType.FLOAT);
            scratch.release(unit);
            return single;
        }

        private void scan(INDArray within, Scratch scratch) {
            int shells = transform.shells(region);
            double margin = within.dataType() == values.dataType() ? transform.bound() : SINGLE_MARGIN;
            double[] everything = row(within, within.rows() - 1L, scratch);
            double[] total = row(within, shells - 1L, scratch);
            for (int m = 0; m < count; m++) {
                undecided[m] |= total[m] < LITTLE * everything[m]
                        || (spectrum == Spectrum.POWER && Math.abs(everything[m] - 1) > SINGLE_PARSEVAL);
                if (answers.activeShares[first + m] == 0) {
                    undecided[m] = false;
                    int none = (first + m) * levels.length;
                    Arrays.fill(answers.radii, none, none + levels.length, Double.NaN);
                }
            }
            INDArray counted = within.get(NDArrayIndex.interval(0, shells), NDArrayIndex.all());
            for (int p = 0; p < levels.length; p++) {
                double share = levels[p] * SLACK;
                int[] surely = below(counted, total, share, -margin, scratch);
                int[] perhaps = below(counted, total, share, margin, scratch);
                for (int m = 0; m < count; m++) {
                    undecided[m] |= surely[m] != perhaps[m] && answers.activeShares[first + m] > 0;
                    if (!undecided[m] && answers.activeShares[first + m] > 0) {
                        answers.radius(first + m, p, transform.radius(surely[m]));
                    }
                }
            }
        }

        private double[] row(INDArray within, long shell, Scratch scratch) {
            return scratch.copy(within.getRow(shell), DataType.DOUBLE).data().asDouble();
        }

        /** Shells whose energy is below a share of the total, plus an offset. */
        private int[] below(INDArray within, double[] total, double share, double offset, Scratch scratch) {
            double[] thresholds =
                    Arrays.stream(total).map(t -> t * share + offset).toArray();
            return scratch.counts(within.lt(scratch.column(thresholds).reshape('c', 1, count)), 0);
        }
    }
}
