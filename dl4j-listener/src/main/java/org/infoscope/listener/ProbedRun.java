package org.infoscope.listener;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Flag;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The worker's side of one run: takes samples, measures them, records them, and ends the run. It holds no strong
 * reference to the network, so that a network that nobody trains any more ends its run by being collected.
 */
final class ProbedRun implements AutoCloseable {

    /** Draining and the last record together take at most five seconds. */
    private static final long DRAIN_MILLIS = 4_000;

    /** Of draining: what metrics of gradients have to end by themselves, and what all others have after that. */
    private static final long GRACE_MILLIS = 1_000;

    private static final long SECOND_GRACE_MILLIS = 1_500;

    private static final long LAST_RECORD_MILLIS = 900;

    private final ListenerSettings settings;
    private final NetworkBlueprint blueprint;
    private final String modelName;
    private final long started = System.currentTimeMillis();
    private final Tally tally = new Tally();
    private final Cutoff cutoff = new Cutoff();
    private final Complaints complaints;
    private final RunRecorder recorder;
    private final Worker worker;

    /** Measuring one sample may take minutes: the score chart does not wait for it. */
    private final Worker scores;

    private final StatsStorageRouter queueing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = new Thread(this::closeNow, "infoscope-shutdown");

    // Used by the worker only, except for the two that the training thread hands over.
    private volatile @Nullable Probe probe;
    private volatile @Nullable String refusal;
    private @Nullable Measurement measurement;
    private @Nullable Kernels ownKernels;
    private boolean described;
    private int images;

