package org.infoscope.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunSteps;
import org.infoscope.history.SeriesInfo;

/**
 * The histograms of a run's distributions at samples spread evenly over the run, for heat maps.
 *
 * @param columns by layer and series, in order of iteration
 */
record Histograms(Map<Place, List<Column>> columns) {

    /** More columns are hardly told apart in a small chart. */
    static final int MOST_COLUMNS = 120;

    /** Samples that are in memory at a time: they hold the scores of units and the maps, too. */
    private static final int AT_ONCE = 8;

    /**
     * What the histograms are of.
     *
     * @param layer name of the layer
     * @param series key of the series
     */
    record Place(String layer, String series) {}

    /**
     * One sample.
     *
     * @param iteration of the sample
     * @param edges of the bins, ascending, one more than {@code counts}
     * @param counts of observations, one for each bin
     */
    record Column(long iteration, List<Double> edges, List<Long> counts) {}

    /** Curves of long runs do not hold histograms: the samples chosen are read whole, a few at a time. */
    static Histograms read(StatsStorage storage, String session, String worker, RunInfo info, RunCurves curves) {
        Map<String, SeriesInfo> series =
                info.series().stream().collect(Collectors.toMap(SeriesInfo::key, one -> one, (a, b) -> a));
        Map<String, Set<Long>> chosen = chosen(curves, series);
        List<Long> all = chosen.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
        Map<Place, TreeMap<Long, Column>> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            Set<Long> some = new TreeSet<>(all.subList(from, Math.min(from + AT_ONCE, all.size())));
            List<RepresentationReport> whole = curves.complete()
                    ? curves.kept().stream()
                            .filter(report -> some.contains(report.step().iteration()))
                            .toList()
                    : RunSteps.at(storage, session, worker, some);
            whole.forEach(report -> take(report, series, chosen, found));
        }
        Map<Place, List<Column>> columns = new HashMap<>();
        found.forEach((place, byIteration) -> columns.put(place, List.copyOf(byIteration.values())));
        return new Histograms(columns);
    }

    /** The iterations of the columns of each series that is a distribution. */
    private static Map<String, Set<Long>> chosen(RunCurves curves, Map<String, SeriesInfo> series) {
        Map<String, TreeSet<Long>> measured = new HashMap<>();
        for (RepresentationReport report : curves.kept()) {
            for (Reading reading : report.step().readings()) {
                SeriesInfo one = series.get(reading.series());
                if (one != null && RunTracks.distribution(reading, one).isPresent()) {
                    measured.computeIfAbsent(one.key(), key -> new TreeSet<>())
                            .add(report.step().iteration());
                }
            }
        }
        Map<String, Set<Long>> chosen = new HashMap<>();
        measured.forEach((key, iterations) -> chosen.put(key, evenly(iterations)));
        return chosen;
    }

    private static void take(
            RepresentationReport report,
            Map<String, SeriesInfo> series,
            Map<String, Set<Long>> chosen,
            Map<Place, TreeMap<Long, Column>> found) {
        long iteration = report.step().iteration();
        for (Reading reading : report.step().readings()) {
            SeriesInfo one = series.get(reading.series());
            if (one != null && chosen.getOrDefault(one.key(), Set.of()).contains(iteration)) {
                RunTracks.distribution(reading, one)
                        .filter(each -> !each.counts().isEmpty())
                        .ifPresent(each -> found.computeIfAbsent(
                                        new Place(reading.layer(), one.key()), place -> new TreeMap<>())
                                .put(iteration, new Column(iteration, each.edges(), each.counts())));
            }
        }
    }

    /** Of these iterations those nearest to places that are evenly spaced from the first to the last one. */
    static Set<Long> evenly(TreeSet<Long> iterations) {
        if (iterations.size() <= MOST_COLUMNS) {
            return iterations;
        }
        Set<Long> chosen = new HashSet<>();
        double spacing = (double) (iterations.last() - iterations.first()) / (MOST_COLUMNS - 1);
        for (int i = 0; i < MOST_COLUMNS; i++) {
            long at = iterations.first() + Math.round(i * spacing);
            Long before = iterations.floor(at);
            Long after = iterations.ceiling(at);
            boolean nearer = after == null || (before != null && at - before <= after - at);
            chosen.add(nearer && before != null ? before : iterations.ceiling(at));
        }
        return chosen;
    }

    /** Of one layer's series; empty where it has none. */
    List<Column> of(String layer, String series) {
        return columns.getOrDefault(new Place(layer, series), List.of());
    }
}
