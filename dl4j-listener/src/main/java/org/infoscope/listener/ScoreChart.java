package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reports score and speed for a network that has no StatsListener, as one would that collects nothing else. It reports every iteration, or
 * as seldom as keeps its reports within half of the overhead budget: where an iteration is short, they could take more than all of it.
 *
 * <p>A StatsListener describes the run. The training thread only notes the scores, and another thread makes reports of the notes: between
 * two steps of training nothing of ours stays in the processor's caches, so that there each line of code counts.
 */
final class ScoreChart {

    /** Notes that may wait for a storage that hangs; our own choice. */
    private static final int CAPACITY = 8192;

    private final QueueingRouter router;
    private final Predicate<Runnable> later;
    private final LongSupplier clock;
    private final double share;
    private final StatsListener stats;
    private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Timestamps timestamps = new Timestamps(0);
    private final PutTime putTime = new PutTime();

    // Used by the training thread only.
    private boolean begun;
    private long next;
    private long examples;
    private long minibatches;

    // Used by the other thread only.
    private @Nullable Note first;
    private @Nullable Note before;

    /** What a report tells of an iteration; examples and minibatches from the first one on. */
    private record Note(int iteration, long timeMillis, double score, long examples, long minibatches) {}

    /**
     * A chart of one run.
     *
     * @param later has work done by another thread, always the same, soon; false if it cannot
     * @param clock nanoseconds from an arbitrary origin
     * @param budget the share of fit's wall time that all of listening may take; infinite for no limit
     */
    ScoreChart(
            QueueingRouter router,
            String session,
            String worker,
            Predicate<Runnable> later,
            LongSupplier clock,
            double budget) {
        this.router = router;
        this.later = later;
        this.clock = clock;
        this.share = (1 - BudgetRoom.LEAST) * budget;
        this.stats = new StatsListener(
                router,
                new DefaultStatsInitializationConfiguration(true, true, true),
                // Its own reports never come, and would cost more.
                new DefaultStatsUpdateConfiguration.Builder()
                        .reportingFrequency(Integer.MAX_VALUE)
                        .build(),
                session,
                worker);
    }

    /** The first iteration is done: describes the run, which takes its time. */
    void begin(Model model, int iteration, int epoch) {
        begun = true;
        stats.iterationDone(model, iteration, epoch);
        iterationDone(model, iteration);
    }

    /**
     * An iteration is done. Takes next to no time.
     *
     * @return false if it is the first one, which is to {@link #begin}
     */
    boolean iterationDone(Model model, int iteration) {
        if (!begun) {
            return false;
        }
        examples += model.batchSize();
        minibatches++;
        long now = clock.getAsLong();
        if (now - next >= 0) {
            next = now + (long) (putTime.usual() / share);
            if (!notes.offer(new Note(iteration, timestamps.next(), model.score(), examples, minibatches))) {
                router.dropped();
            }
            if (asked.compareAndSet(false, true) && !later.test(this::report)) {
                asked.set(false);
            }
        }
        return true;
    }

    /** By the other thread. */
    private void report() {
        asked.set(false);
        List<Note> waiting = new ArrayList<>();
        notes.drainTo(waiting);
        for (Note note : waiting) {
            long from = clock.getAsLong();
            router.put(report(note));
            putTime.took(clock.getAsLong() - from);
        }
    }

    private StatsReport report(Note note) {
        Note start = first == null ? note : first;
        Note last = before == null ? note : before;
        first = start;
        before = note;
        // Not zero but for the first one, which has no speed.
        double seconds = Math.max(1, note.timeMillis - last.timeMillis) / 1000.0;
        StatsReport report = stats.getNewStatsReport();
        report.reportIDs(stats.getSessionID(), StatsListener.TYPE_ID, stats.getWorkerID(), note.timeMillis);
        report.reportIterationCount(note.iteration);
        report.reportScore(note.score);
        report.reportPerformance(
                note.timeMillis - start.timeMillis,
                note.examples,
                note.minibatches,
                (note.examples - last.examples) / seconds,
                (note.minibatches - last.minibatches) / seconds);
        return report;
    }
}
