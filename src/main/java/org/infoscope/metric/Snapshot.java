package org.infoscope.metric;

import java.util.Objects;
import org.infoscope.kernel.Kernels;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer's activations over the probe: built once per sample, shared by all metrics, released after the last.
 *
 * <p>Safe for use by several threads. The arrays belong to the snapshot and must not be changed.
 */
public final class Snapshot {

    private final String layer;
    private final INDArray activations;
    private final int @Nullable [] lengths;
    private final int @Nullable [] labels;
    private final double stride;
    private final Kernels kernels;

    /**
     * A snapshot over detached arrays.
     *
     * @param layer name, for messages
     * @param activations [n, d], [n, c, h, w] or [n, c, t], n &gt;= 1
     * @param lengths for [n, c, t]: unmasked steps of each sequence (masked tail cut); null when every step counts
     * @param labels class id per sample; null when the probe has none
     * @param stride input pixels per pixel of these maps; 1 when not known
     * @param kernels who computes
     */
    public Snapshot(
            String layer,
            INDArray activations,
            int @Nullable [] lengths,
            int @Nullable [] labels,
            double stride,
            Kernels kernels) {
        this.layer = Objects.requireNonNull(layer, "layer");
        this.activations = Objects.requireNonNull(activations, "activations");
        this.lengths = lengths == null ? null : lengths.clone();
        this.labels = labels == null ? null : labels.clone();
        this.stride = stride;
        this.kernels = Objects.requireNonNull(kernels, "kernels");
    }

    /**
     * The activations as given.
     *
     * @return [n, d], [n, c, h, w] or [n, c, t]
     */
    public INDArray activations() {
        return activations;
    }

    /**
     * Unmasked steps of each sequence.
     *
     * @return null when every step counts
     */
    public int @Nullable [] lengths() {
        return lengths == null ? null : lengths.clone();
    }

    /**
     * Class ids.
     *
     * @return one per sample; null when the probe has none
     */
    public int @Nullable [] labels() {
        return labels == null ? null : labels.clone();
    }

    /**
     * Input pixels per pixel of these maps.
     *
     * @return 1 when not known
     */
    public double stride() {
        return stride;
    }

    /**
     * Who computes.
     *
     * @return shared by all snapshots of a run
     */
    public Kernels kernels() {
        return kernels;
    }

    /**
     * The layer's name.
     *
     * @return as the network names it
     */
    public String layer() {
        return layer;
    }
}
