package org.infoscope.listener;

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
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.jspecify.annotations.Nullable;

/**
 * Reports score and speed for a network that has no StatsListener, as one would that collects nothing else: every iteration, but at most
 * one a millisecond, and as seldom as keeps the reports within half of the overhead budget. Where an iteration is short, they could
 * take more than all of it.
 *
 * <p>A StatsListener describes the run. The training thread only notes the scores, and another thread makes reports of the notes: between
 * two steps of training nothing of ours stays in the processor's caches, so that there each line of code counts.
 */
final class ScoreChart {

    /** Notes that may wait for a storage that hangs; our own choice. */
    private static final int CAPACITY = 1024;

    /** Deeplearning4j's storages keep one report a millisecond. */
    private static final long APART = 1_000_000;

    private final QueueingRouter router;
    private final String session;
    private final String worker;
    private final Predicate<Runnable> later;
    private final LongSupplier clock;
    private final double share;
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

    /**
     * What a report tells of an iteration.
     *
     * @param nanos of the clock
     * @param examples from the first iteration on, as are minibatches
     */
    private record Note(int iteration, long timeMillis, long nanos, double score, long examples, long minibatches) {}

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
        this.session = session;
        this.worker = worker;
        this.later = later;
        this.clock = clock;
        this.share = (1 - BudgetRoom.LEAST) * budget;
        this.next = clock.getAsLong();
    }

    /** The first iteration is done: describes the run, which takes its time. */
    void begin(Model model, int iteration, int epoch) {
        begun = true;
        // Its own reports never come.
        StatsListener description = new StatsListener(
                router,
                new DefaultStatsInitializationConfiguration(true, true, true),
                new DefaultStatsUpdateConfiguration.Builder()
                        .reportingFrequency(Integer.MAX_VALUE)
                        .collectPerformanceStats(false)
                        .build(),
                session,
                worker);
        try {
            description.iterationDone(model, iteration, epoch);
        } finally {
            iterationDone(model, iteration);
        }
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
            next = now + Math.max(APART, (long) (putTime.usual() / share));
            if (!notes.offer(new Note(iteration, timestamps.next(), now, model.score(), examples, minibatches))) {
                router.dropped();
            }
            if (asked.compareAndSet(false, true) && !later.test(this::report)) {
                asked.set(false);
            }
        }
        return true;
    }

    /** By the other thread. Of what is noted meanwhile it is told again, so that other work has its turn in between. */
    private void report() {
        asked.set(false);
        for (int waiting = notes.size(); waiting > 0; waiting--) {
            Note note = notes.remove();
            long from = clock.getAsLong();
            if (router.put(() -> report(note))) {
                putTime.took(clock.getAsLong() - from);
            }
        }
    }

    private StatsReport report(Note note) {
        Note start = first == null ? note : first;
        Note last = before == null ? note : before;
        first = start;
        before = note;
        StatsReport report = new SbeStatsReport();
        report.reportIDs(session, StatsListener.TYPE_ID, worker, note.timeMillis);
        report.reportIterationCount(note.iteration);
        report.reportScore(note.score);
        // At least a millisecond; nothing for the first one, whose speed is 0.
        double seconds = Math.max(1, note.nanos - last.nanos) / 1e9;
        report.reportPerformance(
                (note.nanos - start.nanos) / 1_000_000,
                note.examples,
                note.minibatches,
                (note.examples - last.examples) / seconds,
                (note.minibatches - last.minibatches) / seconds);
        return report;
    }
}
