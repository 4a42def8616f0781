package org.infoscope.metric;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer seen through noise on its input: f(x + sigma delta) for some examples x of a probe. Rows of several examples go
 * through the network together, as every call has a price of its own.
 *
 * <p>Not safe for use by several threads.
 */
final class PerturbedLayer {

    private static final int LARGEST_BATCH = 64;

    /** Numbers of one call, in or out: a bound on memory for large layers. */
    private static final long LARGEST_CALL = 1L << 22;

    private final LayerGradients layer;
    private final INDArray inputs;
    private final InputCells cells;
    private final boolean rectified;
    private final int[] examples;
    private final double[][] origins;
    private final double[][] answers;
    private final int outputs;

    /** What is added to one copy of an image, before sigma: consecutive calls for an image are consecutive copies. */
    @FunctionalInterface
    interface Noise {
        void fill(int image, double[] delta);
    }

    /** v of one copy of an image. */
    @FunctionalInterface
    interface Vectors {
        void fill(int image, int copy, double[] vector);
    }

    /** Copies that go through the network together: row r is copy {@code copies[r]} of image {@code images[r]}. */
    private final class Batch {
        private final int[] images;
        private final int[] copies;
        private final int[] rowExamples;
        private final double[][] delta;
        private final INDArray rows;

        Batch(int from, int to, int perImage, double[][] sigma, Noise noise) {
            images = IntStream.range(from, to).map(row -> row / perImage).toArray();
            copies = IntStream.range(from, to).map(row -> row % perImage).toArray();
            rowExamples = Arrays.stream(images).map(a -> examples[a]).toArray();
            int length = cells.cellOf().length;
            delta = new double[images.length][length];
            double[] noisy = new double[images.length * length];
            for (int r = 0; r < images.length; r++) {
                noise.fill(images[r], delta[r]);
                double[] levels = sigma[images[r]];
                for (int i = 0; i < length; i++) {
                    noisy[r * length + i] = origins[images[r]][i] + levels[cells.cellOf()[i]] * delta[r][i];
                }
            }
            rows = asInputs(noisy, images.length);
        }
    }

    /**
     * Reads f at the examples themselves.
     *
     * @param layer that can be differentiated
     * @param inputs of all examples of the probe
     * @param examples which of them
     * @param cells the grid
     * @param rectified whether f is ReLU of the layer's activations instead of these
     */
    PerturbedLayer(LayerGradients layer, INDArray inputs, int[] examples, InputCells cells, boolean rectified) {
        this.layer = layer;
        this.inputs = inputs;
        this.examples = examples;
        this.cells = cells;
        this.rectified = rectified;
        origins = new double[examples.length][];
        answers = new double[examples.length][];
        for (int a = 0; a < examples.length; a++) {
            origins[a] = values(inputs.slice(examples[a]));
            answers[a] = rectified(values(layer.activations(new int[] {examples[a]}, asInputs(origins[a], 1))));
        }
        outputs = answers[0].length;
    }

    private PerturbedLayer(PerturbedLayer all, int[] images) {
        layer = all.layer;
        inputs = all.inputs;
        cells = all.cells;
        rectified = all.rectified;
        examples = Arrays.stream(images).map(a -> all.examples[a]).toArray();
        origins = Arrays.stream(images).mapToObj(a -> all.origins[a]).toArray(double[][]::new);
        answers = Arrays.stream(images).mapToObj(a -> all.answers[a]).toArray(double[][]::new);
        outputs = all.outputs;
    }

    /** The same layer at some of the images, by position. */
    PerturbedLayer at(int[] images) {
        return new PerturbedLayer(this, images);
    }

    int images() {
        return examples.length;
    }

    int example(int image) {
        return examples[image];
    }

    int outputs() {
        return outputs;
    }

    /** x, not to be changed. */
    double[] origin(int image) {
        return origins[image];
    }

    double inputMean() {
        return Arrays.stream(origins).flatMapToDouble(Arrays::stream).average().orElse(Double.NaN);
    }

    double inputSd() {
        double mean = inputMean();
        return Math.sqrt(Arrays.stream(origins)
                .flatMapToDouble(Arrays::stream)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(Double.NaN));
    }

    /** The mean over copies and units of (f(x + sigma delta) - f(x))^2, per image. */
    double[] loss(double[][] sigma, int copies, Noise noise) {
        double[] sums = new double[examples.length];
        eachBatch(sigma, copies, noise, batch -> {
            double[] differences = values(layer.activations(batch.rowExamples, batch.rows));
            subtractAnswers(batch, differences);
            add(sums, batch, differences);
        });
        return Arrays.stream(sums).map(sum -> sum / copies / outputs).toArray();
    }

