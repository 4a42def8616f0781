package org.infoscope.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.infoscope.kernel.SpectralClustering;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What the network is given: the inputs of a probe, and the clusters into which they fall. One instance serves all layers
 * and steps of a run: clusters are found when first asked for, once per number and seed.
 *
 * <p>A scalar input is cut into bins of equal width between its smallest and largest value. Any other is clustered by
 * {@link SpectralClustering}, one flattened row per example, masked steps of sequences as they stand. Images [n, c, h, w]
 * are first brought to at most 64 pixels a side by nearest neighbour; so are [n, h, w, c], recognised by a last dimension
 * smaller than the second.
 *
 * <p><b>Source.</b> The code published with Liu et al., arXiv 2312.04823, brings images to 64 x 64 by nearest neighbour,
 * clusters them by spectral clustering with nearest-neighbour affinity, and bins scalars. Ours: smaller images keep their
 * size, since enlarging them repeats pixels.
 *
 * <p>Safe for use by several threads. The array must not change.
 */
public final class ProbeInput {

    private static final int LARGEST_SIDE = 64;

    private final @Nullable INDArray inputs;
    private final int @Nullable [] given;
    private final @Nullable ImageShape image;
    private final Map<Key, int[]> found = new HashMap<>();

    /** What clusters depend on, besides the inputs. */
    private record Key(int count, long seed) {}

    private ProbeInput(@Nullable INDArray inputs, int @Nullable [] given, @Nullable ImageShape image) {
        this.inputs = inputs;
        this.given = given;
        this.image = image;
    }

    /**
     * Inputs that are to be clustered.
     *
     * @param inputs one per example along the first dimension; kept, not copied
     * @return the input
     * @throws IllegalArgumentException if there is none
     */
    public static ProbeInput of(INDArray inputs) {
        if (inputs.rank() < 1 || inputs.isEmpty()) {
            throw new IllegalArgumentException("Inputs are an array with one example at least along dimension 0");
        }
        return new ProbeInput(inputs, null, inputs.rank() == 4 ? imageShape(inputs) : null);
    }

    private static ImageShape imageShape(INDArray images) {
        boolean channelsLast = images.size(3) < images.size(1);
        int height = channelsLast ? 1 : 2;
        return new ImageShape(
                (int) images.size(channelsLast ? 3 : 1),
                (int) images.size(height),
                (int) images.size(height + 1),
                channelsLast);
    }

    /**
     * Clusters of inputs that are not known themselves.
     *
     * @param clusters any id per example; copied
     * @return the input
     * @throws IllegalArgumentException if there is none
     */
    public static ProbeInput clustered(int[] clusters) {
        if (clusters.length == 0) {
            throw new IllegalArgumentException("Give one cluster per example, not none");
        }
        return new ProbeInput(null, clusters.clone(), null);
    }

    /**
     * Gives the clusters.
     *
     * @param clusters any id per example; copied
     * @return a new input
     * @throws IllegalArgumentException if there is not one per example
     */
    public ProbeInput withClusters(int[] clusters) {
        if (clusters.length != size()) {
            throw new IllegalArgumentException(
                    clusters.length + " clusters for " + size() + " examples: give one cluster id per example");
        }
        return new ProbeInput(inputs, clusters.clone(), image);
    }

    /**
     * Says that each example is an image, which only inputs [n, c, h, w] and [n, h, w, c] tell themselves.
     *
     * @param image how its numbers are laid out
     * @return a new input
     * @throws IllegalArgumentException if the examples do not have as many numbers
     */
    public ProbeInput withImage(ImageShape image) {
        if (inputs == null || image.length() * inputs.size(0) != inputs.length()) {
            throw new IllegalArgumentException("The inputs are no images of " + image.length() + " numbers each");
        }
        return new ProbeInput(inputs, given, image);
    }

    /** {@return one example along the first dimension; null when only clusters are known} */
    public @Nullable INDArray inputs() {
        return inputs;
    }

    /** {@return how each example is laid out as an image; null when it is none} */
    public @Nullable ImageShape image() {
        return image;
    }

    /**
     * Number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return given == null
                ? Math.toIntExact(Objects.requireNonNull(inputs, "inputs").size(0))
                : given.length;
    }

    /**
     * Where the clusters are from.
     *
     * @return {@code given}, {@code equal-width bins} or {@code spectral clustering}
     */
    public String source() {
        if (inputs == null || given != null) {
            return "given";
        }
        return scalar(inputs) ? "equal-width bins" : "spectral clustering";
    }

    /**
     * The cluster of each example.
     *
     * @param count how many clusters or bins are wanted, at least 1; given clusters are what they are
     * @param seed of the clustering; bins and given clusters do not depend on it
     * @return one id per example; fewer clusters than wanted when there are fewer distinct inputs, or empty bins
     * @throws IllegalArgumentException if the inputs hold a NaN or an infinity, or are more than 46,340
     * @throws ArithmeticException if no solver's eigenvectors pass a check
     */
    public synchronized int[] clusters(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("There must be 1 cluster at least, not " + count);
        }
        if (given != null) {
            return given.clone();
        }
        INDArray examples = Objects.requireNonNull(inputs, "inputs");
        return found.computeIfAbsent(new Key(count, seed), key -> find(examples, key))
                .clone();
    }

    private static int[] find(INDArray inputs, Key key) {
        if (scalar(inputs)) {
            return bins(inputs.castTo(DataType.DOUBLE).ravel().toDoubleVector(), key.count());
        }
        INDArray images = inputs.rank() == 4 ? shrunk(inputs) : inputs;
        INDArray rows = images.dup('c').reshape('c', images.size(0), images.length() / images.size(0));
        try {
            return SpectralClustering.cluster(rows, key.count(), key.seed());
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("The probe's inputs have no clusters. " + unfit.getMessage(), unfit);
        }
    }

    private static boolean scalar(INDArray inputs) {
        return inputs.length() == inputs.size(0);
    }

    private static int[] bins(double[] values, int count) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("The probe's inputs have no bins: one is " + value);
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        int[] bins = new int[values.length];
        // Halves: the range of finite numbers may be infinite.
        double width = max / 2 - min / 2;
        for (int i = 0; i < bins.length && width > 0; i++) {
            bins[i] = (int) Math.min(count - 1, Math.floor((values[i] / 2 - min / 2) / width * count));
        }
        return bins;
    }

    private static INDArray shrunk(INDArray images) {
        int height = imageShape(images).channelsLast() ? 1 : 2;
        return shrunk(shrunk(images, height), height + 1);
    }

    private static INDArray shrunk(INDArray images, int side) {
        long size = images.size(side);
        if (size <= LARGEST_SIDE) {
            return images;
        }
        INDArrayIndex[] indices = new INDArrayIndex[4];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = NDArrayIndex.all();
        }
        indices[side] = NDArrayIndex.indices(LongStream.range(0, LARGEST_SIDE)
                .map(pixel -> pixel * size / LARGEST_SIDE)
                .toArray());
        return Objects.requireNonNull(images.get(indices));
    }
}