    ProbedRun(
            Model model,
            NetworkBlueprint blueprint,
            ListenerSettings settings,
            StatsStorageRouter router,
            String session,
            String workerId,
            Complaints complaints) {
        this.settings = settings;
        this.blueprint = blueprint;
        this.modelName = model.getClass().getSimpleName();
        this.complaints = complaints;
        this.probe = settings.probe();
        this.recorder = new RunRecorder(router, session, workerId, 0, tally, complaints);
        WeakReference<Model> alive = new WeakReference<>(model);
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
        BooleanSupplier abandoned = () -> alive.get() == null;
        this.worker = new Worker("infoscope-worker", device, abandoned, this::last);
        this.scores = new Worker("infoscope-scores", device, abandoned, () -> {});
        this.queueing = new QueueingRouter(router, scores, tally, complaints);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A router whose records a thread of their own puts. */
    StatsStorageRouter queueingRouter() {
        return queueing;
    }

    void useProbe(Probe gathered) {
        probe = gathered;
    }

    void refuse(String reason) {
        refusal = reason;
        complaints.about(reason);
    }

    void skipped() {
        tally.skipped();
    }

    /**
     * Gives a sample to the worker.
     *
     * @param release called as soon as the worker has copied the parameters; then the next sample may wait for it
     * @return whether the worker took it
     */
    boolean submit(Sample sample, INDArray params, Runnable release) {
        return worker.offer(() -> {
            try {
                measure(sample, params, release);
            } finally {
                release.run();
            }
        });
    }

    /** Records a step that cannot be measured yet. */
    void waiting(Sample sample, int examples) {
        Flag flag = new Flag(
                Flag.Kind.SKIPPED, "The probe is not complete yet: " + examples + " distinct training examples so far");
        unmeasured(sample, flag);
    }

    /** Records a step that cannot be measured at all. */
    void refused(Sample sample) {
        tally.failed();
        unmeasured(sample, new Flag(Flag.Kind.FAILED, String.valueOf(refusal)));
    }

    private void unmeasured(Sample sample, Flag flag) {
        boolean taken = worker.offer(() -> {
            describe(null);
            recorder.report(unmeasured(sample, System.nanoTime(), flag));
        });
        if (!taken) {
            tally.skipped();
        }
    }

    private void measure(Sample sample, INDArray params, Runnable release) {
        long begun = System.nanoTime();
        String reason;
        try {
            Measurement ready = ready(params);
            describe(ready);
            if (ready != null && cutoff.covers(false)) {
                tally.skipped();
                recorder.report(unmeasured(sample, begun, Cutoff.ENDED));
                return;
            }
            if (ready != null) {
                ready.assign(params);
                release.run();
                ready.measure(sample, begun, step -> {
                    describe(ready);
                    recorder.report(step);
                });
                return;
            }
            reason = refusal == null ? "There is no probe" : refusal;
        } catch (Throwable failure) {
            complaints.about("A sample", failure);
            reason = "The sample failed: " + failure;
        }
        describe(null);
        tally.failed();
        recorder.report(unmeasured(sample, begun, new Flag(Flag.Kind.FAILED, reason)));
    }

    private SampledStep unmeasured(Sample sample, long begun, Flag flag) {
        return new SampledStep(
                sample.iteration(),
                sample.epoch(),
                sample.timeMillis(),
                sample.score(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(flag),
                tally.cost(sample.stallNanos(), System.nanoTime() - begun),
                SampledStep.State.LIVE);
    }

    private @Nullable Measurement ready(INDArray params) {
        Probe examples = probe;
        if (measurement == null && refusal == null && examples != null) {
            try {
                measurement =
                        new Measurement(blueprint, params, settings, examples, kernels(), tally, cutoff, complaints);
            } catch (ReplicaRefusedException refused) {
                refuse(String.valueOf(refused.getMessage()));
            } catch (RuntimeException misfit) {
                refuse("The probe does not fit the network. " + misfit.getMessage());
            }
        }
        return measurement;
    }

    private Kernels kernels() {
        if (settings.kernels() != null) {
            return settings.kernels();
        }
        if (ownKernels == null) {
            ownKernels = Kernels.best();
        }
        return ownKernels;
    }

    /** Puts the static info before the first step, and again when the layers are known, and again with new images. */
    private void describe(@Nullable Measurement ready) {
        List<ProbeImage> shown = ready == null ? List.of() : ready.images();
        boolean old = ready == null ? recorder.begun() : described && shown.size() == images;
        if (old) {
            return;
        }
        described |= ready != null;
        images = shown.size();
        Probe examples = probe;
        recorder.begin(new RunInfo(
                RunDescription.name(settings, modelName, started),
                started,
                modelName,
                ready == null ? List.of() : ready.layers(),
                settings.series(),
                examples == null ? "training examples" : examples.description(),
                runSettings(examples),
                shown,
                List.of()));
    }

    private Map<String, Object> runSettings(@Nullable Probe examples) {
        Map<String, Object> all = RunDescription.settings(settings, blueprint, examples);
        all.putAll(RunDescription.schedules(settings));
        all.put("blocking", settings.blocking());
        if (refusal != null) {
            all.put("refusal", refusal);
        }
        return all;
    }

    /**
     * Waits for the samples that are under way, at most five seconds unless none may be missed, and writes the last
     * record.
     */
    @Override
    public void close() {
        if (settings.blocking() && !worker.isCurrent()) {
            // The hook stays meanwhile: a program that is told to end does not wait for this.
            worker.close();
            worker.awaitEnd(settings.patienceMillis());
        }
        boolean ending = false;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            ending = true;
        }
        closeNow();
        if (ending) {
            awaitHook();
        }
    }

    /** When the hook was first, it may still be writing: whoever closed the listener may close the storage next. */
    private void awaitHook() {
        try {
            hook.join(DRAIN_MILLIS + LAST_RECORD_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeNow() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long until = System.currentTimeMillis() + DRAIN_MILLIS;
        worker.close();
        scores.close();
        boolean done = worker.isCurrent() || drained();
        if (!scores.isCurrent()) {
            scores.awaitEnd(Math.max(0, until - System.currentTimeMillis()));
        }
        if (done) {
            return;
        }
        // The worker hangs or is slow: say the end without it, and without waiting for a storage that hangs.
        Thread farewell = new Thread(recorder::end, "infoscope-end");
        farewell.setDaemon(true);
        farewell.start();
        try {
            farewell.join(LAST_RECORD_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has been measured by then is recorded; so is what has not, as skipped. */
    private boolean drained() {
        if (worker.awaitEnd(GRACE_MILLIS)) {
            return true;
        }
        cutoff.endGradients();
        if (worker.awaitEnd(SECOND_GRACE_MILLIS)) {
            return true;
        }
        cutoff.endAll();
        return worker.awaitEnd(DRAIN_MILLIS - GRACE_MILLIS - SECOND_GRACE_MILLIS);
    }

    private void last() {
        recorder.end();
        if (ownKernels != null) {
            ownKernels.close();
        }
        measurement = null;
        if (closed.compareAndSet(false, true)) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyShuttingDown) {
                complaints.about("The run ended while the program shuts down");
            }
        }
    }
}
