package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.LayerSelection;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures one probe on one network, step after step. Used by the worker only.
 *
 * <p>What fails is recorded where it fails: a metric on one layer as a failed reading, anything wider as a problem of
 * the step.
 */
final class Measurement {

    private static final int CHUNK = 64;

    private final Replica replica;
    private final Probe probe;
    private final @Nullable Probe validation;
    private final List<Metric> metrics;
    private final List<SeriesInfo> series;
    private final Kernels kernels;
    private final Tally tally;
    private final Complaints complaints;
    private final List<ReplicaLayer> selected;
    private final List<Flag> standing = new ArrayList<>();
    private final List<Labels> probeLabels;
    private final List<Labels> validationLabels;
    private final int @Nullable [] classIds;
    private List<Set<String>> groups = List.of();
    private List<LayerInfo> layerInfos = List.of();

    /**
     * Builds the replica and tries it on one example.
     *
     * @param params of the network, now
     * @throws ReplicaRefusedException if the network cannot be copied
     */
    Measurement(
            NetworkBlueprint blueprint,
            INDArray params,
            ListenerSettings settings,
            Probe probe,
            Kernels kernels,
            Tally tally,
            Complaints complaints)
            throws ReplicaRefusedException {
        this.replica = Replica.of(blueprint, settings.replicaLimit());
        this.probe = probe;
        this.validation = settings.validation();
        this.metrics = settings.metrics();
        this.series = metrics.stream().map(SeriesInfo::of).toList();
        this.kernels = kernels;
        this.tally = tally;
        this.complaints = complaints;
        this.selected = replica.select(settings.layers());
        this.probeLabels = Labels.of(probe, replica);
        this.validationLabels = validation == null ? List.of() : Labels.of(validation, replica);
        this.classIds = classIds();
        replica.assign(params);
        noteSelection(settings.layers());
        survey();
        standing.forEach(flag -> complaints.about(flag.reason()));
    }

    private int @Nullable [] classIds() {
        String wanted = probe.labelOutput();
        for (Labels labels : probeLabels) {
            if (wanted == null || wanted.equals(labels.outputName())) {
                if (labels.reason() != null) {
                    standing.add(new Flag(Flag.Kind.CAUTION, "The probe has no class ids: " + labels.reason() + "."));
                }
                return labels.ids();
            }
        }
        standing.add(new Flag(
                Flag.Kind.CAUTION,
                "The probe has no class ids: the network has no output '" + wanted + "', only " + replica.outputs()));
        return null;
    }

    private void noteSelection(LayerSelection selection) {
        List<String> unknown = replica.unknown(selection);
        if (!unknown.isEmpty()) {
            List<String> names =
                    replica.layers().stream().map(ReplicaLayer::name).toList();
            standing.add(new Flag(Flag.Kind.CAUTION, "The network has no layer " + unknown + "; it has " + names));
        }
        if (selected.isEmpty()) {
            standing.add(new Flag(Flag.Kind.CAUTION, "No layer is selected, so none is measured"));
        }
        INDArray[] targets = probe.targets();
        if (targets != null && targets.length != replica.outputs().size()) {
            standing.add(new Flag(
                    Flag.Kind.CAUTION,
                    "The probe has " + targets.length + " label arrays, the network "
                            + replica.outputs().size() + " outputs " + replica.outputs()));
        }
    }

    /** One example tells the shapes, whether the probe fits the network, and how many layers fit into memory at once. */
    private void survey() {
        Set<String> names = new LinkedHashSet<>(replica.outputs());
        selected.forEach(layer -> names.add(layer.name()));
        ForwardPass pass =
                replica.forward(Examples.first(probe.features()), Examples.first(probe.featureMasks()), names, 1);
        if (pass.failure() != null) {
            standing.add(new Flag(Flag.Kind.FAILED, "The probe does not fit the network. " + pass.failure()));
        }
        List<LayerInfo> infos = new ArrayList<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (ReplicaLayer layer : selected) {
            LayerActivations activations = pass.activations().get(layer.name());
            infos.add(new LayerInfo(layer.name(), layer.type(), activations == null ? "" : activations.shape()));
            bytes.put(layer.name(), activations == null ? 0 : activations.bytesPerExample() * probe.size());
        }
        for (Labels labels : probeLabels) {
            LayerActivations answers = pass.activations().get(labels.outputName());
            String disagreement = answers == null ? null : labels.disagreement(answers.array());
            if (disagreement != null) {
                standing.add(new Flag(Flag.Kind.CAUTION, disagreement));
            }
        }
        pass.activations().values().forEach(LayerActivations::close);
        layerInfos = List.copyOf(infos);
        List<Set<String>> split = Examples.groups(bytes, Replica.quarterOfFreeMemory());
        // Without a layer to measure the outputs still tell the accuracy.
        groups = split.isEmpty() ? List.of(Set.of()) : split;
    }

    List<LayerInfo> layers() {
        return layerInfos;
    }

