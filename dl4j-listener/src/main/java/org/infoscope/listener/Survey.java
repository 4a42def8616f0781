package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.metric.Flag;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.LayerSelection;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What can be told of a probe and a network before anything is measured: the layers and their shapes, the class ids, and
 * whether the two fit. One example through the replica tells most of it.
 */
final class Survey {

    private final Replica replica;
    private final Probe probe;
    private final List<ReplicaLayer> selected;
    private final List<Labels> labels;
    private final List<Flag> standing = new ArrayList<>();
    private final int @Nullable [] classIds;
    private List<LayerInfo> layers = List.of();
    private List<Set<String>> groups = List.of();
    private @Nullable String misfit;

    /**
     * Looks.
     *
     * @param replica with parameters
     */
    Survey(Replica replica, LayerSelection selection, Probe probe) {
        this.replica = replica;
        this.probe = probe;
        this.selected = replica.select(selection);
        this.labels = Labels.of(probe, replica);
        this.classIds = findClassIds();
        noteSelection(selection);
        tryOne();
    }

    private int @Nullable [] findClassIds() {
        String wanted = probe.labelOutput();
        for (Labels one : labels) {
            if (wanted == null || wanted.equals(one.outputName())) {
                if (one.reason() != null) {
                    caution("The probe has no class ids: " + one.reason() + ".");
                }
                return one.ids();
            }
        }
        caution("The probe has no class ids: the network has no output '" + wanted + "', only " + replica.outputs());
        return null;
    }

    private void noteSelection(LayerSelection selection) {
        List<String> unknown = replica.unknown(selection);
        if (!unknown.isEmpty()) {
            List<String> names =
                    replica.layers().stream().map(ReplicaLayer::name).toList();
            caution("The network has no layer " + unknown + "; it has " + names);
        }
        if (selected.isEmpty()) {
            caution("No layer is selected, so none is measured");
        }
        INDArray[] targets = probe.targets();
        if (targets != null && targets.length != replica.outputs().size()) {
            caution("The probe has " + targets.length + " label arrays, the network "
                    + replica.outputs().size() + " outputs " + replica.outputs());
        }
    }

    private void tryOne() {
        Set<String> names = new LinkedHashSet<>(replica.outputs());
        selected.forEach(layer -> names.add(layer.name()));
        ForwardPass pass =
                replica.forward(Examples.first(probe.features()), Examples.first(probe.featureMasks()), names, 1);
        if (pass.failure() != null) {
            String reason = "The probe does not fit the network. " + pass.failure();
            standing.add(new Flag(Flag.Kind.FAILED, reason));
            misfit = pass.activations().isEmpty() ? reason : null;
        }
        noteLayers(pass);
        for (Labels one : labels) {
            LayerActivations answers = pass.activations().get(one.outputName());
            String disagreement = answers == null ? null : one.disagreement(answers.array());
            if (disagreement != null) {
                caution(disagreement);
            }
        }
        pass.activations().values().forEach(LayerActivations::close);
    }

    private void noteLayers(ForwardPass pass) {
        List<LayerInfo> infos = new ArrayList<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (ReplicaLayer layer : selected) {
            LayerActivations activations = pass.activations().get(layer.name());
            infos.add(new LayerInfo(layer.name(), layer.type(), activations == null ? "" : activations.shape()));
            bytes.put(layer.name(), activations == null ? 0 : activations.bytesPerExample() * probe.size());
        }
        layers = List.copyOf(infos);
        groups = Examples.groups(bytes, Replica.quarterOfFreeMemory());
    }

    private void caution(String reason) {
        standing.add(new Flag(Flag.Kind.CAUTION, reason));
    }

    /** The layers that are measured, in network order. */
    List<ReplicaLayer> selected() {
        return selected;
    }

    /** The same for the run's static info. */
    List<LayerInfo> layers() {
        return layers;
    }

    /** The selected layers, split so that the activations of each group fit into memory together. */
    List<Set<String>> groups() {
        return groups;
    }

    /** What the probe says of each output, in the network's order. */
    List<Labels> labels() {
        return labels;
    }

    /** One class id per probe example; null when there are none. */
    int @Nullable [] classIds() {
        return classIds;
    }

    /** What is wrong at every step alike. */
    List<Flag> standing() {
        return standing;
    }

    /** Why not one layer can be measured; null when one can. */
    @Nullable
    String misfit() {
        return misfit;
    }
}
