package org.infoscope.network;

import static org.infoscope.network.LayerCases.ROWS;
import static org.infoscope.network.LayerCases.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small graphs around every kind of vertex. */
final class GraphCases {

    private static final String IN = "in";

    private final List<Case> cases = new ArrayList<>();

    private GraphCases() {}

    static List<Case> all() {
        GraphCases made = new GraphCases();
        for (ElementWiseVertex.Op op : ElementWiseVertex.Op.values()) {
            made.vectors("element-wise " + op, new ElementWiseVertex(op));
        }
        made.vectors("merge", new MergeVertex());
        made.vectors("L2 distance", new L2Vertex());
        made.ofOne("subset", new SubsetVertex(1, 3));
        made.ofOne("scale", new ScaleVertex(2.5));
        made.ofOne("shift", new ShiftVertex(0.5));
        made.ofOne("L2 norm", new L2NormalizeVertex());
        made.ofOne("reshape", new ReshapeVertex(-1, 2, 2));
        made.stacks();
        made.frozen();
        for (CNN2DFormat format : CNN2DFormat.values()) {
            made.residual(format);
        }
        made.imageVertices();
        for (boolean masked : new boolean[] {false, true}) {
            made.sequences(masked);
        }
        made.framesOfImages("", new RnnToCnnPreProcessor(4, 4, 1));
        made.framesOfImages(
                ", composed",
                new ComposableInputPreProcessor(
                        new RnnToFeedForwardPreProcessor(), new FeedForwardToCnnPreProcessor(4, 4, 1)));
        return made.cases;
    }

