package org.infoscope.listener;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What happens on the training thread of one network: a look at the schedule, and on a sampled step one copy of the
 * parameters into the slot.
 */
final class TrainingObserver {

    private static final Turn NOTHING = Turn.of(List.of());

    /**
     * One of so many callbacks with next to nothing to do is timed, for all of them: timing each would cost as much as they do. A prime
     * number, so that all kinds of callbacks have their turn. Our own choice.
     */
    private static final int TIMED = 61;

    private final ListenerSettings settings;
    private final ProbedRun run;
    private final @Nullable ParameterSlot slot;
    private final @Nullable ScoreChart chart;
    private final DueMetrics metrics;
    private final FitTime fit;
    private final CostLedger.Meter meter;
    private final ScoreTurns scores;
    private @Nullable TrainingExamples gathering;
    private boolean gatheredThisIteration;
    private boolean missed;
    private boolean readBefore;
    private boolean inEpoch;
    private long lastIteration;
    private boolean worked;
    private long idle;
    private long lastIdle;

    /**
     * Starts the worker.
     *
     * @param model that trains
     * @param run its worker's side
     * @param chart to be served too; null for none
     */
    TrainingObserver(
            Model model,
            ListenerSettings settings,
            NetworkBlueprint blueprint,
            ProbedRun run,
            @Nullable ScoreChart chart) {
        this.settings = settings;
        this.run = run;
        this.chart = chart;
        this.metrics = new DueMetrics(settings, run.budget());
        this.fit = run.fit();
        this.meter = run.ledger().meter();
        this.scores = run.scoreTurns();
        this.gathering = settings.probe() == null ? new TrainingExamples(ListenerSettings.DEFAULT_PROBE) : null;
        this.lastIteration = Counters.updates(model) - 1L;
        this.slot = slot(blueprint);
    }

    private @Nullable ParameterSlot slot(NetworkBlueprint blueprint) {
        try {
            Replica.requireRoom(blueprint, settings.replicaLimit(), settings.differentiates());
            return new ParameterSlot(blueprint.emptyParameters());
        } catch (ReplicaRefusedException refused) {
            run.refuse(String.valueOf(refused.getMessage()));
            return null;
        }
    }

    /** Answers a callback, whose time is a stall of training. */
    void call(Consumer<TrainingObserver> callback) {
        long from = settings.clock().getAsLong();
        fit.callback(from);
        worked = false;
        callback.accept(this);
        if (!worked && ++idle % TIMED == 0) {
            long took = settings.clock().getAsLong() - from;
            // A pause of the machine counts once; that it hits a callback which is timed says nothing of the others.
            meter.estimated(took + (TIMED - 1) * Math.min(took, lastIdle));
            lastIdle = took;
        }
    }

    /** Times work. */
    private void stall(Runnable work) {
        worked = true;
        meter.begin();
        try {
            work.run();
        } finally {
            meter.end();
        }
    }

    /** Before the first update: a given probe is read now, so that the curve starts at the network as it was. */
    void beforeUpdate(Model model) {
        if (!readBefore) {
            readBefore = true;
            if (gathering == null) {
                stall(() -> sample(model, lastIteration, Counters.epochs(model), Double.NaN, schedule -> false));
            }
        }
    }

    void onEpochStart() {
        inEpoch = true;
        fit.epoch(true);
    }

    /** While inputs, labels and masks of the step are there. */
    void onBackwardPass(Model model) {
        TrainingExamples examples = gathering;
        if (examples != null && !gatheredThisIteration) {
            gatheredThisIteration = true;
            stall(() -> gather(model, examples));
        }
    }

    private static void gather(Model model, TrainingExamples examples) {
        Minibatch minibatch = TrainingInput.of(model);
        if (minibatch != null) {
            boolean truncated = TrainingInput.isTruncated(model);
            examples.add(minibatch, truncated && TrainingInput.continuesSequence(model));
            if (!truncated) {
                examples.endOfMinibatch();
            }
        }
    }

