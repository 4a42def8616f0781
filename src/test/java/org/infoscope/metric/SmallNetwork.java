package org.infoscope.metric;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dense layers by hand, in double precision whatever the type of the arrays, differentiated by hand. */
final class SmallNetwork implements LayerGradients {

    /** An activation function and its derivative, both of the sum. */
    record Activation(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        static final Activation IDENTITY = new Activation(z -> z, z -> 1);
        static final Activation TANH = new Activation(Math::tanh, z -> 1 - Math.tanh(z) * Math.tanh(z));
        static final Activation RELU = new Activation(z -> Math.max(0, z), z -> z > 0 ? 1 : 0);
    }

    /** Weights by output, and the bias last. */
    private record Layer(List<double[]> weights, Activation activation) {}

    private final List<Layer> layers = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final @Nullable String unsupported;

    private SmallNetwork(@Nullable String unsupported) {
        this.unsupported = unsupported;
    }

    static SmallNetwork of(double[][] weights, double[] biases, Activation activation) {
        return new SmallNetwork(null).then(weights, biases, activation);
    }

    static SmallNetwork linear(double[][] weights) {
        return of(weights, new double[weights.length], Activation.IDENTITY);
    }

    static SmallNetwork unsupported(String reason) {
        return new SmallNetwork(reason);
    }

    static double[][] gaussian(long seed, int rows, int columns, double scale) {
        Random random = new Random(seed);
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, i -> scale * random.nextGaussian());
        }
        return matrix;
    }

    SmallNetwork then(double[][] weights, double[] biases, Activation activation) {
        List<double[]> rows = new ArrayList<>();
        for (int j = 0; j < biases.length; j++) {
            double[] row = Arrays.copyOf(weights[j], weights[j].length + 1);
            row[weights[j].length] = biases[j];
            rows.add(row);
        }
        layers.add(new Layer(rows, activation));
        return this;
    }

    /** Rows of each call so far. */
    List<Integer> batches() {
        return batches;
    }

    double[] answer(double[] x) {
        double[] a = x;
        for (Layer layer : layers) {
            a = apply(layer.activation().value(), sums(layer, a));
        }
        return a;
    }

    private static double[] sums(Layer layer, double[] a) {
        double[] z = new double[layer.weights().size()];
        for (int j = 0; j < z.length; j++) {
            double[] w = layer.weights().get(j);
            z[j] = w[a.length];
            for (int i = 0; i < a.length; i++) {
                z[j] += w[i] * a[i];
            }
        }
        return z;
    }

    private static double[] apply(DoubleUnaryOperator function, double[] z) {
        return Arrays.stream(z).map(function).toArray();
    }

    private double[] pulledBack(double[] x, double[] v) {
        List<double[]> sums = new ArrayList<>();
        double[] a = x;
        for (Layer layer : layers) {
            double[] z = sums(layer, a);
            sums.add(z);
            a = apply(layer.activation().value(), z);
        }
        double[] back = v;
        for (int l = layers.size() - 1; l >= 0; l--) {
            Layer layer = layers.get(l);
            double[] before = new double[layer.weights().get(0).length - 1];
            for (int j = 0; j < back.length; j++) {
                double[] w = layer.weights().get(j);
                double slope = back[j] * layer.activation().slope().applyAsDouble(sums.get(l)[j]);
                for (int i = 0; i < before.length; i++) {
                    before[i] += slope * w[i];
                }
            }
            back = before;
        }
        return back;
    }

    @Override
    public @Nullable String unsupported() {
        return unsupported;
    }

    @Override
    public INDArray activations(int[] examples, INDArray inputs) {
        batches.add(examples.length);
        return Nd4j.createFromArray(
                        Arrays.stream(rows(inputs)).map(this::answer).toArray(double[][]::new))
                .castTo(inputs.dataType());
    }

    @Override
    public INDArray gradient(int[] examples, INDArray inputs, UnaryOperator<INDArray> cotangent) {
        double[][] x = rows(inputs);
        double[][] v = rows(cotangent.apply(activations(examples, inputs)));
        double[][] gradient = new double[x.length][];
        for (int r = 0; r < x.length; r++) {
            gradient[r] = pulledBack(x[r], v[r]);
        }
        return Nd4j.createFromArray(gradient).castTo(inputs.dataType()).reshape('c', inputs.shape());
    }

    private static double[][] rows(INDArray array) {
        DoubleBuffer values = array.castTo(DataType.DOUBLE).dup('c').data().asNioDouble();
        double[][] rows = new double[(int) array.size(0)][(int) (array.length() / array.size(0))];
        for (double[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    /** A layer's snapshot at these inputs. */
    Snapshot at(ProbeInput input) {
        INDArray inputs = Objects.requireNonNull(input.inputs());
        int n = input.size();
        return new Snapshot(
                "layer", activations(new int[n], inputs), null, null, 1, MetricContract.KERNELS, input, this);
    }

    Snapshot at(double[]... inputs) {
        return at(ProbeInput.of(Nd4j.createFromArray(inputs)));
    }
}
