package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Min;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * First births by ND4J's tensor operations in the (max, min) semiring.
 *
 * <p>S_ij = max(U_ij, U_ji), no edge on the diagonal. With M_ij = max_k min(S_ik, S_jk), the best path over one other vertex,
 * and B the best path of all (Floyd and Warshall's closure), an edge with B_ij &gt; S_ij &gt; M_ij joins connected vertices and
 * lies in no triangle of its level: it is in no boundary, so a class is there, and without ties the highest such edge is the
 * first birth. Its level is the number of distinct values from it up. In a map with a tie at or above the birth (or, where
 * there is none, above a last level that completes the graph) others could come first: such maps go to the processor.
 *
 * <p>Only comparisons, so births are exact in the maps' own precision. O(m^3) per map, as 4 m operations on a chunk.
 */
final class TensorBirths {

    /** Arrays [m, m] that one map takes in the largest step. */
    private static final int ARRAYS = 8;

    /** Nothing is born below. */
    private static final int SMALLEST_SIDE = 4;

    private static final int TIED = -2;

    private final Function<INDArray, int[]> processor;
    private final long scratchBytes;

    /**
     * Prepares.
     *
     * @param processor births of maps [m, h, w] on the processor
     */
    TensorBirths(Function<INDArray, int[]> processor, long scratchBytes) {
        this.processor = processor;
        this.scratchBytes = scratchBytes;
    }

    /** Whether maps have room for a cycle, and one of them fits into the scratch. */
    boolean suits(INDArray maps) {
        return Math.max(maps.size(-1), maps.size(-2)) >= SMALLEST_SIDE && bytesPerMap(maps) <= scratchBytes;
    }

    private static long bytesPerMap(INDArray maps) {
        long side = Math.max(maps.size(-1), maps.size(-2));
        return ARRAYS * side * side * workType(maps).width();
    }

    private static DataType workType(INDArray maps) {
        return switch (maps.dataType()) {
            case FLOAT, HALF, BFLOAT16 -> DataType.FLOAT;
            default -> DataType.DOUBLE;
        };
    }

    /** One birth per map [..., h, w], in C order of the leading dimensions. */
    int[] of(INDArray maps) {
        int[] births = new int[Math.toIntExact(maps.length() / (maps.size(-2) * maps.size(-1)))];
        fill(births, 0, maps);
        return births;
    }

    /** As many slices at a time as fit; slices of slices where not one does. */
    private void fill(int[] births, int first, INDArray maps) {
        int slices = (int) maps.size(0);
        int mapsPerSlice = (int) (maps.length() / slices / (maps.size(-2) * maps.size(-1)));
        long most = scratchBytes / bytesPerMap(maps) / mapsPerSlice;
        if (most == 0 && maps.rank() > 3) {
            for (int i = 0; i < slices; i++) {
                fill(births, first + i * mapsPerSlice, Scratch.slice(maps, i));
            }
            return;
        }
        for (long from = 0; from < slices; from += Math.max(1, most)) {
            long to = Math.min(slices, from + Math.max(1, most));
            try (Scratch scratch = new Scratch()) {
                INDArray values = scratch.copy(Scratch.slices(maps, from, to), workType(maps))
                        .reshape('c', -1, maps.size(-2), maps.size(-1));
                int[] found = births(values, scratch);
                System.arraycopy(found, 0, births, first + (int) from * mapsPerSlice, found.length);
            }
        }
    }

    private int[] births(INDArray values, Scratch scratch) {
        long count = values.size(0);
        int[] nan = scratch.counts(values.reshape('c', count, -1).neq(values.reshape('c', count, -1)), 1);
        INDArray edges = edges(values, scratch);
        INDArray best = scratch.copy(edges, edges.dataType());
        INDArray viaOne = scratch.blank(edges.dataType(), edges.shape()).assign(Double.NEGATIVE_INFINITY);
        close(edges, best, viaOne, scratch);
        INDArray creators = scratch.numbers(best.gt(edges), edges.dataType());
        scratch.restrict(creators, edges.gt(viaOne));
        int[] creatorCounts = count(creators, scratch);
        // 1 becomes infinity and 0 minus infinity: the smaller of it and S keeps the creators' values alone.
        creators.subi(0.5).muli(Double.POSITIVE_INFINITY);
        Nd4j.exec(new Min(edges, creators, best));
        scratch.release(creators);
        INDArray birthValues = scratch.keep(best.reshape('c', count, -1).max(1)).reshape('c', count, 1);
        scratch.release(best);
        int[] levels = levels(edges, birthValues, viaOne, scratch);
        return decide(values, nan, creatorCounts, levels, scratch);
    }

    private int[] decide(INDArray values, int[] nan, int[] creators, int[] levels, Scratch scratch) {
        int[] births = new int[nan.length];
        Arrays.setAll(births, m -> nan[m] > 0 ? Kernels.INVALID_MAP : creators[m] > 0 ? levels[m] : Kernels.NO_BIRTH);
        int[] tied = IntStream.range(0, births.length)
                .filter(m -> nan[m] == 0 && levels[m] == TIED)
                .toArray();
        if (tied.length > 0) {
            long height = values.size(1);
            INDArray rows = values.reshape('c', births.length, -1);
            INDArray handed = scratch.keep(Nd4j.pullRows(rows, 1, tied, 'c'));
            int[] found = processor.apply(handed.reshape('c', tied.length, height, -1));
            IntStream.range(0, tied.length).forEach(k -> births[tied[k]] = found[k]);
        }
        return births;
    }

    /** How many distinct values of S are at or above a birth and above a level that completes the graph; {@link #TIED} with ties. */
    private int[] levels(INDArray edges, INDArray birthValues, INDArray spare, Scratch scratch) {
        long count = edges.size(0);
        long size = edges.size(1) * edges.size(2);
        Nd4j.exec(new Max(edges, diagonal(edges, Double.POSITIVE_INFINITY, scratch), spare));
        INDArray lowest = scratch.keep(spare.reshape('c', count, size).min(1)).reshape('c', count, 1);
        spare.assign(edges);
        INDArray sorted = Nd4j.sort(spare.reshape('c', count, size), 1, false);
        INDArray counted =
                scratch.numbers(sorted.lt(birthValues), edges.dataType()).rsubi(1);
        scratch.restrict(counted, sorted.gt(lowest));
        int[] entries = count(counted, scratch);
        // The last entries are the diagonal's, which never count: each value that does has one after it.
        INDArray upper = sorted.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size - 1));
        INDArray lower = sorted.get(NDArrayIndex.all(), NDArrayIndex.interval(1, size));
        INDArray ends = counted.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size - 1));
        scratch.restrict(ends, upper.neq(lower));
        counted.getColumn(size - 1).assign(0);
        int[] distinct = count(counted, scratch);
        // An edge stands in the matrix twice.
        Arrays.setAll(distinct, m -> entries[m] == 2 * distinct[m] ? distinct[m] : TIED);
        return distinct;
    }

    /** S: symmetric, padded to a square, without its diagonal. */
    private static INDArray edges(INDArray values, Scratch scratch) {
        long height = values.size(1);
        long width = values.size(2);
        long side = Math.max(height, width);
        INDArray square = values;
        if (height != width) {
            square =
                    scratch.blank(values.dataType(), values.size(0), side, side).assign(Double.NEGATIVE_INFINITY);
            square.get(NDArrayIndex.all(), NDArrayIndex.interval(0, height), NDArrayIndex.interval(0, width))
                    .assign(values);
        }
        INDArray edges = scratch.blank(values.dataType(), square.shape());
        Nd4j.exec(new Max(square, square.permute(0, 2, 1), edges));
        Nd4j.exec(new Min(edges, diagonal(edges, Double.NEGATIVE_INFINITY, scratch), edges));
        return edges;
    }

    /** [1, m, m]: a value on the diagonal and its negative elsewhere. */
    private static INDArray diagonal(INDArray edges, double value, Scratch scratch) {
        long side = edges.size(1);
        INDArray matrix = scratch.blank(edges.dataType(), 1, side, side).assign(-value);
        for (long i = 0; i < side; i++) {
            matrix.putScalar(0, i, i, value);
        }
        return matrix;
    }

    private static void close(INDArray edges, INDArray best, INDArray viaOne, Scratch scratch) {
        INDArray paths = scratch.blank(edges.dataType(), edges.shape());
        for (long k = 0; k < edges.size(1); k++) {
            through(k, edges, paths, viaOne);
            through(k, best, paths, best);
        }
        scratch.release(paths);
    }

    /** Raises {@code highest} to the paths over vertex k. */
    private static void through(long k, INDArray steps, INDArray paths, INDArray highest) {
        INDArray to = steps.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(k, k + 1));
        INDArray from = steps.get(NDArrayIndex.all(), NDArrayIndex.interval(k, k + 1), NDArrayIndex.all());
        Nd4j.exec(new Min(to, from, paths));
        Nd4j.exec(new Max(highest, paths, highest));
    }

    /** Entries per map that are not 0. */
    private static int[] count(INDArray entries, Scratch scratch) {
        return scratch.counts(entries.reshape('c', entries.size(0), -1).neq(0), 1);
    }
}
