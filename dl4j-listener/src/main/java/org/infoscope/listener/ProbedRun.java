package org.infoscope.listener;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
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

    /** Deeplearning4j's page asks for new scores every two seconds. */
    private static final long SCORES_GATHER_MILLIS = 200;

    /** How long the last record waits for scores that are still to be put. */
    private static final long SCORES_END_MILLIS = 500;

    private final ListenerSettings settings;
    private final NetworkBlueprint blueprint;
    private final FitTime fit = new FitTime();
    private final CostLedger ledger;
    private final OverheadBudget budget;
    private final Tally tally;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Cutoff cutoff = new Cutoff();
    private final Complaints complaints;
    private final RunRecorder recorder;
    private final InsightTeller insights;
    private final RunIntroduction introduction;
    private final Worker worker;
    private final Pace pace;

    /** Measuring one sample may take minutes: scores do not wait for it. */
    private final Worker scores;

    private final PutTime scoreTime = new PutTime();
    private final QueueingRouter queueing;
    private final RunEnd ending;

    // Used by the worker only, except for the two that the training thread hands over.
    private volatile @Nullable Probe probe;
    private volatile @Nullable String refusal;
    private @Nullable Measurement measurement;
    private @Nullable Kernels ownKernels;

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
        this.complaints = complaints;
        this.probe = settings.probe();
        this.ledger = new CostLedger(settings.clock(), fit);
        CostLedger.Meter measuring = ledger.meter();
        this.budget = new OverheadBudget(settings.overheadBudget(), settings.metrics(), ledger, measuring, complaints);
        this.tally = new Tally(budget::overhead);
        this.recorder = new RunRecorder(router, session, workerId, 0, tally, complaints);
        this.insights = new InsightTeller(settings, session, tally, complaints);
        this.introduction =
                new RunIntroduction(settings, blueprint, model.getClass().getSimpleName(), recorder);
        WeakReference<Model> alive = new WeakReference<>(model);
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
        BooleanSupplier abandoned = () -> alive.get() == null;
        this.worker = new Worker("infoscope-worker", device, abandoned, this::last, measuring, 0);
        this.pace = new Pace(settings.clock(), budget, measuring, worker::rest);
        this.scores = new Worker("infoscope-scores", device, abandoned, () -> {}, ledger.meter(), SCORES_GATHER_MILLIS);
        this.queueing = new QueueingRouter(router, scores::offer, tally, complaints);
        this.ending = new RunEnd(worker, scores, cutoff, this::end, complaints);
    }

    /** For a network without a StatsListener; a thread of its own puts what it reports. */
    ScoreChart scoreChart(String session, String workerId) {
        return new ScoreChart(queueing, session, workerId, scores::offer, settings.clock(), settings.overheadBudget());
    }

    /** Whether both threads have done all that they were given. */
    boolean isIdle() {
        return worker.isIdle() && scores.isIdle();
    }

    FitTime fit() {
        return fit;
    }

    CostLedger ledger() {
        return ledger;
    }

    OverheadBudget budget() {
        return budget;
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
     * @param release called as soon as the worker needs the parameters no more; then the next sample may wait for it
     * @return whether the worker took it
     */
    boolean submit(Sample sample, INDArray params, Runnable release) {
        underWay.incrementAndGet();
        boolean taken = worker.offer(() -> {
            try {
                cutoff.aside(() -> measure(sample, params, release));
            } finally {
                release.run();
                budget.done(sample.turn());
                underWay.decrementAndGet();
            }
        });
        if (!taken) {
            underWay.decrementAndGet();
        }
        return taken;
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

    /** Records the score of a step of which no sample is taken; where that is not possible at once, it is left out. */
    void scored(Sample sample) {
        scores.offer(() -> {
            long begun = settings.clock().getAsLong();
            describe(null);
            record(step(sample, List.of(), tally.brief()));
            scoreTime.took(settings.clock().getAsLong() - begun);
        });
    }

    /** When the score alone is recorded. */
    ScoreTurns scoreTurns() {
        return new ScoreTurns(settings.clock(), settings.overheadBudget(), scoreTime::usual);
    }

    private void unmeasured(Sample sample, Flag flag) {
        boolean taken = worker.offer(() -> {
            describe(null);
            record(unmeasured(sample, pace.nanos(), flag));
        });
        if (!taken) {
            tally.skipped();
        }
    }

    private void measure(Sample sample, INDArray params, Runnable release) {
        long begun = pace.nanos();
        String reason;
        try {
            Measurement ready = ready(params);
            describe(ready);
            if (ready != null && cutoff.covers(false)) {
                tally.skipped();
                record(unmeasured(sample, begun, Cutoff.ENDED));
                return;
            }
            if (ready != null && pace.isBetween()) {
                ready.at(params, () -> measure(sample, begun, ready));
                return;
            }
            if (ready != null) {
                ready.assign(params);
                release.run();
                measure(sample, begun, ready);
                return;
            }
            reason = refusal == null ? "There is no probe" : refusal;
        } catch (Throwable failure) {
            complaints.about("A sample", failure);
            reason = "The sample failed: " + failure;
        }
        describe(null);
        tally.failed();
        record(unmeasured(sample, begun, new Flag(Flag.Kind.FAILED, reason)));
    }

    private void measure(Sample sample, long begun, Measurement ready) {
        AtomicLong since = new AtomicLong(begun);
        ready.measure(sample, begun, step -> {
            long measured = pace.nanos();
            budget.measured(step, measured - since.get(), sample.turn());
            describe(ready);
            record(step);
            since.set(pace.nanos());
            budget.recorded(since.get() - measured);
        });
    }

    private void record(SampledStep step) {
        recorder.report(step);
        insights.look(step);
    }

    private SampledStep unmeasured(Sample sample, long begun, Flag flag) {
        return step(sample, List.of(flag), tally.cost(sample.stallNanos(), pace.nanos() - begun));
    }

    private static SampledStep step(Sample sample, List<Flag> problems, SampledStep.Cost cost) {
        return new SampledStep(
                sample.iteration(),
                sample.epoch(),
                sample.timeMillis(),
                sample.score(),
                Map.of(),
                Map.of(),
                List.of(),
                problems,
                cost,
                SampledStep.State.LIVE);
    }

    private @Nullable Measurement ready(INDArray params) {
        Probe examples = probe;
        if (measurement == null && refusal == null && examples != null) {
            try {
                measurement = new Measurement(
                        blueprint, params, settings, examples, kernels(), tally, cutoff, pace, complaints);
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

    private void describe(@Nullable Measurement ready) {
        introduction.describe(ready, probe, refusal);
    }

    /**
     * Waits for the samples that are under way, at most five seconds unless none may be missed, and writes the last
     * record.
     */
    @Override
    public void close() {
        ending.close(settings.blocking() ? settings.patienceMillis() : 0);
    }

    /** What is still waiting or under way by then has no record. */
    private void end() {
        tally.dropped(underWay.getAndSet(0));
        recorder.end();
    }

    private void last() {
        scores.close();
        scores.awaitEnd(SCORES_END_MILLIS);
        end();
        if (ownKernels != null) {
            ownKernels.close();
        }
        measurement = null;
        ending.workerEnded();
    }
}
