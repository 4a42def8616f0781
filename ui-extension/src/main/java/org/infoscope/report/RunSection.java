package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insight;
import org.infoscope.metric.MetricInfo;

/**
 * What the report says of one run, as HTML.
 *
 * @param run what it is about
 * @param tracks its curves
 * @param charts of them
 */
record RunSection(ReportedRun run, RunTracks tracks, RunCharts charts) {

    /** More places of one insight hardly help. */
    private static final int MOST_PLACES = 32;

    static RunSection of(ReportedRun run) {
        RunTracks tracks = new RunTracks(run.info(), run.curves());
        RunCurves curves = run.curves();
        boolean empty = curves.steps() == 0;
        Axis x = Axis.tight(empty ? 0 : (double) curves.first(), empty ? 1 : (double) curves.last());
        return new RunSection(run, tracks, new RunCharts(tracks, x));
    }

    String html(String anchor) {
        StringBuilder html = new StringBuilder(1 << 16);
        html.append("<section class=\"run\" id=\"%s\" aria-labelledby=\"%s-title\">".formatted(anchor, anchor));
        html.append("<h2 id=\"%s-title\">%s</h2>"
                .formatted(anchor, Html.name(run.info().name())));
        html.append(RunTables.facts(run));
        if (tracks.steps().isEmpty()) {
            html.append(
                    "<p class=\"empty\">This run holds no sample: no iteration was due, or training ended before the first"
                            + " sample was measured.</p>");
        } else {
            html.append(insights());
            html.append("<p class=\"note\">%s</p>".formatted(basis()));
            html.append("<h3>Curves</h3>");
            html.append(legend());
            html.append("<div class=\"charts\">");
            training(html);
            metrics(html);
            html.append("</div>");
            html.append(PlaneChart.section(PlaneChart.of(tracks, charts)));
            new SpreadCharts(run, tracks, charts).add(html, anchor);
            run.pixelMaps()
                    .forEach(table -> html.append(table.section(
                            series().get(table.series()), run.info().images())));
            html.append(RunTables.latest(tracks));
            html.append(RunTables.problems(run.curves(), series()));
        }
        return html.append(RunTables.settings(run.info())).append("</section>").toString();
    }

    private Map<String, SeriesInfo> series() {
        return tracks.series().stream()
                .collect(Collectors.toMap(SeriesInfo::key, one -> one, (a, b) -> a, LinkedHashMap::new));
    }

    private String basis() {
        RunCurves curves = run.curves();
        String all =
                "%s readings of %s steps".formatted(Numbers.count(curves.readings()), Numbers.count(stepsOf(curves)));
        return (curves.complete() ? "Drawn from all " : "Drawn from a thinned choice of ") + all
                + ": each line has at most " + Numbers.count((long) Curve.BUCKETS * Curve.PER_BUCKET)
                + " points, and keeps the lowest, the highest and every gap of each stretch. A cross at the foot is a value that is"
                + " undefined.";
    }

    /** Without the closing one. */
    private long stepsOf(RunCurves curves) {
        return curves.complete() ? tracks.steps().size() : curves.steps();
    }

    private String insights() {
        if (run.insights().isEmpty()) {
            return "<p class=\"note\">No insight: by the rules’ thresholds nothing stands out.</p>";
        }
        StringBuilder html = new StringBuilder("<h3>Insights</h3><ul class=\"insights\">");
        // One entry for what several layers have in common.
        Map<String, List<Insight>> alike = run.insights().stream()
                .collect(Collectors.groupingBy(Insight::title, LinkedHashMap::new, Collectors.toList()));
        alike.forEach((title, group) -> {
            Insight first = group.get(0);
            String severity = first.severity().name().toLowerCase(Locale.ROOT);
            html.append("<li class=\"%s\"><b>%s: %s</b> %s <span class=\"note\">%s</span>%s</li>"
                    .formatted(
                            severity,
                            severity,
                            Html.text(title),
                            Html.text(first.explanation()),
                            Html.text(first.advice()),
                            where(group)));
        });
        return html.append("</ul>").toString();
    }