    void iterationDone(Model model, int iteration, int epoch) {
        lastIteration = iteration;
        gatheredThisIteration = false;
        Predicate<Schedule> now = inEpoch
                ? schedule -> schedule.atIteration(iteration)
                : schedule -> schedule.atIterationWithoutEpochs(iteration);
        boolean due = metrics.any(now);
        try {
            if (due || gathering != null) {
                stall(() -> afterIteration(model, iteration, epoch, now, due));
            }
        } finally {
            noteScore(model, iteration, epoch);
        }
    }

    private void noteScore(Model model, int iteration, int epoch) {
        ScoreChart overview = chart;
        if (overview != null && !overview.iterationDone(model, iteration)) {
            stall(() -> overview.begin(model, iteration, epoch));
        }
    }

    private void afterIteration(Model model, int iteration, int epoch, Predicate<Schedule> now, boolean due) {
        boolean first = completeProbe();
        TrainingExamples examples = gathering;
        if (examples != null) {
            missed |= due;
            if (due) {
                run.waiting(
                        new Sample(iteration, epoch, System.currentTimeMillis(), model.score(), 0, NOTHING),
                        examples.count());
            }
        } else if (due || (first && missed)) {
            sampleOrScore(model, iteration, epoch, now);
        }
    }

    void onEpochEnd(Model model) {
        inEpoch = false;
        fit.epoch(false);
        stall(() -> afterEpoch(model));
    }

    private void afterEpoch(Model model) {
        TrainingExamples examples = gathering;
        if (examples != null) {
            examples.endOfEpoch();
        }
        boolean first = completeProbe();
        int epoch = Counters.epochs(model);
        Predicate<Schedule> now = schedule -> schedule.atEpochEnd(epoch);
        if (gathering == null && (metrics.any(now) || (first && missed))) {
            sampleOrScore(model, lastIteration, epoch, now);
        }
    }

    /** Training is over: if the probe is still incomplete, the examples that there are must do for one last sample. */
    void beforeClose(Model model) {
        TrainingExamples examples = gathering;
        if (examples != null) {
            examples.endOfEpoch();
            if (completeProbe()) {
                sample(model, lastIteration, Counters.epochs(model), model.score(), schedule -> false);
            }
        }
    }

    /** Hands the gathered examples over, once. */
    private boolean completeProbe() {
        TrainingExamples examples = gathering;
        if (examples == null || !examples.isComplete()) {
            return false;
        }
        gathering = null;
        run.useProbe(examples.probe());
        return true;
    }

    /** Where no sample is taken, the score is worth a record of its own: the loss has a curve whatever measuring costs. */
    private void sampleOrScore(Model model, long iteration, int epoch, Predicate<Schedule> when) {
        double score = model.score();
        if (sample(model, iteration, epoch, score, when)) {
            scores.recorded(iteration);
        } else if (scores.hasTurn(iteration)) {
            run.scored(new Sample(iteration, epoch, System.currentTimeMillis(), score, 0, NOTHING));
        }
    }

    /** Whether there will be a record. */
    private boolean sample(Model model, long iteration, int epoch, double score, Predicate<Schedule> when) {
        long started = settings.clock().getAsLong();
        ParameterSlot target = slot;
        long now = System.currentTimeMillis();
        if (target == null) {
            // Nothing can be measured, but the score and the reason are worth a record.
            run.refused(new Sample(iteration, epoch, now, score, 0, NOTHING));
            return true;
        }
        Turn turn = metrics.at(when);
        if (!turn.taken()) {
            return false;
        }
        if (!acquire(target)) {
            skipped(turn);
            return false;
        }
        AtomicBoolean released = new AtomicBoolean();
        Runnable release = () -> {
            if (released.compareAndSet(false, true)) {
                target.release();
            }
        };
        try {
            target.copy(model.params());
            Sample sample =
                    new Sample(iteration, epoch, now, score, settings.clock().getAsLong() - started, turn);
            // Before the worker can be done with it.
            metrics.taken(turn);
            if (!run.submit(sample, target.parameters(), release)) {
                run.budget().done(turn);
                skipped(turn);
                release.run();
                return false;
            }
            return true;
        } catch (RuntimeException | Error failure) {
            release.run();
            throw failure;
        }
    }

    private void skipped(Turn turn) {
        metrics.skipped(turn);
        run.skipped();
    }

    private boolean acquire(ParameterSlot target) {
        return target.acquire(settings.blocking() ? settings.patienceMillis() : 0);
    }
}