    /** The same mean, and its derivative: sum over the cell of sigma_k delta_i dL/dx'_i. */
    LossGradient[] lossGradient(double[][] sigma, int copies, Noise noise) {
        double[] sums = new double[examples.length];
        double[][] slopes = new double[examples.length][cells.count()];
        eachBatch(sigma, copies, noise, batch -> {
            double[] gradient = values(layer.gradient(batch.rowExamples, batch.rows, f -> {
                double[] differences = values(f);
                boolean[] dead = new boolean[rectified ? differences.length : 0];
                for (int i = 0; i < dead.length; i++) {
                    dead[i] = differences[i] <= 0;
                }
                subtractAnswers(batch, differences);
                add(sums, batch, differences);
                for (int i = 0; i < dead.length; i++) {
                    differences[i] = dead[i] ? 0 : differences[i];
                }
                return like(f, differences);
            }));
            addSlopes(slopes, batch, sigma, gradient, 2.0 / copies / outputs);
        });
        return IntStream.range(0, examples.length)
                .mapToObj(a -> new LossGradient(sums[a] / copies / outputs, slopes[a]))
                .toArray(LossGradient[]::new);
    }

    private void addSlopes(double[][] slopes, Batch batch, double[][] sigma, double[] gradient, double factor) {
        for (int r = 0; r < batch.images.length; r++) {
            int a = batch.images[r];
            double[] delta = batch.delta[r];
            for (int i = 0; i < delta.length; i++) {
                int k = cells.cellOf()[i];
                slopes[a][k] += factor * sigma[a][k] * delta[i] * gradient[r * delta.length + i];
            }
        }
    }

    /** Reads the layer's activations, not rectified, at every copy. */
    void answers(double[][] sigma, int copies, Noise noise, BiConsumer<int[], INDArray> reader) {
        eachBatch(
                sigma,
                copies,
                noise,
                batch -> reader.accept(batch.images, layer.activations(batch.rowExamples, batch.rows)));
    }

    /**
     * The derivative with respect to log sigma of a sum over copies, f not rectified.
     *
     * @param v the derivative of that sum with respect to f
     */
    double[][] slopes(double[][] sigma, int copies, Noise noise, BiFunction<int[], INDArray, INDArray> v) {
        double[][] slopes = new double[examples.length][cells.count()];
        eachBatch(sigma, copies, noise, batch -> {
            INDArray gradient = layer.gradient(batch.rowExamples, batch.rows, f -> v.apply(batch.images, f));
            addSlopes(slopes, batch, sigma, values(gradient), 1);
        });
        return slopes;
    }

    /** The sum over copies and over the numbers of each cell of (J^T v)^2, J taken at x + sigma delta. */
    double[][] weights(double[][] sigma, int copies, Noise noise, Vectors vectors) {
        double[][] sums = new double[examples.length][cells.count()];
        eachBatch(sigma, copies, noise, batch -> {
            double[] gradient = values(layer.gradient(batch.rowExamples, batch.rows, f -> like(f, v(batch, vectors))));
            int length = cells.cellOf().length;
            for (int r = 0; r < batch.images.length; r++) {
                double[] sum = sums[batch.images[r]];
                for (int i = 0; i < length; i++) {
                    double slope = gradient[r * length + i];
                    sum[cells.cellOf()[i]] += slope * slope;
                }
            }
        });
        return sums;
    }

    private double[] v(Batch batch, Vectors vectors) {
        double[] all = new double[batch.images.length * outputs];
        double[] one = new double[outputs];
        for (int r = 0; r < batch.images.length; r++) {
            Arrays.fill(one, 0);
            vectors.fill(batch.images[r], batch.copies[r], one);
            System.arraycopy(one, 0, all, r * one.length, one.length);
        }
        return all;
    }

    private void eachBatch(double[][] sigma, int copies, Noise noise, Consumer<Batch> task) {
        long largest = Math.max(outputs, cells.cellOf().length);
        int size = (int) Math.max(1, Math.min(LARGEST_BATCH, LARGEST_CALL / largest));
        int total = Math.multiplyExact(examples.length, copies);
        for (int from = 0; from < total; from += size) {
            task.accept(new Batch(from, Math.min(total, from + size), copies, sigma, noise));
        }
    }

    private INDArray asInputs(double[] values, int rows) {
        long[] shape = inputs.shape().clone();
        shape[0] = rows;
        return Nd4j.createFromArray(values).castTo(inputs.dataType()).reshape('c', shape);
    }

    private static INDArray like(INDArray f, double[] values) {
        return Nd4j.createFromArray(values).castTo(f.dataType()).reshape('c', f.shape());
    }

    /** In C order, as double. */
    private static double[] values(INDArray array) {
        double[] values = new double[Math.toIntExact(array.length())];
        array.castTo(DataType.DOUBLE).dup('c').data().asNioDouble().get(values);
        return values;
    }

    private double[] rectified(double[] activations) {
        for (int i = 0; rectified && i < activations.length; i++) {
            activations[i] = Math.max(0, activations[i]);
        }
        return activations;
    }

    /** From activations to f(x') - f(x), in place. */
    private void subtractAnswers(Batch batch, double[] activations) {
        rectified(activations);
        for (int r = 0; r < batch.images.length; r++) {
            double[] answer = answers[batch.images[r]];
            for (int j = 0; j < answer.length; j++) {
                activations[r * answer.length + j] -= answer[j];
            }
        }
    }

    private static void add(double[] sums, Batch batch, double[] differences) {
        int outputs = differences.length / batch.images.length;
        for (int i = 0; i < differences.length; i++) {
            sums[batch.images[i / outputs]] += differences[i] * differences[i];
        }
    }
}
