package org.infoscope.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insight;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/** The headline values of one step for a terminal: a row per layer, a column per series, as many columns as fit a line. */
final class AnalysisTable {

    private static final int LINE = 110;

    private AnalysisTable() {}

    static void print(AnalysedRun run, SampledStep step, PrintWriter out) {
        List<String> layers = run.info().layers().stream().map(LayerInfo::name).toList();
        List<String> first = Stream.concat(Stream.of("layer"), layers.stream()).toList();
        List<List<String>> columns = new ArrayList<>(List.of(first));
        int width = width(first);
        for (SeriesInfo series : run.info().series()) {
            List<String> column = column(series, layers, step);
            if (columns.size() > 1 && width + 2 + width(column) > LINE) {
                print(columns, out);
                out.println();
                columns = new ArrayList<>(List.of(first));
                width = width(first);
            }
            columns.add(column);
            width += 2 + width(column);
        }
        print(columns, out);
    }

    /** What the rules find, in plain words; nothing when they find nothing. */
    static void printInsights(AnalysedRun run, PrintWriter out) {
        Map<String, List<Insight>> alike = run.insights().stream()
                .collect(Collectors.groupingBy(Insight::title, LinkedHashMap::new, Collectors.toList()));
        alike.values().forEach(group -> {
            Insight first = group.get(0);
            String layers = group.stream()
                    .map(Insight::layer)
                    .filter(Objects::nonNull)
                    .distinct()
                    .map(TextTable::printable)
                    .collect(Collectors.joining(", "));
            out.println();
            out.println(first.severity().name().toLowerCase(Locale.ROOT) + ": " + first.title()
                    + (layers.isEmpty() ? "" : " (" + layers + ")") + ". " + first.explanation() + ' '
                    + first.advice());
        });
    }

    private static List<String> column(SeriesInfo series, List<String> layers, SampledStep step) {
        String title = series.info().symbol() + ", " + series.label();
        return Stream.concat(
                        Stream.of(title),
                        layers.stream()
                                .map(layer -> step.readings().stream()
                                        .filter(reading -> reading.layer().equals(layer)
                                                && reading.series().equals(series.key()))
                                        .findFirst()
                                        .map(reading -> cell(reading, series))
                                        .orElse("-")))
                .toList();
    }

    private static String cell(Reading reading, SeriesInfo series) {
        OptionalDouble headline = headline(reading, series);
        if (headline.isPresent() && !Double.isNaN(headline.getAsDouble())) {
            return String.format(Locale.ROOT, "%.4g", headline.getAsDouble());
        }
        return reading.flags().stream()
                .map(Flag::kind)
                .filter(kind -> kind != Flag.Kind.CAUTION)
                .findFirst()
                .map(kind ->
                        kind == Flag.Kind.NOT_APPLICABLE ? "-" : kind.name().toLowerCase(Locale.ROOT))
                .orElse("undefined");
    }

    private static OptionalDouble headline(Reading reading, SeriesInfo series) {
        return reading.values().stream()
                .filter(value -> value.name().equals(series.info().headline()))
                .map(value -> value instanceof MetricValue.Scalar scalar
                        ? (Double) scalar.value()
                        : value instanceof MetricValue.Distribution distribution ? (Double) distribution.mean() : null)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(0);
    }

    private static void print(List<List<String>> columns, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < columns.get(0).size(); row++) {
            int index = row;
            rows.add(columns.stream().map(column -> column.get(index)).toList());
        }
        TextTable.print(rows, out);
    }
}
