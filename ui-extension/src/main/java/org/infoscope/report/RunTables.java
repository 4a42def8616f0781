package org.infoscope.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Flag;

/** The tables of a run's section. */
final class RunTables {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Kinds of problems that are told apart. */
    private static final int MOST_PROBLEMS = 100;

    private RunTables() {}

    /** What the run is. */
    static String facts(ReportedRun run) {
        RunCurves curves = run.curves();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("File", run.file());
        facts.put("Session", run.session());
        facts.put("Worker", run.worker());
        facts.put("Model", run.info().model());
        facts.put("Probe", run.info().probe());
        facts.put("Started", TIME.format(Instant.ofEpochMilli(run.info().startedMillis())));
        facts.put("State", run.state());
        if (curves.steps() > 0) {
            facts.put("Iterations", span(curves.first(), curves.last()));
            facts.put("Readings", Numbers.count(curves.readings()));
        }
        last(curves).ifPresent(step -> {
            facts.put("Epoch", Numbers.count(step.epoch()));
            facts.put("Last loss", Numbers.brief(step.score()));
        });
        accuracy(curves, SampledStep::trainingAccuracy).ifPresent(words -> facts.put("Last training accuracy", words));
        accuracy(curves, SampledStep::validationAccuracy)
                .ifPresent(words -> facts.put("Last validation accuracy", words));
        return list(facts);
    }

    /** The last step; the record that closes a run is none. */
    static Optional<SampledStep> last(RunCurves curves) {
        return curves.kept().stream()
                .map(report -> report.step())
                .filter(step -> step.state() == SampledStep.State.LIVE)
                .reduce((before, after) -> after);
    }

    /** Of every output, of the last step that tells it. */
    static Optional<String> accuracy(RunCurves curves, Function<SampledStep, Map<String, Double>> of) {
        return curves.kept().stream()
                .map(report -> of.apply(report.step()))
                .filter(byOutput -> !byOutput.isEmpty())
                .reduce((before, after) -> after)
                .map(byOutput ->
                        byOutput.values().stream().map(Numbers::percent).collect(Collectors.joining(" / ")));
    }

    /** Iterations; what was read before the first one has the number -1. */
    static String span(long first, long last) {
        String from = first < 0 ? "before training" : Numbers.count(first);
        return first == last ? from : from + " to " + Numbers.count(last);
    }

    private static String list(Map<String, String> facts) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().isEmpty())
                .map(fact -> "<dt>%s</dt><dd>%s</dd>".formatted(Html.name(fact.getKey()), Html.name(fact.getValue())))
                .collect(Collectors.joining("", "<dl class=\"facts\">", "</dl>"));
    }

    /** The last reading of every layer and series. */
    static String latest(RunTracks tracks) {
        StringBuilder html =
                new StringBuilder("<h3>Latest values</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Latest values\"><table class=\"latest\"><thead><tr><th scope=\"col\">Layer</th>"
                        + "<th scope=\"col\">Shape</th>");
        for (SeriesInfo series : tracks.series()) {
            html.append("<th scope=\"col\" class=\"number\">%s<br><small>%s</small></th>"
                    .formatted(
                            Html.name(Numbers.withUnit(
                                    series.info().symbol() + ",", series.info().unit())),
                            Html.name(series.label())));
        }
        html.append("</tr></thead><tbody>");
        for (LayerInfo layer : tracks.layers()) {
            html.append("<tr><th scope=\"row\">%s</th><td>%s</td>"
                    .formatted(Html.name(layer.name()), Html.name((layer.type() + ' ' + layer.shape()).strip())));
            for (SeriesInfo series : tracks.series()) {
                html.append("<td class=\"number\">%s</td>"
                        .formatted(tracks.last(layer, series)
                                .map(item -> cell(item, series))
                                .orElse("–")));
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static String cell(RunTracks.Item item, SeriesInfo series) {
        List<Flag> flags = item.reading().flags();
        if (flags.stream().anyMatch(flag -> flag.kind() == Flag.Kind.NOT_APPLICABLE)) {
            return "n/a";
        }
        String kinds = flags.stream()
                .map(flag -> flag.kind().name().toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
        return "<data value=\"%s\">%s</data>%s"
                .formatted(
                        RunTracks.value(item.reading(), series),
                        Numbers.brief(RunTracks.value(item.reading(), series)),
                        kinds.isEmpty() ? "" : "<br><small>" + kinds + "</small>");
    }

    /** What went wrong or needs care; that a metric does not apply to a layer is neither. */
    static String problems(RunCurves curves, Map<String, SeriesInfo> known) {
        List<RunCurves.Problem> found = curves.problems().stream()
                .filter(problem -> problem.kind() != Flag.Kind.NOT_APPLICABLE)
                .toList();
        if (found.isEmpty()) {
            return "<p class=\"note\">Nothing was undefined, saturated, skipped or failed.</p>";
        }
        StringBuilder html =
                new StringBuilder("<h3>Problems and cautions</h3><table aria-label=\"Problems and cautions\">");
        for (RunCurves.Problem problem : found.subList(0, Math.min(found.size(), MOST_PROBLEMS))) {
            SeriesInfo series = known.get(problem.series());
            String where = problem.layer().isEmpty()
                    ? "whole sample"
                    : problem.layer() + " · "
                            + (series == null ? problem.series() : series.info().symbol() + ' ' + series.label());
            html.append(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>"
                            .formatted(
                                    problem.kind().name().toLowerCase(Locale.ROOT),
                                    Html.name(where),
                                    Html.text(problem.reason()),
                                    span(problem.first(), problem.last()),
                                    problem.count() == 1 ? "once" : Numbers.count(problem.count()) + " times"));
        }
        html.append("</table>");
        if (found.size() > MOST_PROBLEMS) {
            html.append("<p class=\"note\">%s more are not shown.</p>"
                    .formatted(Numbers.count(found.size() - MOST_PROBLEMS)));
        }
        return html.toString();
    }

    /** Of the listener, and of every series. */
    static String settings(RunInfo info) {
        StringBuilder html =
                new StringBuilder("<h3>Settings</h3><table class=\"settings\" aria-label=\"Settings\"><tbody>");
        new TreeMap<>(info.settings()).forEach((name, value) -> row(html, name, String.valueOf(value)));
        for (SeriesInfo series : info.series()) {
            String options = new TreeMap<>(series.options())
                    .entrySet().stream()
                            .map(option -> option.getKey() + " = " + option.getValue())
                            .collect(Collectors.joining(", "));
            row(html, series.info().symbol() + ' ' + series.label(), options);
        }
        return html.append("</tbody></table>").toString();
    }

    private static void row(StringBuilder html, String name, String value) {
        html.append("<tr><th scope=\"row\">%s</th><td>%s</td></tr>".formatted(Html.name(name), Html.name(value)));
    }
}
