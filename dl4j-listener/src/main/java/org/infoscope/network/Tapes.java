package org.infoscope.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The tapes of a network. Deeplearning4j's backward pass writes a gradient of the weights as well, which nobody reads: all
 * layers share one array for it, as large as the largest layer.
 */
final class Tapes {

    private final Network network;
    private final List<Node> order;
    private final List<Step> steps;

    Tapes(Network network) {
        this.network = network;
        this.order = network.nodes();
        this.steps = order.stream().map(network::step).toList();
        List<Layer> layers = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof LayerStep layer && layer.unsupported() == null) {
                layers.add(layer.layer());
            }
        }
        long largest = layers.stream().mapToLong(Layer::numParams).max().orElse(0);
        INDArray unread = Detached.make(() -> Nd4j.create(network.params().dataType(), Math.max(1, largest)));
        for (Layer layer : layers) {
            layer.allowInputModification(false);
            if (layer.numParams() > 0) {
                layer.setBackpropGradientsViewArray(unread.get(NDArrayIndex.interval(0, layer.numParams())));
            }
        }
    }

    /** The way to a node. */
    Tape to(String target) {
        Set<String> needed = new HashSet<>(Set.of(target));
        for (int i = order.size() - 1; i >= 0; i--) {
            if (needed.contains(order.get(i).name())) {
                needed.addAll(order.get(i).inputs());
            }
        }
        Map<String, Integer> positions = new HashMap<>();
        Set<String> varying = new HashSet<>();
        List<String> inputs = network.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            positions.put(inputs.get(i), -1 - i);
        }
        varying.add(inputs.get(0));
        List<Tape.Stop> stops = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Node node = order.get(i);
            if (needed.contains(node.name())) {
                boolean varies = node.inputs().stream().anyMatch(varying::contains);
                if (varies) {
                    varying.add(node.name());
                }
                positions.put(node.name(), stops.size());
                stops.add(new Tape.Stop(
                        node.name(),
                        steps.get(i),
                        node.inputs().stream().map(positions::get).toList(),
                        varies));
            }
        }
        return new Tape(stops);
    }
}
