package org.infoscope.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Follows a network from its inputs to its outputs: strides, formats and the default selection. */
final class LayerTable {

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();

    private LayerTable(List<Node> order) {
        for (Node node : order) {
            nodes.put(node.name(), node);
            for (String input : node.inputs()) {
                consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
        }
    }

    /** One row per node, in the given order, which is that of the forward pass. */
    static List<ReplicaLayer> of(List<Node> order) {
        LayerTable table = new LayerTable(order);
        Set<String> defaults = table.defaults(order);
        Map<String, Double> strides = new HashMap<>();
        Map<String, Boolean> channelsLast = new HashMap<>();
        List<ReplicaLayer> rows = new ArrayList<>();
        for (Node node : order) {
            strides.put(node.name(), stride(node, strides));
            channelsLast.put(node.name(), channelsLast(node, channelsLast));
            rows.add(new ReplicaLayer(
                    node.name(),
                    node.type(),
                    strides.getOrDefault(node.name(), 1.0),
                    channelsLast.getOrDefault(node.name(), false),
                    node.output(),
                    defaults.contains(node.name())));
        }
        return List.copyOf(rows);
    }

    private static double stride(Node node, Map<String, Double> before) {
        double stride = LayerFacts.startsAnew(node.preProcessor())
                ? 1
                : node.inputs().stream()
                        .mapToDouble(input -> before.getOrDefault(input, 1.0))
                        .max()
                        .orElse(1);
        return node.layer() == null ? stride : stride * LayerFacts.strideFactor(node.layer());
    }

    private static boolean channelsLast(Node node, Map<String, Boolean> before) {
        Boolean own = node.layer() == null ? null : LayerFacts.channelsLast(node.layer());
        if (own != null) {
            return own;
        }
        return !LayerFacts.startsAnew(node.preProcessor())
                && !node.inputs().isEmpty()
                && before.getOrDefault(node.inputs().get(0), false);
    }

    private Set<String> defaults(List<Node> order) {
        Set<String> ends = new LinkedHashSet<>();
        for (Node node : order) {
            if (node.output()) {
                ends.add(node.name());
            } else if (node.layer() != null && represents(LayerFacts.unwrapped(node.layer()))) {
                ends.add(end(node).name());
            }
        }
        return ends;
    }

    /** False for layers that only pick, pad, scale, drop or reshape what another layer found. */
    private static boolean represents(Layer layer) {
        if (layer instanceof NoParamLayer) {
            return layer instanceof ActivationLayer || layer instanceof GlobalPoolingLayer;
        }
        return !(layer instanceof DropoutLayer
                || layer instanceof LocalResponseNormalization
                || layer instanceof RepeatVector);
    }

    /** Where the group ends that a layer begins. */
    private Node end(Node start) {
        Node end = start;
        boolean linear = isLinear(start);
        Node next = soleConsumer(start);
        while (next != null && (belongs(next) || (linear && next.vertex() instanceof ElementWiseVertex))) {
            linear = linear && isLinear(next);
            end = next;
            next = soleConsumer(end);
        }
        return end;
    }

    private static boolean belongs(Node next) {
        Layer layer = next.layer() == null ? null : LayerFacts.unwrapped(next.layer());
        return layer instanceof BatchNormalization || layer instanceof ActivationLayer;
    }

    private @Nullable Node soleConsumer(Node node) {
        List<Node> users = consumers.getOrDefault(node.name(), List.of());
        return node.output() || users.size() != 1 ? null : users.get(0);
    }

    private static boolean isLinear(Node node) {
        if (node.layer() == null) {
            return true;
        }
        Layer layer = LayerFacts.unwrapped(node.layer());
        if (layer instanceof BatchNormalization) {
            return true;
        }
        IActivation activation = layer instanceof ActivationLayer own
                ? own.getActivationFn()
                : layer instanceof BaseLayer base ? base.getActivationFn() : null;
        return activation instanceof ActivationIdentity;
    }
}
