package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunSteps;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/**
 * The pixel-wise maps of one series at its last sample: a row for each example of the probe, a column for each layer.
 *
 * @param series key of the series
 * @param iteration of the sample
 * @param maps by layer
 */
record PixelMapTable(String series, long iteration, Map<String, MetricValue.PixelMaps> maps) {

    /** More examples hardly help; the page has them all. */
    private static final int MOST_EXAMPLES = 8;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

    /** Curves do not hold maps: the last sample of every series that has a reading is read whole. */
    static List<PixelMapTable> read(StatsStorage storage, String session, String worker, RunCurves curves) {
        Map<String, Long> last = new TreeMap<>();
        for (RepresentationReport report : curves.kept()) {
            for (Reading reading : report.step().readings()) {
                if (!reading.values().isEmpty()) {
                    last.put(reading.series(), report.step().iteration());
                }
            }
        }
        List<RepresentationReport> whole = RunSteps.at(storage, session, worker, new TreeSet<>(last.values()));
        List<PixelMapTable> tables = new ArrayList<>();
        last.forEach((series, iteration) -> {
            Map<String, MetricValue.PixelMaps> maps = new LinkedHashMap<>();
            whole.stream()
                    .filter(report -> report.step().iteration() == iteration)
                    .flatMap(report -> report.step().readings().stream())
                    .filter(reading -> reading.series().equals(series))
                    .forEach(reading -> mapsOf(reading).ifPresent(found -> maps.put(reading.layer(), found)));
            if (!maps.isEmpty()) {
                tables.add(new PixelMapTable(series, iteration, maps));
            }
        });
        return tables;
    }

    private static Optional<MetricValue.PixelMaps> mapsOf(Reading reading) {
        return reading.values().stream()
                .filter(MetricValue.PixelMaps.class::isInstance)
                .map(MetricValue.PixelMaps.class::cast)
                .findFirst();
    }

    /** The table under a heading; {@code one} is the series, if the run describes it. */
    String section(@Nullable SeriesInfo one, List<ProbeImage> images) {
        String heading = one == null ? Html.name(series) : RunSection.title(one.info()) + ", " + Html.name(one.label());
        return "<h3>" + heading + ": pixel-wise maps</h3>" + table(images);
    }

    /** With the probe's images where the run has them. */
    private String table(List<ProbeImage> images) {
        double[] values = maps.values().stream()
                .flatMap(map -> map.maps().stream().flatMap(List::stream))
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return "<p class=\"empty\">Nothing to draw: no cell has a value.</p>";
        }
        double low = values[0];
        double high = values[values.length - 1];
        List<Integer> examples = maps.values().stream()
                .flatMap(map -> map.examples().stream())
                .distinct()
                .sorted()
                .toList();
        return legend(low, high, examples.size())
                + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Pixel-wise maps\"><table class=\"pixels\"><thead><tr>"
                + "<th scope=\"col\">Probe example</th>"
                + maps.keySet().stream()
                        .map(layer -> "<th scope=\"col\">" + Html.name(layer) + "</th>")
                        .collect(Collectors.joining())
                + "</tr></thead><tbody>"
                + examples.stream()
                        .limit(MOST_EXAMPLES)
                        .map(example -> row(example, images, low, high))
                        .collect(Collectors.joining())
                + "</tbody></table></div>";
    }

    private String legend(double low, double high, int examples) {
        String unit = maps.values().iterator().next().unit();
        StringBuilder bar = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            bar.append("<rect x=\"%d\" width=\"4.5\" height=\"8\" fill=\"%s\"/>".formatted(4 * i, css(i / 23.0)));
        }
        return "<p class=\"note\">From %s. %s <svg class=\"bar\" viewBox=\"0 0 97 8\" aria-hidden=\"true\">%s</svg> %s, one scale for all.%s</p>"
                .formatted(
                        Numbers.when(iteration),
                        Numbers.brief(low),
                        bar,
                        Html.name(Numbers.withUnit(Numbers.brief(high), unit)),
                        examples > MOST_EXAMPLES
                                ? " The first %d of %s examples are drawn."
                                        .formatted(MOST_EXAMPLES, Numbers.count(examples))
                                : "");
    }

    private static String css(double share) {
        int[] parts = Ink.cell(share);
        return "rgb(%d,%d,%d)".formatted(parts[0], parts[1], parts[2]);
    }

    private String row(int example, List<ProbeImage> images, double low, double high) {
        Stream<String> cells = maps.entrySet().stream().map(entry -> {
            MetricValue.PixelMaps map = entry.getValue();
            int at = map.examples().indexOf(example);
            return at < 0
                    ? "<td>no map</td>"
                    : "<td><img class=\"map\" alt=\"%s\" src=\"data:image/png;base64,%s\"></td>"
                            .formatted(
                                    Html.name("%s, example %d: %d × %d cells"
                                            .formatted(entry.getKey(), example, map.rows(), map.columns())),
                                    MapPicture.png(map, at, low, high));
        });
        return "<tr><th scope=\"row\">%s</th>%s</tr>"
                .formatted(probe(example, images), cells.collect(Collectors.joining()));
    }

    private static String probe(int example, List<ProbeImage> images) {
        return images.stream()
                .filter(image -> image.example() == example
                        && BASE64.matcher(image.png()).matches())
                .findFirst()
                .map(image ->
                        "<img class=\"map\" alt=\"Probe image\" src=\"data:image/png;base64,%s\"><br><small>example %d%s</small>"
                                .formatted(
                                        image.png(),
                                        example,
                                        image.label() < 0 ? "" : " · class " + Numbers.count(image.label())))
                .orElse("<small>example " + example + "</small>");
    }
}
