package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunInfo.Checkpoint;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Flag;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Measures finished networks, such as the checkpoint files of a training, and sends the results to a storage: one record
 * per network, in one session, each with every metric. Readings, settings and flags are those that a
 * {@link RepresentationListener} would record of the same parameters: both measure with the same code.
 *
 * <p>A record stands at the iteration at which a listener would have sampled these parameters: that of the last update
 * done, which is -1 for a network that has never trained. When the session has a record of that iteration already (two
 * branches of a training, or networks that carry no count), the next free one after it is taken and a caution says so: no
 * record hides another one. There is no training batch, so the score is NaN.
 *
 * <p>The caller's thread does everything, except that layers are measured on the engine's threads too, where it has several;
 * progress is then told by any of them, one call at a time. The networks are only read: a private replica is measured. Not safe for
 * use by several threads; several analyses of different sessions may run at the same time.
 *
 * <pre>{@code
 * try (RunHistory history = RunHistory.open(Path.of("run.db"));
 *         RepresentationAnalysis analysis = RepresentationListener.builder(history).probe(probe).analysis()) {
 *     for (File file : files) {
 *         analysis.measure(ModelSerializer.restoreMultiLayerNetwork(file), file.getName(), progress);
 *     }
 * }
 * }</pre>
 */
public final class RepresentationAnalysis implements AutoCloseable {

    /** Is told how far a network is measured. */
    @FunctionalInterface
    public interface Progress {

        /**
         * One series of one layer is measured. What this throws ends the measuring of the network: it leaves
         * {@link #measure} and nothing is recorded.
         *
         * @param done readings so far, from 1
         * @param total readings of this network
         * @param layer that was measured
         * @param series that was measured
         */
        void measured(int done, int total, String layer, SeriesInfo series);
    }

    private final ListenerSettings settings;
    private final Pace pace;
    private final Probe probe;
    private final StoredRun stored;
    private final String session;
    private final RunRecorder recorder;
    private final Tally tally = new Tally();
    private final Complaints complaints = new Complaints();
    private final List<Checkpoint> checkpoints;
    private @Nullable Kernels ownKernels;
    private @Nullable RunInfo info;
    private boolean closed;

    RepresentationAnalysis(StatsStorageRouter router, ListenerSettings settings, String session) {
        this.settings = settings;
        this.pace = new Pace(settings.clock());
        this.session = session;
        Probe given = settings.probe();
        if (given == null) {
            throw new IllegalArgumentException("An analysis needs a probe: give one with probe(...)");
        }
        this.probe = given;
        this.stored = StoredRun.of(router, session);
        this.info = stored.info();
        this.checkpoints = new ArrayList<>(info == null ? List.of() : info.checkpoints());
        this.recorder = new RunRecorder(router, session, stored.worker(), stored.lastTime(), tally, complaints);
    }

    /**
     * The session that the records are in.
     *
     * @return its id
     */
    public String session() {
        return session;
    }

    /**
     * What has been measured in this session, by earlier analyses too.
     *
     * @return the descriptions given to {@link #measure}, in that order
     */
    public List<String> measured() {
        return checkpoints.stream().map(Checkpoint::description).toList();
    }

    /**
     * Measures a network, described by its class and the number of its updates.
     *
     * @param model an initialised MultiLayerNetwork or ComputationGraph; only read
     * @param progress told after every reading
     * @return what was recorded
     * @throws IllegalArgumentException as below
     * @throws IllegalStateException as below
     */
    public SampledStep measure(Model model, Progress progress) {
        return measure(
                model, model.getClass().getSimpleName() + " after " + Counters.updates(model) + " updates", progress);
    }

