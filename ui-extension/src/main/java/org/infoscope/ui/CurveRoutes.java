package org.infoscope.ui;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunLines;
import org.infoscope.history.RunSteps;

/**
 * {@code GET /representation/api/runs/{run}/curves} and {@code …/lines}, and single steps by iteration: what pages draw long runs
 * from, and many runs over each other.
 */
final class CurveRoutes {

    /** About as many as a page asks for. */
    static final int BUCKETS = 400;

    private static final int FEWEST_BUCKETS = 10;
    private static final int MOST_BUCKETS = 4000;
    private static final int RECORDS_AT_ONCE = 500;

    private final AttachedRuns runs;
    private final Answers answers;
    private final OpenedCurves opened;

    /**
     * Routes over the attached runs.
     *
     * @param runs to answer from
     * @param answers that carry them
     * @param opened what is kept of them
     */
    CurveRoutes(AttachedRuns runs, Answers answers, OpenedCurves opened) {
        this.runs = runs;
        this.answers = answers;
        this.opened = opened;
    }

    void curves(String session, RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        IterationRange range = IterationRange.of(parameters);
        int buckets = parameters.number("points", BUCKETS, FEWEST_BUCKETS, MOST_BUCKETS);
        boolean roughFirst = parameters.says("rough", "first", "none");
        boolean meansAfter = parameters.says("means", "after", "within");
        answers.json(request, () -> {
            AttachedRun run = runs.find(session);
            return curves(run, worker(run, parameters), range, buckets)
                    .at(System.currentTimeMillis(), roughFirst, meansAfter);
        });
    }

    /** Reads the storage: not for the event loop. */
    CurveBodies.Curves curves(AttachedRun run, String worker, IterationRange range, int buckets) {
        try {
            return opened.curves(run, worker, range, buckets);
        } finally {
            if (!runs.holds(run.storage())) {
                // Detached meanwhile: nobody else would have it forgotten.
                opened.forget(run.storage());
            }
        }
    }

    /** A storage that is gone is not held any longer. */
    void forget(StatsStorage storage) {
        opened.forget(storage);
    }

    void lines(String session, RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        RunLines.Wanted wanted = new RunLines.Wanted(parameters.names("layer"), parameters.names("series"));
        int buckets = parameters.number("points", BUCKETS, FEWEST_BUCKETS, MOST_BUCKETS);
        if (parameters.has("after")) {
            Cursor after = Cursor.parse(parameters.text("after", ""));
            answers.json(request, () -> since(runs.find(session), parameters, wanted, after, buckets));
            return;
        }
        IterationRange range = IterationRange.of(parameters);
        answers.json(request, () -> {
            AttachedRun run = runs.find(session);
            String worker = worker(run, parameters);
            RunLines lines = RunLines.read(run.storage(), session, worker, wanted, range.from(), range.to(), buckets);
            return LineBodies.lines(lines, Cursor.BEGINNING.advance(worker, lines.latest()), false);
        });
    }

    private static byte[] since(
            AttachedRun run, Parameters parameters, RunLines.Wanted wanted, Cursor after, int buckets) {
        String worker = worker(run, parameters);
        AttachedRun.Page page = run.read(List.of(worker), after, RECORDS_AT_ONCE);
        RunLines lines = page.reports().isEmpty()
                ? RunLines.none(worker)
                : RunLines.of(run.storage(), wanted, page.reports(), buckets);
        return LineBodies.lines(lines, page.next(), page.more());
    }

    void steps(String session, RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        Set<Long> iterations = parameters.iterations();
        Set<String> layers = parameters.names("layer");
        Set<String> series = parameters.names("series");
        boolean values = !parameters.says("values", "none", "all");
        answers.json(request, () -> {
            AttachedRun run = runs.find(session);
            return CurveBodies.steps(RunSteps.at(run.storage(), session, worker(run, parameters), iterations).stream()
                    .map(report -> filtered(report, layers, series, values))
                    .toList());
        });
    }

    private static RepresentationReport filtered(
            RepresentationReport report, Set<String> layers, Set<String> series, boolean values) {
        if (layers.isEmpty() && series.isEmpty() && values) {
            return report;
        }
        List<Reading> readings = report.step().readings().stream()
                .filter(reading -> layers.isEmpty() || layers.contains(reading.layer()))
                .filter(reading -> series.isEmpty() || series.contains(reading.series()))
                .map(reading -> values ? reading : withoutValues(reading))
                .toList();
        return new RepresentationReport(
                report.getSessionID(),
                report.getWorkerID(),
                report.getTimeStamp(),
                report.step().withReadings(readings));
    }

    /** For who wants to know how it was measured: distributions and maps may be long. */
    private static Reading withoutValues(Reading reading) {
        return new Reading(
                reading.layer(),
                reading.metric(),
                reading.series(),
                List.of(),
                reading.settings(),
                reading.flags(),
                reading.costNanos());
    }

    /** The worker that a request names, or the first. */
    static String worker(AttachedRun run, Parameters parameters) {
        List<String> workers = run.workers();
        String worker = parameters.text("worker", workers.isEmpty() ? "" : workers.get(0));
        if (!workers.isEmpty() && !workers.contains(worker)) {
            throw RequestException.badParameter("worker", worker, "one of " + workers);
        }
        return worker;
    }
}
