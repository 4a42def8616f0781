package org.infoscope.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A MultiLayerNetwork, layer by layer. */
final class SequentialNetwork implements Network {

    private static final String INPUT = "input";

    private final MultiLayerNetwork network;
    private final List<Node> nodes;

    SequentialNetwork(MultiLayerConfiguration configuration, INDArray params) {
        configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
        configuration.getConfs().forEach(conf -> Inference.withoutNoise(conf.getLayer()));
        network = new MultiLayerNetwork(configuration);
        network.init(params, false);
        nodes = nodes(configuration);
    }

    private static List<Node> nodes(MultiLayerConfiguration configuration) {
        List<Node> nodes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        String previous = INPUT;
        int count = configuration.getConfs().size();
        for (int i = 0; i < count; i++) {
            org.deeplearning4j.nn.conf.layers.Layer layer =
                    configuration.getConf(i).getLayer();
            String name = layer.getLayerName() == null ? "layer" + i : layer.getLayerName();
            if (names.contains(name)) {
                name = name + "-" + i;
            }
            names.add(name);
            nodes.add(new Node(
                    name, layer, configuration.getInputPreProcess(i), null, List.of(previous), i == count - 1));
            previous = name;
        }
        return List.copyOf(nodes);
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public List<String> inputs() {
        return List.of(INPUT);
    }

    @Override
    public List<String> outputs() {
        return List.of(nodes.get(nodes.size() - 1).name());
    }

    @Override
    public INDArray params() {
        return network.params();
    }

    @Override
    public Step step(Node node) {
        return new LayerStep(network.getLayer(nodes.indexOf(node)), node.preProcessor());
    }

    @Override
    public void begin(INDArray[] features, @Nullable INDArray[] masks) {
        network.setInput(features[0]);
    }

    @Override
    public void end() {
        network.clear();
    }

    @Override
    public void forward(INDArray[] features, @Nullable INDArray[] masks, Visitor visitor) {
        INDArray activations = features[0];
        Mask mask = Mask.ofInput(masks[0]);
        int rows = Math.toIntExact(activations.size(0));
        network.setInput(activations);
        try {
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                Layer layer = network.getLayer(i);
                INDArray incoming = null;
                INDArray given = activations;
                try {
                    InputPreProcessor preProcessor = node.preProcessor();
                    if (preProcessor != null) {
                        mask = mask.through(preProcessor, rows);
                    }
                    incoming = mask.array();
                    if (masks[0] != null) {
                        mask = Mask.of(layer.feedForwardMaskArray(mask.array(), mask.state(), rows));
                    }
                    activations = activate(layer, preProcessor, given, rows);
                } catch (RuntimeException failure) {
                    throw new NodeFailure(node.name(), failure);
                }
                // Output layers let no mask out, but their steps are masked like their input.
                visitor.visit(node, activations, node.output() ? incoming : mask.array());
                if (i > 0) {
                    Detached.free(given);
                }
            }
            Detached.free(activations);
        } finally {
            network.clear();
        }
    }

    /** The layer's answer, a copy; the layer keeps nothing. */
    @SuppressWarnings("try") // The scope is left by closing the resource; nothing in it is called.
    private INDArray activate(Layer layer, @Nullable InputPreProcessor preProcessor, INDArray given, int rows) {
        try (Scratch scratch = Scratch.open()) {
            // Some layers write into their input.
            INDArray input = given.dup(given.ordering());
            if (preProcessor != null) {
                input = preProcessor.preProcess(input, rows, Scratch.manager());
            }
            INDArray answer = Detached.same(layer.activate(input, false, Scratch.manager()));
            layer.clear();
            return answer;
        }
    }
}
