package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.infoscope.listener.Networks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class ReplicaTest {

    private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

    private static Replica replica(Model model) throws ReplicaRefusedException {
        Replica replica = Replica.of(NetworkBlueprint.of(model), Long.MAX_VALUE);
        replica.assign(model.params());
        return replica;
    }

    private static List<String> names(Replica replica) {
        return replica.layers().stream().map(ReplicaLayer::name).toList();
    }

    private static LayerActivations captured(ForwardPass pass, String name) {
        assertThat(pass.failure()).isNull();
        assertThat(pass.reasons()).isEmpty();
        return Objects.requireNonNull(pass.activations().get(name), name);
    }

    private static ForwardPass run(Replica replica, INDArray features, @Nullable INDArray mask, int chunk) {
        return replica.forward(new INDArray[] {features}, new @Nullable INDArray[] {mask}, names(replica), chunk);
    }

    private static void assertClose(INDArray actual, INDArray expected, String what) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).as(what).isLessThanOrEqualTo(1e-5);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void everyActivationIsThatOfTheLayerAloneInBothFormats(CNN2DFormat format) throws Exception {
        MultiLayerNetwork network = Networks.convolutional(3, format);
        Networks.batches(5, seed -> Networks.images(seed, 8, format)).forEach(network::fit);
        DataSet probe = Networks.images(99, 13, format);
        Replica replica = replica(network);
        ForwardPass pass = run(replica, probe.getFeatures(), null, 5);

        // The oracle: each layer of the training network alone, on a copy of the input that it should see.
        MultiLayerNetwork oracle = network.clone();
        INDArray x = probe.getFeatures().dup();
        for (int i = 0; i < oracle.getnLayers(); i++) {
            Layer layer = oracle.getLayer(i);
            InputPreProcessor before = oracle.getLayerWiseConfigurations().getInputPreProcess(i);
            if (before != null) {
                x = before.preProcess(x.dup(), 13, NONE);
            }
            if (layer.conf().getLayer() instanceof BaseLayer base) {
                base.setWeightNoise(null);
            }
            x = layer.activate(x.dup(), false, NONE).dup();
            INDArray expected = format == CNN2DFormat.NHWC && x.rank() == 4 ? x.permute(0, 3, 1, 2) : x;
            assertClose(captured(pass, names(replica).get(i)).array(), expected, "layer " + i);
        }
        INDArray beforeRelu = captured(pass, "layer1").array();
        assertThat(beforeRelu.minNumber().doubleValue())
                .as("the ActivationLayer must not overwrite what comes before it")
                .isNegative();
        assertClose(captured(pass, "layer2").array(), Transforms.relu(beforeRelu.dup()), "relu of batch norm");
    }

    @Test
    void everyVertexOfAGraphIsThatOfItsParts() throws Exception {
        ComputationGraph graph = Networks.graph(5);
        Networks.batches(5, seed -> Networks.pairs(seed, 8)).forEach(graph::fit);
        MultiDataSet probe = Networks.pairs(99, 11);
        Replica replica = replica(graph);
        ForwardPass pass = replica.forward(probe.getFeatures(), new @Nullable INDArray[2], names(replica), 4);

        INDArray stem = layer(graph, "stem", probe.getFeatures(0));
        INDArray norm = layer(graph, "norm", layer(graph, "branch", stem));
        INDArray sum = norm.add(stem);
        INDArray relu = Transforms.relu(sum.dup());
        INDArray tanh = Transforms.tanh(sum.dup());
        INDArray both = Nd4j.concat(1, relu, tanh);
        INDArray pool = both.max(2, 3);
        INDArray join = Nd4j.concat(1, pool, layer(graph, "side", probe.getFeatures(1)));
        assertClose(captured(pass, "stem").array(), stem, "stem");
        assertClose(captured(pass, "norm").array(), norm, "norm");
        assertClose(captured(pass, "sum").array(), sum, "sum: both its users must not write into it");
        assertClose(captured(pass, "relu").array(), relu, "relu");
        assertClose(captured(pass, "other").array(), tanh, "other");
        assertClose(captured(pass, "both").array(), both, "both");
        assertClose(captured(pass, "pool").array(), pool, "pool");
        assertClose(captured(pass, "join").array(), join, "join");
        assertClose(captured(pass, "classes").array(), layer(graph, "classes", join), "classes");
        assertClose(captured(pass, "flag").array(), layer(graph, "flag", join), "flag");
    }

    private static INDArray layer(ComputationGraph graph, String name, INDArray input) {
        return graph.getLayer(name).activate(input.dup(), false, NONE).dup();
    }

    @Test
    void recurrentLayersSeeTheirMasksAndDenseOnesBetweenComeBackAsSequences() throws Exception {
        MultiLayerNetwork network = Networks.recurrent(7, false);
        Networks.batches(4, seed -> Networks.sequences(seed, 6, true)).forEach(network::fit);
        DataSet probe = Networks.sequences(55, 9, true);
        ForwardPass pass = run(replica(network), probe.getFeatures(), probe.getFeaturesMaskArray(), 4);
        List<INDArray> oracle = network.clone().feedForward(probe.getFeatures(), probe.getFeaturesMaskArray(), null);
        int[] lengths = probe.getFeaturesMaskArray().sum(1).toIntVector();
        for (int i = 0; i < 4; i++) {
            LayerActivations activations = captured(pass, "layer" + i);
            INDArray expected = oracle.get(i + 1);
            if (i == 1) {
                // [9 x 10, 5], time running slower than the examples
                INDArray sequences = Nd4j.create(9, 5, 10);
                for (int row = 0; row < 90; row++) {
                    for (int unit = 0; unit < 5; unit++) {
                        sequences.putScalar(new int[] {row % 9, unit, row / 9}, expected.getDouble(row, unit));
                    }
                }
                expected = sequences;
            }
            assertClose(activations.array(), expected, "layer " + i);
            assertThat(activations.lengths()).as("layer " + i).containsExactly(lengths);
        }
    }

    @Test
    void bidirectionalLastStepAndGlobalPoolingAgreeWithTheNetwork() throws Exception {
        DataSet probe = Networks.sequences(8, 7, true);
        for (org.deeplearning4j.nn.conf.layers.Layer end : List.of(
                new GlobalPoolingLayer(),
                new LastTimeStep(
                        new LSTM.Builder().nOut(3).activation(Activation.TANH).build()))) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .list()
                    .layer(new Bidirectional(new LSTM.Builder()
                            .nOut(4)
                            .activation(Activation.TANH)
                            .build()))
                    .layer(end)
                    .layer(new OutputLayer.Builder()
                            .nOut(2)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .setInputType(InputType.recurrent(3))
                    .build());
            network.init();
            Replica replica = replica(network);
            ForwardPass pass = run(replica, probe.getFeatures(), probe.getFeaturesMaskArray(), 3);
            List<INDArray> oracle = network.feedForward(probe.getFeatures(), probe.getFeaturesMaskArray(), null);
            for (int i = 0; i < 3; i++) {
                assertClose(captured(pass, names(replica).get(i)).array(), oracle.get(i + 1), "layer " + i);
            }
            assertThat(captured(pass, names(replica).get(1)).lengths()).isNull();
        }
    }

    @Test
    void drawsNoRandomNumberAndLeavesTheTrainingNetworkAlone() throws Exception {
        MultiLayerNetwork network = Networks.convolutional(4, CNN2DFormat.NCHW);
        INDArray before = network.params().dup();
        Nd4j.getRandom().setSeed(12);
        long expected = Nd4j.getRandom().nextLong();

        Nd4j.getRandom().setSeed(12);
        INDArray probe = Networks.images(1, 6, CNN2DFormat.NCHW).getFeatures();
        Replica replica = replica(network);
        ForwardPass first = run(replica, probe, null, 6);
        ForwardPass second = run(replica, probe, null, 2);
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(expected);

        assertThat(network.params()).isEqualTo(before);
        assertThat(captured(first, "layer6").array())
                .as("weight noise on biases would differ from run to run")
                .isEqualTo(captured(second, "layer6").array());
        assertThat(network.getLayer(5).conf().getLayer().getIDropout())
                .as("the training network keeps its dropout")
                .isNotNull();
        assertThat(((BaseLayer) network.getLayer(5).conf().getLayer()).getWeightNoise())
                .isNotNull();
        assertThat(network.getInput()).isNull();
    }

    @Test
    void wrappedLayersLoseTheirDropoutInTheReplicaOnly() throws Exception {
        DenseLayer inside = new DenseLayer.Builder()
                .nIn(3)
                .nOut(4)
                .dropOut(0.5)
                .activation(Activation.TANH)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new FrozenLayer(inside))
                .layer(new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        INDArray probe = Networks.gaussian(1, 5, 3);
        ForwardPass pass = run(replica(network), probe, null, 5);
        assertClose(captured(pass, "layer0").array(), network.feedForward(probe).get(1), "frozen layer");
        FrozenLayer frozen =
                (FrozenLayer) network.getLayerWiseConfigurations().getConf(0).getLayer();
        assertThat(frozen.getLayer().getIDropout()).isNotNull();
    }

    @Test
    void sameDiffLayersAreCapturedLikeOthers() throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new Doubling())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
        network.init();
        ForwardPass pass = run(replica(network), Networks.gaussian(1, 5, 3), null, 5);
        assertClose(
                captured(pass, "layer1").array(),
                captured(pass, "layer0").array().mul(2),
                "lambda");
    }

    @Test
    void activationsOfRankFiveAreRefusedWithAReason() throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new Convolution3D.Builder(2, 2, 2)
                        .dataFormat(Convolution3D.DataFormat.NCDHW)
                        .nOut(2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new GlobalPoolingLayer())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 1))
                .build());
        network.init();
        ForwardPass pass = run(replica(network), Networks.gaussian(1, 3, 1, 4, 4, 4), null, 2);
        assertThat(pass.failure()).isNull();
        assertThat(pass.reasons()).containsOnlyKeys("layer0");
        assertThat(pass.reasons().get("layer0")).contains("rank 5");
        assertThat(pass.activations()).containsOnlyKeys("layer1", "layer2");
    }

    @Test
    void examplesThatDoNotFitNameTheLayerWhereTheyFail() throws Exception {
        Replica replica = replica(Networks.convolutional(1, CNN2DFormat.NCHW));
        ForwardPass pass = run(replica, Networks.gaussian(1, 3, 2, 20, 20), null, 3);
        assertThat(pass.activations()).containsKeys("layer0", "layer4").doesNotContainKey("layer5");
        assertThat(pass.failure()).contains("'layer5'");
        assertThat(pass.reasons().get("layer6")).isEqualTo(pass.failure());
        assertThatThrownBy(() -> replica.forward(
                        new INDArray[] {Networks.gaussian(1, 3, 2), Networks.gaussian(1, 3, 2)},
                        new @Nullable INDArray[2],
                        List.of("layer0"),
                        3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 inputs");
    }

    @Test
    void refusesWhatIsTooLargeOrNoNetwork() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        long needed = 2 * network.numParams() * 4;
        assertThatThrownBy(() -> Replica.of(NetworkBlueprint.of(network), needed - 1))
                .isInstanceOf(ReplicaRefusedException.class)
                .hasMessageContaining(needed + " bytes")
                .hasMessageContaining("maxReplicaBytes");
        Model layer = network.getLayer(0);
        assertThatThrownBy(() -> NetworkBlueprint.of(layer)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Replica.quarterOfFreeMemory()).isPositive();
    }

    @Test
    void selectsEachGroupAtItsEndAndFollowsStrides() throws Exception {
        Replica sequence = replica(Networks.convolutional(1, CNN2DFormat.NCHW));
        assertThat(sequence.select(new LayerSelection.AfterNonlinearity()))
                .extracting(ReplicaLayer::name)
                .as("conv + batch norm + activation once; no pooling")
                .containsExactly("layer2", "layer4", "layer5", "layer6");
        assertThat(sequence.layers())
                .extracting(ReplicaLayer::stride)
                .containsExactly(1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0);
        Replica graph = replica(Networks.graph(1));
        assertThat(graph.select(new LayerSelection.AfterNonlinearity()))
                .extracting(ReplicaLayer::name)
                .as("the linear branch counts at the end of its sum, which two activations use")
                .containsExactlyInAnyOrder("stem", "sum", "relu", "other", "pool", "side", "classes", "flag");
        assertThat(graph.select(new LayerSelection.Matching(name -> name.startsWith("s"))))
                .extracting(ReplicaLayer::name)
                .containsExactlyInAnyOrder("stem", "sum", "side");
        LayerSelection named = new LayerSelection.Named(new java.util.LinkedHashSet<>(List.of("norm", "nothing")));
        assertThat(graph.select(named)).extracting(ReplicaLayer::name).containsExactly("norm");
        assertThat(graph.unknown(named)).containsExactly("nothing");
    }

    /** More parameters than are exchanged at a time, and one more than a multiple of that. */
    @Test
    void parametersAreExchangedInPlace() throws Exception {
        long n = 2 * Replica.EXCHANGED + 1;
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(1)
                        .nOut((int) n)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        assertThat(network.params().length()).isEqualTo(n);
        Replica replica = replica(network);
        INDArray one = Nd4j.ones(2, 1);
        INDArray own = network.params().dup();
        INDArray other = own.mul(2).subi(1);
        INDArray lent = other.dup();
        replica.exchange(lent);
        assertThat(lent).isEqualTo(own);
        assertThat(weights(replica, one)).isEqualTo(other.reshape(n));
        replica.exchange(lent);
        assertThat(lent).isEqualTo(other);
        assertThat(weights(replica, one)).isEqualTo(own.reshape(n));
    }

    private static INDArray weights(Replica replica, INDArray one) {
        String layer = names(replica).get(0);
        ForwardPass pass = replica.forward(new INDArray[] {one}, new INDArray[1], List.of(layer), 2);
        return captured(pass, layer).array().getRow(0);
    }
}
