package org.infoscope.ui;

import java.util.List;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;
import org.infoscope.insight.Insight;
import org.infoscope.insight.InsightWatch;
import org.infoscope.insight.Insights;
import org.jspecify.annotations.Nullable;

/**
 * The insights of one worker's run, by the thresholds that the run was recorded with. What it has judged it keeps, so that a question costs no more than the
 * records that came since the last one.
 *
 * <p>It begins with the run's curves: whole when they are complete, thinned otherwise, so that a run of any length is judged without
 * decoding it. Safe for use by several threads; reads the storage.
 */
final class WatchedRun {

    /** Of each track of a long run, at most. */
    private static final int BUCKETS = 200;

    private static final int AT_ONCE = 500;

    /** Who has missed more records reads the curves anew. */
    private static final int MOST_PAGES = 4;

    private @Nullable InsightWatch watch;
    private Cursor cursor = Cursor.BEGINNING;
    private boolean thinned;
    private long steps;

    /**
     * What holds now.
     *
     * @param steps judged so far; of a long run fewer than it has
     * @param thinned whether the run was too long to be judged step by step
     * @param insights that hold
     */
    record Answer(long steps, boolean thinned, List<Insight> insights) {}

    /** Judges what is new. */
    synchronized Answer look(AttachedRun run, String worker) {
        InsightWatch judging = watch;
        if (judging == null || !follow(judging, run, worker)) {
            judging = begin(run, worker);
            watch = judging;
        }
        return new Answer(steps, thinned, judging.holding());
    }

    private InsightWatch begin(AttachedRun run, String worker) {
        InsightWatch begun = rules(run, worker).watch();
        RunCurves curves =
                RunCurves.read(run.storage(), run.session(), worker, Long.MIN_VALUE, Long.MAX_VALUE, BUCKETS);
        thinned = !curves.complete();
        steps = 0;
        curves.kept().forEach(report -> take(begun, report));
        cursor = Cursor.at(curves.latest());
        return begun;
    }

    /** As the run's listener was told, as far as the run says it; a worker that says nothing is judged by the defaults. */
    private static Insights rules(AttachedRun run, String worker) {
        return run.infos().stream()
                .filter(info -> info.getWorkerID().equals(worker))
                .findFirst()
                .map(info -> Insights.of(info.info()))
                .orElse(Insights.defaults());
    }

    /** False when too much has come since. */
    private boolean follow(InsightWatch judging, AttachedRun run, String worker) {
        for (int page = 0; page < MOST_PAGES; page++) {
            AttachedRun.Page next = run.read(cursor, AT_ONCE);
            next.reports().stream()
                    .filter(report -> report.getWorkerID().equals(worker))
                    .forEach(report -> take(judging, report));
            cursor = next.next();
            if (!next.more()) {
                return true;
            }
        }
        return false;
    }

    private void take(InsightWatch judging, RepresentationReport report) {
        judging.take(report.step());
        steps++;
    }
}
