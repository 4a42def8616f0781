package org.infoscope.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.infoscope.history.SampledStep;

/**
 * What is kept of a run for the head of a report, when its section is written.
 *
 * @param file that it was read from
 * @param anchor of its section
 * @param name of the run
 * @param session of the run
 * @param worker that measured
 * @param cells of its row, beside the name
 * @param loss over iterations
 * @param validation accuracy of its first output that has one; empty when there is none
 * @param lines all that it measured, for means over several runs
 */
record RunSummary(
        String file,
        String anchor,
        String name,
        String session,
        String worker,
        List<String> cells,
        List<Curve.Point> loss,
        List<Curve.Point> validation,
        Map<Measure, MeasuredLine> lines) {

    static final List<String> HEAD = List.of(
            "Model",
            "Started",
            "Last iteration",
            "Readings",
            "Last loss",
            "Last validation accuracy",
            "Insights",
            "State");

    static RunSummary of(String anchor, ReportedRun run, RunSection section) {
        SampledStep last = RunTables.last(run.curves()).orElse(null);
        List<String> cells = List.of(
                run.info().model(),
                RunTables.TIME.format(Instant.ofEpochMilli(run.info().startedMillis())),
                last == null ? "–" : RunTables.span(last.iteration(), last.iteration()),
                Numbers.count(run.curves().readings()),
                last == null ? "–" : Numbers.brief(last.score()),
                RunTables.accuracy(run.curves(), SampledStep::validationAccuracy)
                        .orElse("–"),
                Numbers.count(run.insights().size()),
                run.state());
        List<Curve.Point> validation = section.charts().accuracies().stream()
                .filter(curve -> curve.dash() == 1)
                .findFirst()
                .map(Curve::points)
                .orElse(List.of());
        return new RunSummary(
                run.file(),
                anchor,
                run.info().name(),
                run.session(),
                run.worker(),
                cells,
                section.charts().loss().points(),
                validation,
                MeasuredLine.of(run, section.tracks()));
    }

    /** Which run it is of: its workers share it. */
    List<String> identity() {
        return List.of(file, session);
    }

    /** Its name; where others of these are called the same, with what tells it from them. */
    String nameAmong(List<RunSummary> all) {
        List<RunSummary> namesakes =
                all.stream().filter(other -> other.name.equals(name)).toList();
        boolean workers = namesakes.stream().allMatch(other -> other.session.equals(session));
        return namesakes.size() == 1 ? name : name + " · " + (workers ? worker : session + " · " + worker);
    }
}
