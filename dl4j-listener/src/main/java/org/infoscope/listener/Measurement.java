package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.kernel.Kernels;
import org.infoscope.listener.RepresentationAnalysis.Progress;
import org.infoscope.metric.Flag;
import org.infoscope.metric.LayerGradients;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures one probe on one network, step after step: in training by the worker, offline by whoever analyses.
 *
 * <p>What fails is recorded where it fails: a metric on one layer as a failed reading, anything wider as a problem of
 * the step. Not safe for use by several threads.
 */
final class Measurement {

    /** Examples that pass through the network at a time. */
    static final int CHUNK = 64;

    private final Replica replica;
    private final Probe probe;
    private final Kernels kernels;
    private final Tally tally;
    private final Survey survey;
    private final Readings readings;
    private final Accuracies accuracies;
    private final ProbeImages images;
    private final Complaints complaints;

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
        long limit = settings.replicaLimit();
        Replica.requireRoom(blueprint, limit, settings.differentiates());
        this.replica = Replica.of(blueprint, limit);
        this.probe = probe;
        this.kernels = kernels;
        this.tally = tally;
        replica.assign(params);
        this.survey = new Survey(replica, settings.layers(), probe);
        this.readings = new Readings(tally, complaints);
        this.accuracies = new Accuracies(replica, survey.labels(), settings.validation(), tally, complaints);
        this.images = new ProbeImages(probe.input(), survey.classIds());
        this.complaints = complaints;
        survey.standing().forEach(flag -> complaints.about(flag.reason()));
    }

    List<LayerInfo> layers() {
        return survey.layers();
    }

    /** Pictures of the examples that there have been maps of so far. */
    List<ProbeImage> images() {
        return images.images();
    }

    /** Why not one layer can be measured; null when one can. */
    @Nullable
    String misfit() {
        return survey.misfit();
    }

    /**
     * Measures.
     *
     * @param cautions problems of this step that are known before
     * @param params of the network at the sample
     * @param started {@link System#nanoTime} when the work for it began
     * @param progress told after every reading
     */
    SampledStep measure(Sample sample, List<Flag> cautions, INDArray params, long started, Progress progress) {
        replica.assign(params);
        List<Flag> problems = new ArrayList<>(cautions);
        problems.addAll(survey.standing());
        List<Reading> taken = new ArrayList<>();
        Map<String, Double> onProbe = Map.of();
        List<Set<String>> groups = groups(sample);
        for (Set<String> group : groups) {
            boolean first = group == groups.get(0);
            Set<String> names = new LinkedHashSet<>(group);
            names.addAll(first ? replica.outputs() : List.of());
            ForwardPass pass = replica.forward(probe.features(), probe.featureMasks(), names, CHUNK);
            try {
                for (ReplicaLayer layer : survey.selected()) {
                    if (group.contains(layer.name())) {
                        read(layer, pass, sample, taken, progress);
                    }
                }
                if (first) {
                    onProbe = accuracies.onProbe(pass, problems);
                }
            } finally {
                pass.activations().values().forEach(LayerActivations::close);
            }
        }
        Map<String, Double> onValidation = accuracies.onValidation(problems);
        illustrate(taken);
        tally.took();
        return new SampledStep(
                sample.iteration(),
                sample.epoch(),
                sample.timeMillis(),
                sample.score(),
                onProbe,
                onValidation,
                taken,
                problems,
                tally.cost(sample.stallNanos(), System.nanoTime() - started),
                SampledStep.State.LIVE);
    }

    private void illustrate(List<Reading> taken) {
        try {
            images.show(taken);
        } catch (RuntimeException failure) {
            tally.failed();
            complaints.about("Drawing the probe's images", failure);
        }
    }

    /** Without anything to read of the layers the outputs still tell the accuracy. */
    private List<Set<String>> groups(Sample sample) {
        return sample.due().isEmpty() || survey.groups().isEmpty() ? List.of(Set.of()) : survey.groups();
    }

    private void read(ReplicaLayer layer, ForwardPass pass, Sample sample, List<Reading> taken, Progress progress) {
        LayerActivations activations = pass.activations().get(layer.name());
        Snapshot snapshot = activations == null ? null : snapshot(layer, activations, sample.due());
        int total = survey.selected().size() * sample.due().size();
        for (ScheduledMetric one : sample.due()) {
            taken.add(
                    snapshot == null
                            ? readings.missing(layer.name(), pass, one.series())
                            : readings.compute(one, snapshot));
            progress.measured(taken.size(), total, layer.name(), one.series());
        }
    }

    private Snapshot snapshot(ReplicaLayer layer, LayerActivations activations, List<ScheduledMetric> due) {
        boolean differentiate = due.stream().anyMatch(one -> one.needs(Need.GRADIENTS));
        return new Snapshot(
                layer.name(),
                activations.array(),
                activations.lengths(),
                survey.classIds(),
                layer.stride(),
                kernels,
                probe.input(),
                differentiate ? gradients(layer) : null);
    }

    private LayerGradients gradients(ReplicaLayer layer) {
        try {
            return replica.gradients(layer.name(), probe.features(), probe.featureMasks());
        } catch (Throwable failure) {
            complaints.about("Differentiating layer '" + layer.name() + "'", failure);
            return new Undifferentiated("It cannot be differentiated here: " + failure);
        }
    }
}
