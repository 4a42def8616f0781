package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.infoscope.listener.Networks;
import org.infoscope.metric.LayerGradients;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ReplicaGradientsTest {

    private static final @Nullable INDArray[] NO_MASK = new @Nullable INDArray[1];

    private static INDArray[] only(INDArray features) {
        return new INDArray[] {features};
    }

    /** Row o of the Jacobian of one example: the gradient of unit o. */
    private static INDArray jacobian(LayerGradients layer, INDArray input) {
        INDArray f = layer.activations(new int[1], input);
        int units = Math.toIntExact(f.length());
        INDArray jacobian = Nd4j.create(DataType.DOUBLE, units, input.length());
        for (int unit = 0; unit < units; unit++) {
            INDArray v = Nd4j.zeros(DataType.DOUBLE, f.shape());
            v.putScalar(unit, 1);
            jacobian.putRow(unit, layer.gradient(new int[1], input, seen -> v).reshape(input.length()));
        }
        return jacobian;
    }

    @Test
    void theJacobianFromUnitCotangentsIsThatFromDifferencesAndItGivesTheOtherGradients() throws Exception {
        Case residual = GraphCases.all().stream()
                .filter(each -> each.name().contains("residual blocks, NCHW"))
                .findFirst()
                .orElseThrow();
        Replica replica = Jacobians.replica(residual.network().apply(DataType.DOUBLE));
        INDArray input = Jacobians.gaussian(4, 1, 2, 4, 4);
        for (String name : residual.layers()) {
            LayerGradients layer = Jacobians.gradients(replica, name, only(input), NO_MASK);
            INDArray jacobian = jacobian(layer, input);
            INDArray differences = Nd4j.create(DataType.DOUBLE, jacobian.shape());
            for (int pixel = 0; pixel < input.length(); pixel++) {
                INDArray up = input.dup('c');
                up.putScalar(pixel, up.getDouble(pixel) + 1e-6);
                INDArray down = input.dup('c');
                down.putScalar(pixel, down.getDouble(pixel) - 1e-6);
                INDArray change = layer.activations(new int[1], up).sub(layer.activations(new int[1], down));
                differences.putColumn(pixel, change.reshape(change.length()).div(2e-6));
            }
            assertThat(Jacobians.distance(jacobian, differences)).as(name).isLessThan(1e-7);

            INDArray v =
                    Jacobians.gaussian(8, layer.activations(new int[1], input).shape());
            INDArray product = v.reshape('c', 1, v.length()).mmul(jacobian).reshape('c', input.shape());
            assertThat(Jacobians.distance(layer.gradient(new int[1], input, f -> v), product))
                    .as(name)
                    .isLessThan(1e-12);
        }
    }

    @Test
    void neitherTheTrainingNetworkNorTheRandomGeneratorNorAnyWorkspaceIsTouched() throws Exception {
        MultiLayerNetwork network = Networks.convolutional(4, CNN2DFormat.NCHW);
        MultiLayerNetwork twin = network.clone();
        DataSet probe = Networks.images(1, 6, CNN2DFormat.NCHW);
        Nd4j.getRandom().setSeed(12);
        Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW)).forEach(twin::fit);
        long expected = Nd4j.getRandom().nextLong();

        Nd4j.getRandom().setSeed(12);
        for (DataSet batch : Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW))) {
            network.fit(batch);
            INDArray before = network.params().dup();
            Replica replica = Jacobians.replica(network);
            for (ReplicaLayer row : replica.layers()) {
                LayerGradients layer = Jacobians.gradients(replica, row.name(), only(probe.getFeatures()), NO_MASK);
                INDArray gradient = layer.gradient(Jacobians.each(probe.getFeatures()), probe.getFeatures(), f -> f);
                assertThat(gradient.isAttached()).isFalse();
            }
            assertThat(network.params()).isEqualTo(before);
        }
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(expected);
        assertThat(network.params()).isEqualTo(twin.params());
        assertThat(network.getUpdater().getStateViewArray())
                .isEqualTo(twin.getUpdater().getStateViewArray());
        assertThat(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread())
                .isFalse();
    }

    @Test
    void itDifferentiatesAtTheParametersOfNowAndLeavesTheForwardPassAlone() throws Exception {
        MultiLayerNetwork network = Networks.convolutional(4, CNN2DFormat.NCHW);
        INDArray images = Networks.images(1, 6, CNN2DFormat.NCHW).getFeatures();
        Replica replica = Jacobians.replica(network);
        ForwardPass before = replica.forward(only(images), NO_MASK, List.of("layer6"), 6);
        LayerGradients layer = Jacobians.gradients(replica, "layer6", only(images), NO_MASK);
        int[] examples = Jacobians.each(images);
        INDArray first = layer.gradient(examples, images, f -> f);
        ForwardPass after = replica.forward(only(images), NO_MASK, List.of("layer6"), 6);
        assertThat(classes(after)).isEqualTo(classes(before));

        Networks.batches(5, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW)).forEach(network::fit);
        replica.assign(network.params());
        INDArray second = layer.gradient(examples, images, f -> f);
        assertThat(second).isNotEqualTo(first);
        assertThat(second)
                .isEqualTo(Jacobians.gradients(Jacobians.replica(network), "layer6", only(images), NO_MASK)
                        .gradient(examples, images, f -> f));
    }

    private static INDArray classes(ForwardPass pass) {
        return Objects.requireNonNull(pass.activations().get("layer6")).array();
    }

    @Test
    void variantsOfAnExampleHaveItsOtherInputs() throws Exception {
        ComputationGraph graph = Networks.graph(5);
        MultiDataSet probe = Networks.pairs(99, 11);
        Replica replica = Jacobians.replica(graph);
        LayerGradients layer = Jacobians.gradients(replica, "classes", probe.getFeatures(), new @Nullable INDArray[2]);
        int[] examples = {7, 2, 7};
        INDArray images = Networks.gaussian(3, 3, 2, 6, 6);
        INDArray[] expected = graph.output(images, probe.getFeatures(1).get(NDArrayIndex.indices(7, 2, 7)));
        assertThat(Jacobians.distance(layer.activations(examples, images), expected[0]))
                .isLessThan(1e-5);

        assertThat(replica.gradients("side", probe.getFeatures(), new @Nullable INDArray[2])
                        .unsupported())
                .contains("does not depend on the network's first input");
    }

    /** More rows than one pass takes, which is 256. */
    @Test
    void manyRowsGoInChunksThatChangeNothing() throws Exception {
        MultiLayerNetwork network =
                sequence(InputType.feedForward(3), dense(5), new ActivationLayer(Activation.TANH), dense(2));
        INDArray inputs = Jacobians.gaussian(1, 600, 3);
        Replica replica = Jacobians.replica(network);
        LayerGradients layer = Jacobians.gradients(replica, "layer2", only(inputs), NO_MASK);
        int[] examples = new int[600];
        INDArray v = Jacobians.gaussian(2, 600, 2);
        INDArray whole = layer.gradient(examples, inputs, f -> {
            assertThat(f.size(0)).as("the cotangent is asked for once").isEqualTo(600);
            return v;
        });
        INDArray f = layer.activations(examples, inputs);
        for (int from : new int[] {0, 250, 590}) {
            INDArray rows = inputs.get(NDArrayIndex.interval(from, from + 10)).dup();
            INDArray weights = v.get(NDArrayIndex.interval(from, from + 10)).dup();
            assertThat(layer.activations(new int[10], rows))
                    .isEqualTo(f.get(NDArrayIndex.interval(from, from + 10)).dup());
            assertThat(Jacobians.distance(
                            layer.gradient(new int[10], rows, part -> weights),
                            whole.get(NDArrayIndex.interval(from, from + 10)).dup()))
                    .isLessThan(1e-12);
        }
    }

    private static Layer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static MultiLayerNetwork sequence(InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list();
        Arrays.stream(layers).forEach(builder::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(builder.setInputType(input).build());
        network.init();
        return network;
    }

    private static @Nullable String reason(MultiLayerNetwork network, String layer, INDArray input) throws Exception {
        return Jacobians.replica(network).gradients(layer, only(input), NO_MASK).unsupported();
    }

    @Test
    void whatIsNotVerifiedIsDeclinedWithTheLayerThatIsInTheWay() throws Exception {
        MultiLayerNetwork lambda = sequence(InputType.feedForward(3), dense(4), new Doubling(), dense(2), dense(2));
        INDArray rows = Jacobians.gaussian(1, 3, 3);
        assertThat(reason(lambda, "layer0", rows)).isNull();
        assertThat(reason(lambda, "layer1", rows)).contains("'layer1'", "SameDiffLayer", "not verified");
        assertThat(reason(lambda, "layer3", rows)).contains("'layer1'");

        MultiLayerNetwork random = sequence(
                InputType.feedForward(3),
                new DenseLayer.Builder().nOut(4).activation(Activation.RRELU).build());
        assertThat(reason(random, "layer0", rows)).contains("ActivationRReLU");

        MultiLayerNetwork ids = sequence(
                InputType.feedForward(1),
                new EmbeddingLayer.Builder().nIn(5).nOut(4).build(),
                dense(2));
        assertThat(reason(ids, "layer1", Nd4j.ones(DataType.INT32, 3, 1))).contains("'layer0'", "ids");
    }

    @Test
    void whatDeeplearning4jCannotGoBackThroughIsDeclinedAfterATrial() throws Exception {
        MultiLayerNetwork network = sequence(
                InputType.recurrent(2, 5, RNNFormat.NWC),
                new Convolution1DLayer.Builder(2)
                        .nOut(3)
                        .rnnDataFormat(RNNFormat.NWC)
                        .build(),
                new GlobalPoolingLayer(),
                dense(2));
        assertThat(reason(network, "layer0", Jacobians.gaussian(1, 3, 5, 2))).contains("cannot be differentiated here");

        MultiLayerNetwork distributed = sequence(
                InputType.recurrent(2, 5),
                new LSTM.Builder().nOut(3).build(),
                new TimeDistributed(dense(3), RNNFormat.NCW));
        INDArray steps = Jacobians.gaussian(1, 3, 2, 5);
        assertThat(Jacobians.replica(distributed)
                        .gradients("layer1", only(steps), new @Nullable INDArray[] {Nd4j.ones(DataType.DOUBLE, 3, 5)})
                        .unsupported())
                .contains("mask of another example");
        LayerGradients wrong =
                Jacobians.replica(network).gradients("layer0", only(Jacobians.gaussian(1, 3, 2)), NO_MASK);
        assertThat(wrong.unsupported()).isNotNull();
        assertThatThrownBy(() -> wrong.activations(new int[1], Jacobians.gaussian(1, 1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(wrong.unsupported());
    }

    @Test
    void aNetworkFrozenForTransferLearningIsDifferentiatedToo() throws Exception {
        ComputationGraph graph = Networks.graph(5);
        MultiDataSet probe = Networks.pairs(99, 4);
        ComputationGraph frozen = new TransferLearning.GraphBuilder(graph)
                .setFeatureExtractor("both")
                .build();
        INDArray images = probe.getFeatures(0);
        int[] examples = Jacobians.each(images);
        for (String name : List.of("norm", "sum", "both", "classes")) {
            INDArray expected = Jacobians.gradients(
                            Jacobians.replica(graph), name, probe.getFeatures(), new @Nullable INDArray[2])
                    .gradient(examples, images, f -> f);
            INDArray actual = Jacobians.gradients(
                            Jacobians.replica(frozen), name, probe.getFeatures(), new @Nullable INDArray[2])
                    .gradient(examples, images, f -> f);
            assertThat(actual).as(name).isEqualTo(expected);
        }
    }

    @Test
    void badRequestsAreRefusedAtTheDoor() throws Exception {
        INDArray rows = Jacobians.gaussian(1, 3, 3);
        Replica replica = Jacobians.replica(sequence(InputType.feedForward(3), dense(4)));
        assertThatThrownBy(() -> replica.gradients("nothing", only(rows), NO_MASK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer 'nothing'");
        assertThatThrownBy(() -> replica.gradients("layer0", new INDArray[] {rows, rows}, new @Nullable INDArray[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 inputs");
        LayerGradients layer = Jacobians.gradients(replica, "layer0", only(rows), NO_MASK);
        assertThatThrownBy(() -> layer.activations(new int[2], rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
        assertThatThrownBy(() -> layer.gradient(new int[3], rows, f -> rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 4]");
        assertThat(layer.activations(new int[3], rows).shape())
                .as("it works after a failure")
                .containsExactly(3, 4);
    }

    @Test
    void hundredsOfPassesLeaveNoMemoryBehind() throws Exception {
        MultiLayerNetwork network = Networks.convolutional(4, CNN2DFormat.NCHW);
        INDArray images = Networks.images(1, 32, CNN2DFormat.NCHW).getFeatures();
        int[] examples = Jacobians.each(images);
        Replica replica = Jacobians.replica(network);
        Random random = new Random(1);
        long settled = 0;
        for (int pass = 0; pass < 300; pass++) {
            LayerGradients layer = Jacobians.gradients(replica, "layer" + random.nextInt(7), only(images), NO_MASK);
            layer.gradient(examples, images, f -> f);
            if (pass == 100) {
                settled = retained();
            }
        }
        assertThat(retained() - settled).as("bytes off the heap").isLessThan(4L << 20);
    }

    private static long retained() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Nd4j.getMemoryManager().invokeGc();
            least = Math.min(least, Pointer.totalBytes());
        }
        return least;
    }
}
