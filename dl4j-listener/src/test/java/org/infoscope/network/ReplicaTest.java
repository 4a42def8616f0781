package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.listener.Networks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

class ReplicaTest {

    private static Replica replica(Model model) throws ReplicaRefusedException {
        Replica replica = Replica.of(NetworkBlueprint.of(model), Long.MAX_VALUE);
        replica.assign(model.params());
        return replica;
    }

    private static List<String> names(Replica replica) {
        return replica.layers().stream().map(ReplicaLayer::name).toList();
    }

    private static INDArray captured(ForwardPass pass, String name) {
        assertThat(pass.failure()).isNull();
        return java.util.Objects.requireNonNull(pass.activations().get(name), name)
                .array();
    }

    private static void assertSame(INDArray actual, INDArray expected, String what) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double difference =
                actual.castTo(expected.dataType()).sub(expected).amaxNumber().doubleValue();
        assertThat(difference).as(what).isLessThanOrEqualTo(1e-5);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void everyActivationIsThatOfTheLayerAloneInBothFormats(CNN2DFormat format) throws Exception {
        MultiLayerNetwork network = Networks.convolutional(3, format);
        Networks.batches(5, seed -> Networks.images(seed, 8, format)).forEach(network::fit);
        DataSet probe = Networks.images(99, 13, format);
        Replica replica = replica(network);
        ForwardPass pass =
                replica.forward(new INDArray[] {probe.getFeatures()}, new @Nullable INDArray[1], names(replica), 5);

        // The oracle: each layer of the training network alone, on a copy of the input that it should see.
        MultiLayerNetwork oracle = network.clone();
        INDArray x = probe.getFeatures().dup();
        for (int i = 0; i < oracle.getnLayers(); i++) {
            Layer layer = oracle.getLayer(i);
            if (oracle.getLayerWiseConfigurations().getInputPreProcess(i) != null) {
                x = oracle.getLayerWiseConfigurations()
                        .getInputPreProcess(i)
                        .preProcess(x.dup(), 13, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
            }
            if (layer.conf().getLayer() instanceof org.deeplearning4j.nn.conf.layers.BaseLayer base) {
                base.setWeightNoise(null);
            }
            x = layer.activate(x.dup(), false, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces())
                    .dup();
            INDArray expected = format == CNN2DFormat.NHWC && x.rank() == 4 ? x.permute(0, 3, 1, 2) : x;
            assertSame(captured(pass, names(replica).get(i)), expected, "layer " + i);
        }
        INDArray beforeRelu = captured(pass, "layer1");
        assertThat(beforeRelu.minNumber().doubleValue())
                .as("the ActivationLayer must not overwrite what comes before it")
                .isNegative();
        assertSame(captured(pass, "layer2"), Transforms.relu(beforeRelu.dup()), "relu of batch norm");
    }
}
