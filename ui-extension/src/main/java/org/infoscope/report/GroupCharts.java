package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The mean and the range from the lowest to the highest run of groups of runs that repeat each other: a chart for the loss, each accuracy, and each
 * layer's series.
 *
 * @param groups of all runs, those of one run among them
 */
record GroupCharts(List<RunGroup> groups) {

    /** More charts of one series hardly help; the report says so. */
    private static final int MOST_LAYERS = 32;

    /** With the charts of each kind under a heading; empty where no two runs belong together. */
    String html() {
        if (groups.stream().noneMatch(group -> group.runs() > 1)) {
            return "";
        }
        String keys = groups.stream()
                .map(group -> RunSection.key(
                        RunReport.ink(group.first()),
                        RunReport.dash(group.first()),
                        group.runs() > 1 ? group.name() + " (" + Numbers.count(group.runs()) + ")" : group.name()))
                .collect(Collectors.joining());
        StringBuilder html = new StringBuilder(
                "<h3>Groups: mean and range</h3><p class=\"note\">Runs whose names differ only in the"
                        + " number of a seed, run, trial or repetition are one group: the line is their mean, the band reaches from the lowest to"
                        + " the highest. Both are of all runs of a group that measured it, and end where the first of these ends.</p>");
        html.append("<p class=\"legend\">").append(keys).append("</p>");
        byHeading().forEach((heading, measures) -> {
            html.append(heading.isEmpty() ? "" : "<h4>%s</h4>".formatted(Html.name(heading)));
            html.append("<div class=\"charts small\">");
            measures.stream().limit(MOST_LAYERS).forEach(measure -> html.append(figure(measure)));
            html.append("</div>");
            if (measures.size() > MOST_LAYERS) {
                html.append("<p class=\"note\">The first %d layers are drawn.</p>".formatted(MOST_LAYERS));
            }
        });
        return html.toString();
    }

    /** What is drawn: all that two runs of a group measured. */
    private Map<String, List<Measure>> byHeading() {
        Map<String, List<Measure>> byHeading = new LinkedHashMap<>();
        groups.stream()
                .flatMap(group -> group.members().stream())
                .flatMap(run -> run.lines().keySet().stream())
                .distinct()
                .filter(measure ->
                        groups.stream().anyMatch(group -> lines(group, measure).size() > 1))
                .forEach(measure -> byHeading
                        .computeIfAbsent(measure.heading(), heading -> new ArrayList<>())
                        .add(measure));
        return byHeading;
    }

    private static List<MeasuredLine> lines(RunGroup group, Measure measure) {
        return group.members().stream()
                .map(run -> run.lines().get(measure))
                .filter(Objects::nonNull)
                .toList();
    }

    private String figure(Measure measure) {
        List<Curve> curves = new ArrayList<>();
        List<Chart.Band> bands = new ArrayList<>();
        for (RunGroup group : groups) {
            List<MeasuredLine> lines = lines(group, measure);
            List<Spread> spreads = Spread.of(lines);
            Ink ink = RunReport.ink(group.first());
            if (!spreads.isEmpty()) {
                List<Curve.Point> means = spreads.stream()
                        .map(each -> new Curve.Point(each.x(), each.mean()))
                        .toList();
                curves.add(new Curve(group.name(), ink, RunReport.dash(group.first()), means).thinned());
            }
            if (lines.size() > 1 && !spreads.isEmpty()) {
                bands.add(Spread.band(ink, spreads));
            }
        }
        double first = curves.stream()
                .mapToDouble(curve -> curve.points().get(0).x())
                .min()
                .orElse(0);
        double last = curves.stream()
                .mapToDouble(
                        curve -> curve.points().get(curve.points().size() - 1).x())
                .max()
                .orElse(1);
        String label = (measure.heading().isEmpty() ? "" : measure.heading() + " of ") + measure.title()
                + " over iterations: mean and range of each group";
        Chart chart = new Chart(label, measure.unit(), Axis.tight(first, last), curves, bands);
        // Under a heading of its own, a chart's is one lower.
        int level = measure.heading().isEmpty() ? 4 : 5;
        return "<figure><figcaption><h%d>%s</h%d></figcaption>%s</figure>"
                .formatted(
                        level,
                        Html.name(measure.title()),
                        level,
                        chart.isEmpty()
                                ? "<p class=\"empty\">Nothing to draw: the runs have no iterations in common.</p>"
                                : chart.svg());
    }
}