    private String where(List<Insight> group) {
        Map<String, SeriesInfo> known = series();
        String places = group.stream()
                .filter(insight -> insight.layer() != null)
                .limit(MOST_PLACES)
                .map(insight -> Html.name(String.valueOf(insight.layer()))
                        + Optional.ofNullable(known.get(String.valueOf(insight.series())))
                                .map(one -> " · " + Html.name(one.info().symbol() + ' ' + one.label()))
                                .orElse("")
                        + ", from " + Numbers.when(insight.since()) + " on")
                .collect(Collectors.joining("; "));
        return places.isEmpty() ? "" : "<br><small>" + places + "</small>";
    }

    private String legend() {
        List<LayerInfo> layers = tracks.layers();
        return IntStream.range(0, layers.size())
                .mapToObj(i -> key(charts.ink(i), 0, layers.get(i).name()))
                .collect(Collectors.joining("", "<p class=\"legend\"><b>Layers</b> ", "</p>"));
    }

    /** One entry of a legend. */
    static String key(Ink ink, int dash, String name) {
        return "<span><svg viewBox=\"0 0 32 8\" aria-hidden=\"true\"><path class=\"line\" stroke=\"%s\"%s d=\"M1 4h30\"/></svg>%s</span>"
                .formatted(ink.css(), Dashes.attribute(dash), Html.name(name));
    }

    private void training(StringBuilder html) {
        Curve loss = charts.loss();
        if (loss.points().stream().anyMatch(point -> Double.isFinite(point.y()))) {
            figure(
                    html,
                    "Loss",
                    "",
                    "Score of the training batch, as DL4J reports it.",
                    new Chart("Loss over iterations", "1", charts.x(), List.of(loss), List.of()));
        }
        List<Curve> accuracies = charts.accuracies();
        if (!accuracies.isEmpty()) {
            String keys = accuracies.stream()
                    .map(curve -> key(curve.ink(), curve.dash(), curve.name()))
                    .collect(Collectors.joining());
            figure(
                    html,
                    "Accuracy",
                    keys,
                    "Share of right answers on the probe and on the validation set.",
                    new Chart("Accuracy over iterations", "1", charts.x(), accuracies, List.of()));
        }
    }

    private void metrics(StringBuilder html) {
        Map<String, List<SeriesInfo>> byMetric = new LinkedHashMap<>();
        for (SeriesInfo series : tracks.series()) {
            if (!charts.isDistribution(series)) {
                byMetric.computeIfAbsent(series.info().id() + series.info().symbol(), id -> new ArrayList<>())
                        .add(series);
            }
        }
        byMetric.values().forEach(variants -> {
            MetricInfo info = variants.get(0).info();
            String keys = variants.size() < 2
                    ? ""
                    : IntStream.range(0, variants.size())
                            .mapToObj(i -> key(Ink.of(7, 8), i, variants.get(i).label()))
                            .collect(Collectors.joining());
            figure(html, title(info), keys, described(info), charts.metric(info, variants));
        });
    }

    static String title(MetricInfo info) {
        return Html.name(info.displayName()) + " <small>" + Html.name(info.symbol()) + "</small>";
    }

    /** In the metric's own words. */
    static String described(MetricInfo info) {
        MetricInfo.Definition definition = info.definition();
        String more = Map.of(
                        "Formula", definition.formula(), "Range", definition.range(), "Source", definition.source())
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "<br><b>" + entry.getKey() + "</b> " + Html.text(entry.getValue()))
                .collect(Collectors.joining());
        return Html.text(info.description())
                + (more.isEmpty()
                        ? ""
                        : "<details><summary>Definition <span class=\"unseen\">of " + Html.name(info.symbol())
                                + "</span></summary><p>" + more.substring(4) + "</p></details>");
    }

    private static void figure(StringBuilder html, String title, String keys, String note, Chart chart) {
        html.append("<figure><figcaption><h4>%s</h4>".formatted(title));
        if (!note.isEmpty()) {
            html.append("<div class=\"note\">%s</div>".formatted(note));
        }
        if (!keys.isEmpty()) {
            html.append("<p class=\"legend\">%s</p>".formatted(keys));
        }
        html.append("</figcaption>");
        html.append(chart.isEmpty() ? "<p class=\"empty\">Nothing to draw: no reading has a value.</p>" : chart.svg());
        html.append("</figure>");
    }
}
