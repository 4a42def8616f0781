package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionSpectra;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Operation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One layer's activations over the probe: built once per sample, shared by all metrics, released after the last.
 *
 * <p>It remembers what metrics would otherwise compute twice: the distances between samples, and every diffusion spectrum
 * by bandwidth, anisotropy and set of rows, so that it does not matter which metric comes first.
 *
 * <p>Safe for use by several threads. The arrays belong to the snapshot and must not be changed.
 */
public final class Snapshot implements AutoCloseable {

    private final String layer;
    private final INDArray activations;
    private final int @Nullable [] lengths;
    private final int @Nullable [] labels;
    private final double stride;
    private final Kernels kernels;
    private final @Nullable ProbeInput input;
    private final @Nullable LayerGradients gradients;
    private @Nullable INDArray samples;
    private @Nullable RememberedSpectra spectra;
    private @Nullable Kernels diffusionKernels;

    /**
     * A snapshot over detached arrays that knows nothing of the network.
     *
     * @param layer as below
     * @param activations as below
     * @param lengths as below
     * @param labels as below
     * @param stride as below
     * @param kernels as below
     */
    public Snapshot(
            String layer,
            INDArray activations,
            int @Nullable [] lengths,
            int @Nullable [] labels,
            double stride,
            Kernels kernels) {
        this(layer, activations, lengths, labels, stride, kernels, null, null);
    }

    /**
     * A snapshot over detached arrays.
     *
     * @param layer name, for messages
     * @param activations [n, d], [n, c, h, w] or [n, c, t], n &gt;= 1
     * @param lengths for [n, c, t]: unmasked steps of each sequence, 1 to t (the masked tail is cut); null when every
     *     step counts
     * @param labels class id per sample; null when the probe has none
     * @param stride input pixels per pixel of these maps; 1 when not known
     * @param kernels who computes
     * @param input what the network was given for the same samples; null when it is not known
     * @param gradients the layer as a function of that input; null when nobody differentiates it
     * @throws IllegalArgumentException if there is no sample, the rank is below 2, lengths, labels or input do not fit the
     *     samples, or the stride is not positive
     */
    public Snapshot(
            String layer,
            INDArray activations,
            int @Nullable [] lengths,
            int @Nullable [] labels,
            double stride,
            Kernels kernels,
            @Nullable ProbeInput input,
            @Nullable LayerGradients gradients) {
        this.layer = Objects.requireNonNull(layer, "layer");
        this.activations = Objects.requireNonNull(activations, "activations");
        this.lengths = lengths == null ? null : lengths.clone();
        this.labels = labels == null ? null : labels.clone();
        this.stride = stride;
        this.kernels = Objects.requireNonNull(kernels, "kernels");
        this.input = input;
        this.gradients = gradients;
        check();
    }