    private static Layer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static Layer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(2)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** Two branches of the first input meet a third that the first input does not reach. */
    private void vectors(String name, GraphVertex vertex) {
        boolean two = name.contains("Subtract") || name.startsWith("L2");
        add(
                name,
                graph -> graph.addInputs(IN, "fixed")
                        .setInputTypes(InputType.feedForward(4), InputType.feedForward(3))
                        .addLayer("a", dense(5), IN)
                        .addLayer("b", dense(5), "a")
                        .addLayer("c", dense(5), "fixed")
                        .addVertex("v", vertex, two ? new String[] {"a", "b"} : new String[] {"a", "b", "c"})
                        .addVertex("with-c", new MergeVertex(), "v", "c")
                        .addLayer("out", output(), "with-c")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 4), gaussian(ROWS, 3)},
                null,
                "v",
                "out");
    }

    private void ofOne(String name, GraphVertex vertex) {
        boolean steps = vertex instanceof ReshapeVertex;
        add(
                name,
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.feedForward(4))
                        .addLayer("a", dense(4), IN)
                        .addVertex("v", vertex, "a")
                        .addLayer("pool", steps ? new GlobalPoolingLayer() : dense(3), "v")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 4)},
                null,
                "v",
                "out");
    }

    private void stacks() {
        add(
                "stack and unstack",
                graph -> graph.addInputs(IN, "fixed")
                        .setInputTypes(InputType.feedForward(4), InputType.feedForward(4))
                        .addVertex("stack", new StackVertex(), IN, "fixed", IN)
                        .addLayer("a", dense(5), "stack")
                        .addVertex("first", new UnstackVertex(0, 3), "a")
                        .addVertex("second", new UnstackVertex(1, 3), "a")
                        .addVertex("third", new UnstackVertex(2, 3), "a")
                        .addVertex("v", new MergeVertex(), "third", "first", "second")
                        .addLayer("out", output(), "v")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 4), gaussian(ROWS, 4)},
                null,
                "v",
                "out");
    }

    private void frozen() {
        add(
                "frozen layer and frozen vertex",
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.feedForward(4))
                        .addLayer("a", new FrozenLayer(dense(5)), IN)
                        .addVertex(
                                "v",
                                new FrozenVertex(new LayerVertex(
                                        new NeuralNetConfiguration.Builder()
                                                .layer(new DenseLayer.Builder()
                                                        .name("v")
                                                        .nIn(5)
                                                        .nOut(3)
                                                        .activation(Activation.TANH)
                                                        .dropOut(0.5)
                                                        .build())
                                                .build(),
                                        null)),
                                "a")
                        .addLayer("out", output(), "v")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 4)},
                null,
                "a",
                "v",
                "out");
    }

    /** The first input is used twice, a sum by two activations, and they write into their input in inference. */
    private void residual(CNN2DFormat format) {
        INDArray images = gaussian(ROWS, 2, 4, 4);
        add(
                "residual blocks, " + format,
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.convolutional(4, 4, 2, format))
                        .addLayer("stem", conv(format, 3, Activation.IDENTITY), IN)
                        .addLayer(
                                "norm",
                                new BatchNormalization.Builder()
                                        .dataFormat(format)
                                        .build(),
                                "stem")
                        .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
                        .addLayer("branch", conv(format, 3, Activation.IDENTITY), "relu")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "branch", "norm", "relu")
                        .addLayer("one", new ActivationLayer(Activation.ELU), "sum")
                        .addLayer("other", new ActivationLayer(Activation.TANH), "sum")
                        .addLayer("side", conv(format, 2, Activation.SWISH), IN)
                        .addVertex("both", new MergeVertex(), "one", "sum", "other", "side")
                        .addLayer("pool", new GlobalPoolingLayer(), "both")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out"),
                new INDArray[] {
                    format == CNN2DFormat.NCHW
                            ? images
                            : images.permute(0, 2, 3, 1).dup('c')
                },
                null,
                "relu",
                "sum",
                "one",
                "both",
                "out");
    }

    private static Layer conv(CNN2DFormat format, int channels, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .dataFormat(format)
                .activation(activation)
                .build();
    }

    private void imageVertices() {
        add(
                "pool helper and preprocessor vertex",
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.convolutional(4, 4, 2))
                        .addLayer("a", conv(CNN2DFormat.NCHW, 3, Activation.TANH), IN)
                        .addVertex("crop", new PoolHelperVertex(), "a")
                        .addVertex("v", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(3, 3, 3)), "crop")
                        .addVertex("half", new SubsetVertex(3, 12), "v")
                        .addLayer("out", output(), "half")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 2, 4, 4)},
                null,
                "crop",
                "v",
                "out");
        add(
                "subset and L2 norm of maps",
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.convolutional(4, 4, 2))
                        .addLayer("a", conv(CNN2DFormat.NCHW, 4, Activation.TANH), IN)
                        .addVertex("sub", new SubsetVertex(1, 2), "a")
                        .addVertex("v", new L2NormalizeVertex(), "sub")
                        .addLayer("out", new ActivationLayer(Activation.TANH), "v")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 2, 4, 4)},
                null,
                "sub",
                "v",
                "out");
    }

    private void sequences(boolean masked) {
        INDArray mask = Nd4j.ones(DataType.FLOAT, ROWS, 5);
        mask.putScalar(1, 4, 0);
        mask.putScalar(2, 4, 0);
        mask.putScalar(2, 3, 0);
        add(
                "last step, copied to every step, and reversed" + (masked ? ", masked" : ""),
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.recurrent(2, 5))
                        .addLayer("a", lstm(), IN)
                        .addVertex("last", new LastTimeStepVertex(IN), "a")
                        .addVertex("copied", new DuplicateToTimeSeriesVertex(IN), "last")
                        .addVertex("reversed", new ReverseTimeSeriesVertex(IN), "a")
                        .addVertex("v", new MergeVertex(), "copied", "reversed")
                        .addLayer("b", lstm(), "v")
                        .addLayer("pool", new GlobalPoolingLayer(), "b")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 2, 5)},
                masked ? mask : null,
                "last",
                "copied",
                "reversed",
                "v",
                "out");
    }

    private static Layer lstm() {
        return new LSTM.Builder().nOut(3).activation(Activation.TANH).build();
    }

    private void framesOfImages(String how, InputPreProcessor frames) {
        add(
                "convolutions over the frames of a sequence" + how,
                graph -> graph.addInputs(IN)
                        .setInputTypes(InputType.recurrent(16, 3))
                        .addLayer("a", conv(CNN2DFormat.NCHW, 2, Activation.TANH), frames, IN)
                        .addLayer("b", lstm(), new CnnToRnnPreProcessor(4, 4, 2), "a")
                        .addLayer("pool", new GlobalPoolingLayer(), "b")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out"),
                new INDArray[] {gaussian(ROWS, 16, 3)},
                null,
                "b",
                "out");
    }

    private void add(
            String name, Consumer<GraphBuilder> parts, INDArray[] features, @Nullable INDArray mask, String... layers) {
        Function<DataType, Model> network = type -> {
            GraphBuilder builder =
                    new NeuralNetConfiguration.Builder().seed(5).dataType(type).graphBuilder();
            parts.accept(builder);
            ComputationGraph graph = new ComputationGraph(builder.build());
            graph.init();
            LayerCases.draw(graph);
            return graph;
        };
        @Nullable INDArray[] masks = new INDArray[features.length];
        masks[0] = mask;
        cases.add(new Case("graph: " + name, network, features, masks, List.of(layers)));
    }
}
