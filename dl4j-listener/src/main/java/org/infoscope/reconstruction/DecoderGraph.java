package org.infoscope.reconstruction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.infoscope.metric.ImageShape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Builds the network of a decoder, its weights drawn from a seeded generator of its own: Deeplearning4j would draw from the
 * global one, and its builder's seed would set that.
 *
 * <p>An image: 3 x 3 convolution, residual block; per enlargement nearest-neighbour upsampling, 3 x 3 convolution, residual
 * block; edges cut; 3 x 3 convolution to the channels. Other inputs: a dense residual network and a linear path beside
 * it. ReLU throughout, no batch normalisation, mean squared error, Adam with a rate that falls to 0 in a straight line.
 */
final class DecoderGraph {

    /** Name of the layer that holds the reconstruction. */
    static final String RECONSTRUCTION = "reconstruction";

    private static final String INPUT = "activations";
    private static final int DENSE_UNITS_PER_MAP = 8;

    private final DecoderLayout layout;
    private final int width;
    private final GraphBuilder graph;
    private final Deque<String> path = new ArrayDeque<>();

    private DecoderGraph(DecoderLayout layout, int width, double learningRate, int iterations) {
        this.layout = layout;
        this.width = width;
        this.graph = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Adam(new PolySchedule(ScheduleType.ITERATION, learningRate, 1, iterations + 1)))
                .weightInit(WeightInit.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder();
        graph.addInputs(INPUT);
        path.addLast(INPUT);
    }

    /**
     * Builds a decoder that has learned nothing yet.
     *
     * @param layout of its ends
     * @param width maps of the decoder at the size of the image; dense layers have eight times as many units
     * @param learningRate of the first iteration
     * @param iterations of the whole training
     * @param seed of the weights
     */
    static ComputationGraph build(DecoderLayout layout, int width, double learningRate, int iterations, long seed) {
        DecoderGraph plan = new DecoderGraph(layout, width, learningRate, iterations);
        ImageShape image = layout.image();
        if (layout.toImage() && image != null) {
            plan.image(image);
        } else {
            plan.vector();
        }
        ComputationGraphConfiguration configuration = plan.graph.build();
        long length = 0;
        for (GraphVertex vertex : configuration.getVertices().values()) {
            length += vertex.numParams(true);
        }
        ComputationGraph decoder = new ComputationGraph(configuration);
        decoder.init(Nd4j.zeros(DataType.FLOAT, 1, length), false);
        draw(decoder, new Random(seed));
        return decoder;
    }

    /** He's initialisation; a residual block begins as the identity, since its last weights stay 0. */
    private static void draw(ComputationGraph decoder, Random random) {
        for (org.deeplearning4j.nn.api.Layer layer : decoder.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            INDArray weights = layer.paramTable().get("W");
            if (weights == null || name.endsWith("-last")) {
                continue;
            }
            long fanIn = weights.rank() == 4 ? weights.length() / weights.size(0) : weights.size(0);
            boolean linear = name.equals(RECONSTRUCTION) || name.equals("linear");
            double sd = Math.sqrt((linear ? 1.0 : 2.0) / fanIn);
            float[] values = new float[Math.toIntExact(weights.length())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (sd * random.nextGaussian());
            }
            weights.assign(Nd4j.createFromArray(values).reshape(weights.shape()));
        }
    }

    private void image(ImageShape image) {
        int rows = layout.rows();
        int columns = layout.columns();
        if (layout.fromMaps()) {
            graph.setInputTypes(InputType.convolutional(rows, columns, layout.channels()));
            add("first", convolution(maps(layout.factor()), true));
        } else {
            int maps = maps(layout.factor());
            graph.setInputTypes(InputType.feedForward(layout.channels()));
            add("first", dense(maps * rows * columns, true));
            graph.addLayer(
                    "maps",
                    convolution(maps, true),
                    new FeedForwardToCnnPreProcessor(rows, columns, maps),
                    path.removeLast());
            path.addLast("maps");
        }
        int rest = layout.factor();
        convolutionalBlock("block1", maps(rest));
        for (int factor : layout.enlargements()) {
            rest /= factor;
            add("enlarge" + rest, new Upsampling2D.Builder(factor).build());
            add("mix" + rest, convolution(maps(rest), true));
            convolutionalBlock("blend" + rest, maps(rest));
        }
        int above = rows * layout.factor() - image.height();
        int left = columns * layout.factor() - image.width();
        if (above > 0 || left > 0) {
            add("cut", new Cropping2D.Builder(above / 2, above - above / 2, left / 2, left - left / 2).build());
        }
        add(RECONSTRUCTION, convolution(image.channels(), false));
        finish(new CnnLossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build());
    }

    /** Small maps are cheap: they may be twice as many. */
    private int maps(int factor) {
        return factor > 1 ? 2 * width : width;
    }

    private void vector() {
        int units = DENSE_UNITS_PER_MAP * width;
        graph.setInputTypes(InputType.feedForward(layout.channels()));
        graph.addLayer("linear", dense(layout.length(), false), INPUT);
        add("first", dense(units, true));
        String before = path.getLast();
        add("block1-first", dense(units, true));
        add("block1-last", dense(units, false));
        sum("block1", before);
        add("correction-last", dense(layout.length(), false));
        graph.addVertex(RECONSTRUCTION, new ElementWiseVertex(ElementWiseVertex.Op.Add), "linear", path.removeLast());
        path.addLast(RECONSTRUCTION);
        finish(new LossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build());
    }

    private void convolutionalBlock(String name, int maps) {
        String before = path.getLast();
        add(name + "-first", convolution(maps, true));
        add(name + "-last", convolution(maps, false));
        sum(name, before);
    }

    private void sum(String name, String before) {
        graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), before, path.removeLast());
        graph.addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
        path.addLast(name);
    }

    private void add(String name, Layer layer) {
        graph.addLayer(name, layer, path.removeLast());
        path.addLast(name);
    }

    private void finish(Layer loss) {
        add("loss", loss);
        graph.setOutputs("loss");
    }

    private static Layer convolution(int maps, boolean rectified) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(maps)
                .activation(rectified ? Activation.RELU : Activation.IDENTITY)
                .build();
    }

    private static Layer dense(int units, boolean rectified) {
        return new DenseLayer.Builder()
                .nOut(units)
                .activation(rectified ? Activation.RELU : Activation.IDENTITY)
                .build();
    }
}
