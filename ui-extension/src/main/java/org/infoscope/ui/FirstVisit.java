package org.infoscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RunExtent;
import org.infoscope.history.RunHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what the first page will ask for, as soon as a history is attached: so that it does not wait until classes are loaded, the file is in the
 * system's memory and the newest run is thinned, or waits for the rest of that only. Nobody waits for the visitor, and whatever goes wrong with
 * it a page will be told, too.
 *
 * <p>A run that pages open fast anyway is not worth a visit, so that a training that begins is left alone; a long one costs as much as one
 * opening of the page. While the visitor is at it, further histories cost one more look at all of them together. Safe for use by several threads.
 */
final class FirstVisit implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FirstVisit.class);

    /** The largest of the page's scripts, which is not compressed in a moment. */
    static final String CHARTS = "echarts/echarts.min.js";

    /** As pages have it in opening.js: a run with more readings, or more records where readings are not counted. */
    static final long LONG_READINGS = 20_000;

    static final long LONG_STEPS = 2_000;

    private final AttachedRuns runs;
    private final CurveRoutes curves;
    private final PageFiles files;

    /** Histories attached since the visitor last came; 0 when there is none under way. */
    private final AtomicInteger attached = new AtomicInteger();

    /**
     * Nobody comes yet.
     *
     * @param runs that pages show
     * @param curves that keep what was asked for
     * @param files of the pages
     */
    FirstVisit(AttachedRuns runs, CurveRoutes curves, PageFiles files) {
        this.runs = runs;
        this.curves = curves;
        this.files = files;
    }

    /** Begins a visit in a thread of its own, since nothing else of ours runs before the first request. */
    void attached(StatsStorage storage) {
        if (storage instanceof RunHistory && attached.getAndIncrement() == 0) {
            Thread visitor = new Thread(this, "infoscope-first-visit");
            visitor.setDaemon(true);
            visitor.start();
        }
    }

    @Override
    public void run() {
        int seen;
        do {
            seen = attached.get();
            visit();
        } while (!attached.compareAndSet(seen, 0));
    }

    private void visit() {
        try {
            Optional<AttachedRun> newest = runs.newestInHistories().filter(FirstVisit::isLong);
            if (newest.isPresent()) {
                open(newest.get());
            }
        } catch (RuntimeException | Error e) {
            log.debug("Nothing could be prepared for the first page", e);
        }
    }

    private void open(AttachedRun run) {
        List<String> workers = run.workers();
        if (!workers.isEmpty() && runs.holds(run.storage())) {
            curves.curves(run, workers.get(0), IterationRange.WHOLE, CurveRoutes.BUCKETS);
            files.file(CHARTS);
        }
    }

    private static boolean isLong(AttachedRun run) {
        return RunExtent.of(run.storage(), run.session())
                .map(extent -> extent.readings() > LONG_READINGS)
                .orElseGet(() -> run.size() > LONG_STEPS);
    }
}
