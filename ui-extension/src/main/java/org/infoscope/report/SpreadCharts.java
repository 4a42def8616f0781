package org.infoscope.report;

import java.util.List;
import java.util.Optional;
import org.infoscope.history.SeriesInfo;

/**
 * The distributions of a run: of each series and layer a heat map over time, and bands between its quantiles.
 *
 * @param run that they are of
 * @param tracks its curves
 * @param charts of them
 */
record SpreadCharts(ReportedRun run, RunTracks tracks, RunCharts charts) {

    /** More small charts of one series hardly help; the report says so. */
    private static final int MOST_LAYERS = 32;

    /** Adds them under a heading for each series; {@code anchor} is that of the run's section, by which ids stay apart. */
    void add(StringBuilder html, String anchor) {
        List<SeriesInfo> all = tracks.series();
        for (int i = 0; i < all.size(); i++) {
            if (charts.isDistribution(all.get(i))) {
                series(html, all.get(i), anchor + "-heat-" + i);
            }
        }
    }

    private void series(StringBuilder html, SeriesInfo series, String id) {
        StringBuilder heat = new StringBuilder();
        StringBuilder bands = new StringBuilder();
        int drawn = 0;
        for (int layer = 0; layer < tracks.layers().size() && drawn < MOST_LAYERS; layer++) {
            String name = tracks.layers().get(layer).name();
            Optional<Chart> band = charts.spread(layer, series);
            heat(layer, series, id + "-" + layer)
                    .ifPresent(svg -> heat.append(figure(name + ", observations in each bin", svg)));
            band.ifPresent(chart -> bands.append(figure(
                    name + ", quantiles",
                    chart.isEmpty()
                            ? "<p class=\"empty\">Nothing to draw: no reading has a value.</p>"
                            : chart.svg())));
            drawn += band.isPresent() ? 1 : 0;
        }
        html.append("<h3>%s, %s</h3><div class=\"note\">"
                        .formatted(RunSection.title(series.info()), Html.name(series.label())))
                .append(
                        heat.isEmpty()
                                ? ""
                                : "Heat maps: bins up, iterations across, the more ink the more observations of a sample, the line the median; of a"
                                        + " long run at most " + Histograms.MOST_COLUMNS + " samples, evenly spaced. ")
                .append("Bands: the middle half, and the outermost quantiles that were recorded, the line the median. ")
                .append(RunSection.described(series.info()))
                .append("</div>");
        html.append(heat.isEmpty() ? "" : "<div class=\"charts small\">" + heat + "</div>");
        html.append("<div class=\"charts small\">").append(bands).append("</div>");
        if (drawn == MOST_LAYERS) {
            html.append("<p class=\"note\">The first %d layers are drawn.</p>".formatted(MOST_LAYERS));
        }
    }

    private Optional<String> heat(int layer, SeriesInfo series, String id) {
        List<Histograms.Column> columns =
                run.histograms().of(tracks.layers().get(layer).name(), series.key());
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        String label = series.info().displayName() + " of "
                + tracks.layers().get(layer).name() + " over iterations: observations in each bin, and median";
        return Optional.of(new HeatChart(
                        label,
                        series.info().unit(),
                        charts.x(),
                        columns,
                        charts.median(layer, series, HeatChart.MEDIAN))
                .svg(id));
    }

    private static String figure(String title, String svg) {
        return "<figure><figcaption><h4>%s</h4></figcaption>%s</figure>".formatted(Html.name(title), svg);
    }
}
