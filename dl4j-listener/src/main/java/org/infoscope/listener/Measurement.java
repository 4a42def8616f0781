package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Kernels;
import org.infoscope.listener.RepresentationAnalysis.Progress;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Need;
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

    private static final Progress UNHEARD = (done, total, layer, series) -> {};

    private final Replica replica;
    private final Probe probe;
    private final Tally tally;
    private final Survey survey;
    private final Readings readings;
    private final LayerReadings layers;
    private final PassReadings passes;
    private final Accuracies accuracies;
    private final ProbeImages images;
    private final Complaints complaints;
    private final Pace pace;

    /**
     * Builds the replica and tries it on one example.
     *
     * @param params of the network, now
     * @param cutoff of the run
     * @param pace to keep
     * @throws ReplicaRefusedException if the network cannot be copied
     */
    Measurement(
            NetworkBlueprint blueprint,
            INDArray params,
            ListenerSettings settings,
            Probe probe,
            Kernels kernels,
            Tally tally,
            Cutoff cutoff,
            Pace pace,
            Complaints complaints)
            throws ReplicaRefusedException {
        long limit = settings.replicaLimit();
        Replica.requireRoom(blueprint, limit, settings.differentiates());
        this.replica = Replica.of(blueprint, limit);
        this.probe = probe;
        this.tally = tally;
        replica.assign(params);
        this.survey = new Survey(replica, settings.layers(), probe);
        this.pace = pace;
        this.readings = new Readings(tally, complaints, cutoff, pace::nanos);
        this.layers = new LayerReadings(replica, probe, survey.classIds(), kernels, readings, complaints);
        this.passes = new PassReadings(layers, kernels, probe.size(), pace::nanos);
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

    /** Takes the parameters over: afterwards whoever gave them may change them. */
    void assign(INDArray params) {
        replica.assign(params);
    }

    /** Works at other parameters, in the middle of a measurement that goes on at its own. The array is used meanwhile. */
    void at(INDArray params, Runnable work) {
        replica.exchange(params);
        try {
            work.run();
        } finally {
            replica.exchange(params);
        }
    }

    /**
     * Measures all that is due.
     *
     * @param cautions problems of this step that are known before
     * @param started by the clock of the pace, when the work for it began
     * @param progress told after every reading
     */
    SampledStep measure(Sample sample, List<Flag> cautions, long started, Progress progress) {
        SampledStep quick = quick(sample, cautions, started, progress);
        List<Reading> taken = new ArrayList<>(quick.readings());
        taken.addAll(slow(sample, taken.size(), progress));
        return step(sample, quick, taken, quick.problems(), tally.cost(sample.stallNanos(), since(started)));
    }

    /**
     * The same for whoever waits for it: the readings of slow metrics, which may take minutes, come in a step of their own
     * after those of all others, if there are both.
     */
    void measure(Sample sample, long started, Consumer<SampledStep> taker) {
        if (sample.quick().isEmpty() || sample.slow().isEmpty()) {
            taker.accept(measure(sample, List.of(), started, UNHEARD));
            return;
        }
        SampledStep quick = quick(sample, List.of(), started, UNHEARD);
        taker.accept(quick);
        long restarted = pace.nanos();
        List<Reading> slow = slow(sample, quick.readings().size(), UNHEARD);
        taker.accept(step(sample, quick, slow, List.of(), tally.cost(0, since(restarted))));
    }

    private static SampledStep step(
            Sample sample, SampledStep quick, List<Reading> readings, List<Flag> problems, SampledStep.Cost cost) {
        return new SampledStep(
                sample.iteration(),
                sample.epoch(),
                sample.timeMillis(),
                sample.score(),
                quick.trainingAccuracy(),
                quick.validationAccuracy(),
                readings,
                problems,
                cost,
                SampledStep.State.LIVE);
    }

    private long since(long started) {
        return pace.nanos() - started;
    }

    private SampledStep quick(Sample sample, List<Flag> cautions, long started, Progress progress) {
        AtomicReference<@Nullable SampledStep> step = new AtomicReference<>();
        pace.quickly(() -> step.set(read(sample, cautions, started, progress)));
        return Objects.requireNonNull(step.get());
    }

    private SampledStep read(Sample sample, List<Flag> cautions, long started, Progress progress) {
        List<Flag> problems = new ArrayList<>(cautions);
        problems.addAll(survey.standing());
        List<Reading> taken = new ArrayList<>();
        Map<String, Double> onProbe = Map.of();
        List<Set<String>> groups = groups(sample);
        Allowance allowance = new Allowance(pace::nanos, sample.turn().quickNanos());
        for (Set<String> group : groups) {
            boolean first = group == groups.get(0);
            Set<String> names = new LinkedHashSet<>(group);
            names.addAll(first ? replica.outputs() : List.of());
            ForwardPass pass = replica.forward(probe.features(), probe.featureMasks(), names, CHUNK);
            try {
                if (first) {
                    onProbe = accuracies.onProbe(pass, problems);
                }
                List<ReplicaLayer> members = survey.selected().stream()
                        .filter(layer -> group.contains(layer.name()))
                        .toList();
                taken.addAll(
                        passes.read(members, pass, sample.quick(), allowance, told(sample, taken.size(), progress)));
            } finally {
                pass.activations().values().forEach(LayerActivations::close);
            }
        }
        Map<String, Double> onValidation = accuracies.onValidation(problems, readings.ended(true));
        Replica.freeScratch();
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
                tally.cost(sample.stallNanos(), since(started)),
                SampledStep.State.LIVE);
    }

    private List<Reading> slow(Sample sample, int before, Progress progress) {
        List<Reading> taken = new ArrayList<>();
        if (!sample.slow().isEmpty()) {
            BiConsumer<Reading, SeriesInfo> taker =
                    told(sample, before, progress).andThen((one, of) -> taken.add(one));
            pace.slowly(() -> survey.selected().forEach(layer -> readSlowly(layer, sample.slow(), taker)));
            Replica.freeScratch();
            illustrate(taken);
        }
        return taken;
    }

    /** Each layer with a pass of its own: beside such metrics that costs nothing. */
    private void readSlowly(ReplicaLayer layer, List<ScheduledMetric> metrics, BiConsumer<Reading, SeriesInfo> taker) {
        boolean gradients = metrics.stream().anyMatch(one -> one.needs(Need.GRADIENTS));
        if (readings.ended(gradients)) {
            layers.skip(layer, metrics, Cutoff.ENDED, taker);
            return;
        }
        ForwardPass pass = replica.forward(probe.features(), probe.featureMasks(), Set.of(layer.name()), CHUNK);
        try {
            layers.read(layer, pass, metrics, gradients, taker);
        } finally {
            pass.activations().values().forEach(LayerActivations::close);
        }
    }

    private BiConsumer<Reading, SeriesInfo> told(Sample sample, int before, Progress progress) {
        int total = survey.selected().size() * sample.turn().metrics().size();
        AtomicInteger done = new AtomicInteger(before);
        return (reading, series) -> progress.measured(done.incrementAndGet(), total, reading.layer(), series);
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
        return sample.quick().isEmpty() || survey.groups().isEmpty() ? List.of(Set.of()) : survey.groups();
    }
}
