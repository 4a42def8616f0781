package org.infoscope.network;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one layer gave over all examples: a detached copy in channels-first form. Released by {@link #close()}. */
public final class LayerActivations implements AutoCloseable {

    private final INDArray array;
    private final int @Nullable [] lengths;

    LayerActivations(INDArray array, int @Nullable [] lengths) {
        this.array = array;
        this.lengths = lengths;
    }

    /**
     * The activations.
     *
     * @return [n, d], [n, c, h, w] or [n, c, t], in C order
     */
    public INDArray array() {
        return array;
    }

    /**
     * For [n, c, t]: steps up to the last unmasked one.
     *
     * @return one per example; null when every step counts
     */
    public int @Nullable [] lengths() {
        return lengths == null ? null : lengths.clone();
    }

    /**
     * The shape in words.
     *
     * @return for example {@code [n, 16, 14, 14]}
     */
    public String shape() {
        StringBuilder text = new StringBuilder("[n");
        for (int axis = 1; axis < array.rank(); axis++) {
            text.append(", ").append(array.size(axis));
        }
        return text.append(']').toString();
    }

    /**
     * Memory that each example takes.
     *
     * @return bytes
     */
    public long bytesPerExample() {
        return array.length() / array.size(0) * array.dataType().width();
    }

    @Override
    public void close() {
        Detached.free(array);
    }
}
