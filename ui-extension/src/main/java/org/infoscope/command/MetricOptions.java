package org.infoscope.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Metrics;
import org.infoscope.reconstruction.ReconstructionUncertainty;
import picocli.CommandLine.Option;

/** Which metrics are asked for: a preset or names, with options. */
final class MetricOptions {

    private static final String RECONSTRUCTION = "reconstruction-uncertainty";

    @Option(
            names = {"--metrics", "--metric"},
            split = ",",
            paramLabel = "WHAT",
            defaultValue = "standard",
            description = "economy, standard, full, or ids joined by commas (default: ${DEFAULT-VALUE}); 'ru' or"
                    + " reconstruction-uncertainty trains a decoder per layer, which takes minutes")
    private List<String> words = List.of();

    @Option(
            names = "--set",
            paramLabel = "METRIC.OPTION=VALUE",
            description =
                    "an option of every chosen metric of that id, as in 'measure'; METRIC. may be left out when one"
                            + " id is chosen; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The words as they were typed. */
    List<String> words() {
        return words;
    }

    /**
     * The metrics.
     *
     * @return different ones, in the order of the words
     * @throws IllegalArgumentException if a metric, an option or a value is not known; the message names what is
     */
    List<Metric> metrics() {
        List<Metric> chosen =
                words.stream().flatMap(word -> named(word.strip()).stream()).toList();
        Map<String, Map<String, String>> options = options(chosen);
        Map<String, Metric> different = new LinkedHashMap<>();
        for (Metric metric : chosen) {
            Metric set = with(metric, options.getOrDefault(metric.info().id(), Map.of()));
            different.putIfAbsent(SeriesInfo.of(set).key(), set);
        }
        return List.copyOf(different.values());
    }

    private static List<Metric> named(String word) {
        return switch (word) {
            case "economy" -> Metrics.economy();
            case "standard" -> Metrics.standard();
            case "full" -> Metrics.full();
            case RECONSTRUCTION, "ru" -> List.of(ReconstructionUncertainty.withDefaults());
            default -> {
                if (!Metrics.ids().contains(word)) {
                    throw new IllegalArgumentException("Unknown metric '" + word
                            + "'. There are: economy, standard, full, " + String.join(", ", Metrics.ids()) + ", "
                            + RECONSTRUCTION);
                }
                yield List.of(Metrics.of(word, Map.of()));
            }
        };
    }

    /** Options by metric id. */
    private Map<String, Map<String, String>> options(List<Metric> chosen) {
        List<String> ids =
                chosen.stream().map(metric -> metric.info().id()).distinct().toList();
        Map<String, Map<String, String>> options = new TreeMap<>();
        settings.forEach((name, value) -> {
            List<String> parts = new ArrayList<>(Arrays.asList(name.split("\\.", 2)));
            if (parts.size() == 1 && ids.size() == 1) {
                parts.add(0, ids.get(0));
            }
            if (parts.size() == 1 || !ids.contains(parts.get(0))) {
                throw new IllegalArgumentException("--set " + name + "=" + value
                        + " names none of the chosen metrics: write METRIC." + parts.get(parts.size() - 1) + "=" + value
                        + " with one of " + String.join(", ", ids));
            }
            options.computeIfAbsent(parts.get(0), id -> new TreeMap<>()).put(parts.get(1), value);
        });
        return options;
    }

    /** The same metric with some options changed. */
    private static Metric with(Metric metric, Map<String, String> changes) {
        if (changes.isEmpty()) {
            return metric;
        }
        if (metric instanceof ReconstructionUncertainty reconstruction) {
            return reconstruction.withOptions(changes);
        }
        Map<String, String> all = metric.options().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
        all.putAll(changes);
        return Metrics.of(metric.info().id(), all);
    }
}
