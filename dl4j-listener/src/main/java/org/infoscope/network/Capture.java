package org.infoscope.network;

import java.util.Arrays;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Gathers one layer's activations chunk by chunk, copied before the next layer can overwrite them. */
final class Capture {

    private final int examples;
    private final boolean channelsLast;
    private @Nullable INDArray all;
    private int @Nullable [] lengths;
    private int filled;
    private @Nullable String reason;

    Capture(int examples, boolean channelsLast) {
        this.examples = examples;
        this.channelsLast = channelsLast;
    }

    /**
     * Copies the activations of the next examples.
     *
     * @param raw as the network has them
     * @param mask as the network has it
     * @param rows number of examples in the chunk
     */
    void add(INDArray raw, @Nullable INDArray mask, int rows) {
        if (reason == null) {
            reason = misfit(raw, rows);
        }
        if (reason != null) {
            return;
        }
        INDArray part = channelsFirst(raw, rows, channelsLast);
        INDArray target = all;
        if (target == null) {
            long[] shape = part.shape().clone();
            shape[0] = examples;
            target = Detached.make(() -> Nd4j.createUninitialized(raw.dataType(), shape, 'c'));
            all = target;
        }
        INDArrayIndex[] where = new INDArrayIndex[part.rank()];
        Arrays.fill(where, NDArrayIndex.all());
        where[0] = NDArrayIndex.interval(filled, filled + rows);
        target.get(where).assign(part.reshape(target.get(where).shape()));
        if (mask != null && part.rank() == 3) {
            addLengths(mask, rows, Math.toIntExact(part.size(2)));
        }
        filled += rows;
    }

    /** Why these activations are not measured; null when they are. */
    static @Nullable String misfit(INDArray raw, int rows) {
        if (!raw.dataType().isFPType()) {
            return "Its activations are " + raw.dataType() + ", not real numbers";
        }
        if (raw.rank() < 2 || raw.rank() > 4) {
            return "Activations of rank " + raw.rank() + " are not measured";
        }
        boolean steps = raw.rank() == 2 && raw.size(0) % rows == 0;
        if (raw.size(0) != rows && !steps) {
            return "It gives " + raw.size(0) + " rows for " + rows + " examples";
        }
        return raw.isEmpty() ? "Its activations are empty" : null;
    }

    /**
     * Activations with the examples first and the channels next.
     *
     * @param raw [n, d], NCHW, NHWC, NCW, NWC, or [n t, d] where a dense layer stands between recurrent ones
     */
    static INDArray channelsFirst(INDArray raw, int rows, boolean channelsLast) {
        if (raw.rank() == 2 && raw.size(0) != rows) {
            return TimeSeriesUtils.reshape2dTo3d(raw.dup('f'), rows);
        }
        if (!channelsLast || raw.rank() < 3) {
            return raw;
        }
        return raw.rank() == 4 ? raw.permute(0, 3, 1, 2) : raw.rank() == 3 ? raw.permute(0, 2, 1) : raw;
    }

    /**
     * The way back.
     *
     * @param array in the form that {@link #channelsFirst} gives; unchanged
     * @param raw of the form that is wanted
     * @return a copy
     */
    static INDArray asRaw(INDArray array, INDArray raw, boolean channelsLast) {
        if (raw.rank() < array.rank()) {
            return TimeSeriesUtils.reshape3dTo2d(array.dup('f'));
        }
        if (!channelsLast || raw.rank() < 3) {
            return array.dup('c');
        }
        return (raw.rank() == 4 ? array.permute(0, 2, 3, 1) : array.permute(0, 2, 1)).dup('c');
    }

    private void addLengths(INDArray mask, int rows, int steps) {
        if (mask.length() != (long) rows * steps) {
            return;
        }
        INDArray byExample = mask.rank() == 2 && mask.size(0) == rows
                ? mask
                : TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask.dup('f').reshape('f', mask.length(), 1), rows);
        if (lengths == null) {
            lengths = new int[examples];
            Arrays.fill(lengths, steps);
        }
        for (int row = 0; row < rows; row++) {
            int last = steps;
            while (last > 0 && byExample.getDouble(row, last - 1) == 0) {
                last--;
            }
            lengths[filled + row] = last;
        }
    }

    /** Null when not every example was captured; {@link #reason} may then say why. */
    @Nullable
    LayerActivations result() {
        return all == null || filled != examples || reason != null ? null : new LayerActivations(all, lengths);
    }

    @Nullable
    String reason() {
        return reason;
    }
}