    /**
     * Measures.
     *
     * @param params of the network at the sample
     * @param started {@link System#nanoTime} when the worker began with it
     */
    SampledStep measure(Sample sample, INDArray params, long started) {
        replica.assign(params);
        List<Flag> problems = new ArrayList<>(standing);
        List<Reading> readings = new ArrayList<>();
        Map<String, Double> onProbe = Map.of();
        for (Set<String> group : groups) {
            boolean first = group == groups.get(0);
            Set<String> names = new LinkedHashSet<>(group);
            names.addAll(first ? replica.outputs() : List.of());
            ForwardPass pass = replica.forward(probe.features(), probe.featureMasks(), names, CHUNK);
            try {
                selected.stream()
                        .filter(layer -> group.contains(layer.name()))
                        .forEach(layer -> readings.addAll(read(layer, pass)));
                if (first) {
                    onProbe = accuracy("probe", pass, probeLabels, problems);
                }
            } finally {
                pass.activations().values().forEach(LayerActivations::close);
            }
        }
        Map<String, Double> onValidation = validation == null ? Map.of() : validate(validation, problems);
        tally.took();
        return new SampledStep(
                sample.iteration(),
                sample.epoch(),
                sample.timeMillis(),
                sample.score(),
                onProbe,
                onValidation,
                readings,
                problems,
                tally.cost(sample.stallNanos(), System.nanoTime() - started),
                SampledStep.State.LIVE);
    }

    private List<Reading> read(ReplicaLayer layer, ForwardPass pass) {
        LayerActivations activations = pass.activations().get(layer.name());
        List<Reading> readings = new ArrayList<>();
        if (activations == null) {
            String reason = pass.reasons().getOrDefault(layer.name(), "It has no activations");
            boolean failed = reason.equals(pass.failure());
            Flag flag = new Flag(failed ? Flag.Kind.FAILED : Flag.Kind.NOT_APPLICABLE, reason);
            for (SeriesInfo one : series) {
                if (failed) {
                    tally.failed();
                }
                readings.add(
                        new Reading(layer.name(), one.info().id(), one.key(), List.of(), Map.of(), List.of(flag), 0));
            }
            return readings;
        }
        Snapshot snapshot = new Snapshot(
                layer.name(),
                activations.array(),
                activations.lengths(),
                classIds,
                layer.stride(),
                kernels,
                probe.input(),
                null);
        for (int i = 0; i < metrics.size(); i++) {
            readings.add(compute(metrics.get(i), series.get(i), snapshot));
        }
        return readings;
    }

    private Reading compute(Metric metric, SeriesInfo one, Snapshot snapshot) {
        long started = System.nanoTime();
        MetricResult result;
        try {
            result = Objects.requireNonNull(metric.compute(snapshot), "the metric gave null");
        } catch (Throwable failure) {
            result = failed(one, snapshot, failure);
        }
        return new Reading(
                snapshot.layer(),
                one.info().id(),
                one.key(),
                result.values(),
                result.settings(),
                result.flags(),
                System.nanoTime() - started);
    }

    /** A metric that refuses a NaN has not failed: the training has. One line of log tells it, whatever the metric. */
    private MetricResult failed(SeriesInfo one, Snapshot snapshot, Throwable failure) {
        Flag flag;
        if (failure instanceof IllegalArgumentException && !isFinite(snapshot.activations())) {
            flag = new Flag(Flag.Kind.UNDEFINED, String.valueOf(failure.getMessage()));
            complaints.about(
                    "not finite",
                    "Layer '" + snapshot.layer() + "' gives NaN or infinite activations: metrics that need numbers are"
                            + " undefined there. Training goes on; further readings like this are only recorded");
        } else {
            tally.failed();
            complaints.about("The metric " + one.key(), failure);
            flag = new Flag(Flag.Kind.FAILED, String.valueOf(failure));
        }
        return new MetricResult(List.of(), Map.of(), List.of(flag));
    }

    private static boolean isFinite(INDArray activations) {
        return !activations.isNaN().any() && !activations.isInfinite().any();
    }

    private Map<String, Double> validate(Probe examples, List<Flag> problems) {
        try {
            ForwardPass pass = replica.forward(examples.features(), examples.featureMasks(), replica.outputs(), CHUNK);
            try {
                return accuracy("validation set", pass, validationLabels, problems);
            } finally {
                pass.activations().values().forEach(LayerActivations::close);
            }
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("The accuracy on the validation set", failure);
            problems.add(new Flag(Flag.Kind.FAILED, "No accuracy on the validation set: " + failure));
            return Map.of();
        }
    }

    private static Map<String, Double> accuracy(
            String what, ForwardPass pass, List<Labels> labels, List<Flag> problems) {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        for (Labels one : labels) {
            LayerActivations answers = pass.activations().get(one.outputName());
            double share = answers == null ? Double.NaN : one.accuracy(answers.array());
            if (!Double.isNaN(share)) {
                accuracies.put(one.outputName(), share);
            }
        }
        if (pass.failure() != null) {
            problems.add(new Flag(Flag.Kind.FAILED, "No accuracy on the " + what + ". " + pass.failure()));
        }
        return accuracies;
    }
}