    /**
     * Measures a network and records it. Metrics that fail and layers that have no activations have readings that say so.
     *
     * @param model an initialised MultiLayerNetwork or ComputationGraph; only read
     * @param checkpoint what it is, for {@link #measured} and the run's record, for example the name of its file
     * @param progress told after every reading
     * @return what was recorded
     * @throws IllegalArgumentException if the model is something else or cannot be copied, or the probe fits it so little
     *     that no layer can be measured; nothing is recorded then
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while a layer is differentiated;
     *     nothing is recorded then
     * @throws IllegalStateException if the analysis is closed, or the storage throws; a {@code RunHistory} never does, it
     *     notes a problem
     */
    public SampledStep measure(Model model, String checkpoint, Progress progress) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        if (closed) {
            throw new IllegalStateException("This analysis is closed: open another one of the session " + session);
        }
        long started = pace.nanos();
        NetworkBlueprint blueprint = NetworkBlueprint.of(model);
        Measurement measurement = measurement(model, blueprint);
        long own = Counters.updates(model) - 1L;
        long iteration = stored.firstFree(own);
        Sample sample = new Sample(
                iteration,
                Counters.epochs(model),
                System.currentTimeMillis(),
                Double.NaN,
                0,
                Turn.of(settings.metrics()));
        List<Flag> cautions = cautions(checkpoint, own, iteration);
        SampledStep step = measurement.measure(sample, cautions, started, progress);
        record(model, blueprint, measurement, checkpoint, step);
        return step;
    }

    private List<Flag> cautions(String checkpoint, long own, long iteration) {
        List<Flag> cautions = new ArrayList<>();
        if (iteration != own) {
            cautions.add(new Flag(
                    Flag.Kind.CAUTION,
                    "'" + checkpoint + "' belongs to iteration " + own
                            + ", of which this session has a record already: it stands at the next free one"));
        }
        RunInfo before = stored.info();
        if (before != null && !before.probe().equals(probe.description())) {
            cautions.add(new Flag(
                    Flag.Kind.CAUTION,
                    "Earlier records of this session are of another probe: '" + before.probe() + "', not '"
                            + probe.description() + "'"));
        }
        return cautions;
    }

    private Measurement measurement(Model model, NetworkBlueprint blueprint) {
        Measurement measurement;
        try {
            measurement = new Measurement(
                    blueprint, model.params(), settings, probe, kernels(), tally, new Cutoff(), pace, complaints);
        } catch (ReplicaRefusedException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
        String misfit = measurement.misfit();
        if (misfit != null) {
            throw new IllegalArgumentException(misfit);
        }
        return measurement;
    }

    private void record(
            Model model, NetworkBlueprint blueprint, Measurement measurement, String checkpoint, SampledStep step) {
        if (!recorder.begun()) {
            // Before its first record a session must be known.
            recorder.begin(description(model, blueprint, measurement));
        }
        if (!recorder.report(step)) {
            throw new IllegalStateException(
                    "The storage did not take the record of '" + checkpoint + "': the log tells why");
        }
        // Only now: what is listed as measured has its record, even if the program is killed in between.
        stored.take(step.iteration());
        checkpoints.add(new Checkpoint(checkpoint, step.iteration()));
        recorder.begin(description(model, blueprint, measurement));
    }

    private RunInfo description(Model model, NetworkBlueprint blueprint, Measurement measurement) {
        String type = model.getClass().getSimpleName();
        long now = System.currentTimeMillis();
        Map<String, Object> all = RunDescription.settings(settings, blueprint, probe);
        all.put("schedule", "finished networks, each once");
        RunInfo current = StoredRun.merged(
                info,
                new RunInfo(
                        RunDescription.name(settings, type, now),
                        now,
                        type,
                        measurement.layers(),
                        settings.series(),
                        probe.description(),
                        all,
                        measurement.images(),
                        checkpoints));
        info = current;
        return current;
    }

    private Kernels kernels() {
        Kernels given = settings.kernels();
        if (given != null) {
            return given;
        }
        if (ownKernels == null) {
            ownKernels = Kernels.best();
        }
        return ownKernels;
    }

    /** Writes the last record, if anything was measured, and frees what was taken. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            recorder.end();
            if (ownKernels != null) {
                ownKernels.close();
            }
        }
    }
}