    private void check() {
        if (activations.isEmpty() || activations.rank() < 2) {
            throw new IllegalArgumentException("Layer '" + layer + "' has no activations of the form [samples, ...]");
        }
        long n = activations.size(0);
        if (labels != null && labels.length != n) {
            throw new IllegalArgumentException("There are " + labels.length + " labels for " + n + " samples");
        }
        if (input != null && input.size() != n) {
            throw new IllegalArgumentException("There are " + input.size() + " inputs for " + n + " samples");
        }
        if (lengths != null && (activations.rank() != 3 || lengths.length != n)) {
            throw new IllegalArgumentException("Lengths go with [n, c, t], one per sample, not with "
                    + Arrays.toString(activations.shape()) + " and " + lengths.length + " lengths");
        }
        if (lengths != null && Arrays.stream(lengths).anyMatch(t -> t < 1 || t > activations.size(2))) {
            throw new IllegalArgumentException(
                    "Each sequence needs 1 to " + activations.size(2) + " unmasked steps: " + Arrays.toString(lengths));
        }
        if (!(stride > 0)) {
            throw new IllegalArgumentException("The stride must be positive, not " + stride);
        }
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

    /** {@return what the network was given, shared by all snapshots of a probe; null when it is not known} */
    public @Nullable ProbeInput input() {
        return input;
    }

    /** {@return the layer as a function of the network's first input; null when nobody differentiates it} */
    public @Nullable LayerGradients gradients() {
        return gradients;
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

    /**
     * One row per sample, as the entropies read it.
     *
     * @return [n, d]: [n, d] itself; [n, c, h, w] flattened in C order; the last unmasked step of [n, c, t]. The same
     *     array at every call
     */
    public synchronized INDArray samples() {
        if (samples == null) {
            samples = switch (activations.rank()) {
                case 2 -> activations;
                case 3 -> lastSteps().detach();
                default ->
                    activations.dup('c').reshape('c', activations.size(0), -1).detach();
            };
        }
        return samples;
    }

    private INDArray lastSteps() {
        long n = activations.size(0);
        INDArray last = Nd4j.createUninitialized(activations.dataType(), n, activations.size(1));
        for (int i = 0; i < n; i++) {
            last.putRow(
                    i, activations.get(NDArrayIndex.point(i), NDArrayIndex.all(), NDArrayIndex.point(steps(i) - 1)));
        }
        return last;
    }

    private long steps(int sample) {
        return lengths == null ? activations.size(2) : lengths[sample];
    }

    /**
     * The feature maps, as spectra read them: one per sample and channel, samples first.
     *
     * @return arrays [m, h, w] in order, views where possible: one [n c, h, w] for [n, c, h, w]; for [n, c, t] one
     *     [n c, 1, t], or, when lengths differ, one [c, 1, t_i] per sample, its masked tail cut. Empty when the layer has
     *     no maps (dense layers)
     */
    public Optional<List<INDArray>> maps() {
        long n = activations.size(0);
        long c = activations.size(1);
        if (activations.rank() == 4) {
            return Optional.of(List.of(activations.reshape('c', n * c, activations.size(2), activations.size(3))));
        }
        if (activations.rank() != 3) {
            return Optional.empty();
        }
        if (lengths == null || Arrays.stream(lengths).allMatch(steps -> steps == activations.size(2))) {
            return Optional.of(List.of(activations.reshape('c', n * c, 1, activations.size(2))));
        }
        List<INDArray> sequences = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            INDArray steps =
                    activations.get(NDArrayIndex.point(i), NDArrayIndex.all(), NDArrayIndex.interval(0, steps(i)));
            sequences.add(steps.dup('c').reshape('c', c, 1, steps(i)));
        }
        return Optional.of(List.copyOf(sequences));
    }

    /**
     * Diffusion spectra of {@link #samples}, remembered: what one metric asked for costs the next one nothing.
     *
     * @param bandwidth resolved once, on all rows
     * @param alpha anisotropy, in [0, 1]
     * @param rowSubsets rows of each subset
     * @return the spectra, in the order of the subsets; their arrays must not be changed
     * @throws IllegalArgumentException if a value is not finite, alpha is outside [0, 1], a subset is empty or a row does
     *     not exist
     * @throws ArithmeticException if no solver gives eigenvalues that pass the check
     */
    public synchronized DiffusionSpectra diffusionSpectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        if (spectra == null) {
            spectra = new RememberedSpectra(diffusionKernels().diffusionGeometry(samples()));
        }
        return spectra.spectra(bandwidth, alpha, rowSubsets);
    }

    /** {@return who computes {@link #diffusionSpectra}, for example {@code cpu}} */
    public String diffusionEngine() {
        return diffusionKernels().engine();
    }

    private synchronized Kernels diffusionKernels() {
        if (diffusionKernels == null) {
            diffusionKernels = kernels.suited(Operation.DIFFUSION, samples());
        }
        return diffusionKernels;
    }

    /** Releases what an engine holds for it on a device; asked again, that is computed anew. The activations stay. */
    @Override
    public synchronized void close() {
        if (spectra != null) {
            spectra.close();
        }
    }
}
