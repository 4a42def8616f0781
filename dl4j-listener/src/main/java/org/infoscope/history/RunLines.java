package org.infoscope.history;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.core.storage.StatsStorage;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the curves of one worker's run are drawn from, and nothing else: what is read to lay many runs over each
 * other.
 *
 * <p>The numbers are those of {@link RunCurves}: of a reading the headline scalar, or the median of the headline distribution;
 * the training score (from iteration 0 on) and the accuracies. A reading without a number has NaN, unless its metric does not
 * apply to the layer: then it is no part of a line. Lines are thinned by the rule of {@link RunCurves} over the tracks that are
 * wanted, and then have the means of all their numbers. Immutable.
 *
 * @param worker whose run it is
 * @param count of the steps in range, the closing one included
 * @param complete whether no number of a line was left out
 * @param latest timestamp of the worker's last record when reading began; the smallest long if it has none
 * @param steps in order of iteration, then time: those that some line has a number at
 * @param lines in order of kind, layer and series
 */
public record RunLines(String worker, long count, boolean complete, long latest, List<Step> steps, List<Line> lines) {

    private static final Comparator<Line> ORDER =
            Comparator.comparing(Line::kind).thenComparing(Line::layer).thenComparing(Line::series);

    /** What a line is of. */
    public enum Kind {
        /** Readings of one layer and series. */
        READINGS,
        /** The training score. */
        SCORE,
        /** The training accuracy of one output. */
        TRAINING_ACCURACY,
        /** The validation accuracy of one output. */
        VALIDATION_ACCURACY
    }

    /**
     * Where a number stands.
     *
     * @param iteration of training
     * @param epoch of training
     * @param timeMillis milliseconds since 1970-01-01 UTC
     */
    public record Step(long iteration, int epoch, long timeMillis) {}

    /**
     * One curve.
     *
     * @param kind what it is of
     * @param layer of readings; empty for all else
     * @param series of readings; the output of accuracies; empty for the score
     * @param at for each number, the index of its step, ascending
     * @param values as many, NaN and infinities among them
     * @param means of all its numbers; null where none was left out
     */
    public record Line(
            Kind kind,
            String layer,
            String series,
            List<Integer> at,
            List<Double> values,
            @Nullable BucketMeans means) {

        /**
         * Copies its lists.
         *
         * @param kind as above
         * @param layer as above
         * @param series as above
         * @param at as above
         * @param values as above
         * @param means as above
         */
        public Line {
            at = List.copyOf(at);
            values = List.copyOf(values);
        }
    }

    /**
     * Which lines are wanted. The score and the accuracies always are.
     *
     * @param layers of readings; all if there is none
     * @param series of readings; all if there is none
     */
    public record Wanted(Set<String> layers, Set<String> series) {

        /**
         * Copies its sets.
         *
         * @param layers as above
         * @param series as above
         */
        public Wanted {
            layers = Set.copyOf(layers);
            series = Set.copyOf(series);
        }

        boolean accepts(Track track) {
            return switch (track.kind()) {
                case READINGS ->
                    (layers.isEmpty() || layers.contains(track.layer()))
                            && (series.isEmpty() || series.contains(track.series()));
                case PROBLEMS -> false;
                default -> true;
            };
        }
    }

    /**
     * Sorts and copies.
     *
     * @param worker as above
     * @param count as above
     * @param complete as above
     * @param latest as above
     * @param steps as above
     * @param lines as above
     */
    public RunLines {
        steps = List.copyOf(steps);
        lines = lines.stream().sorted(ORDER).toList();
    }

    /**
     * No lines.
     *
     * @param worker id
     * @return what there is to draw of no record
     */
    public static RunLines none(String worker) {
        return new RunLines(worker, 0, true, Long.MIN_VALUE, List.of(), List.of());
    }

    /**
     * Reads lines out of any storage; a {@link RunHistory} gives them without decoding a record.
     *
     * @param storage that holds the run
     * @param session id of the run's session
     * @param worker id
     * @param wanted lines
     * @param from first iteration, inclusive
     * @param to last iteration, inclusive
     * @param buckets of each line at most, 10 or more
     * @return the lines; none if the storage knows no such worker
     * @throws IllegalArgumentException if there are fewer than 10 buckets
     */
    public static RunLines read(
            StatsStorage storage, String session, String worker, Wanted wanted, long from, long to, int buckets) {
        RunCurves.requireEnough(buckets);
        return new RunLinesReader(StepSource.of(storage), session, worker, wanted).read(from, to, buckets);
    }

    /**
     * The lines of some records, by the same rule: for what has come since {@link #read}.
     *
     * @param storage that holds the run
     * @param wanted lines
     * @param reports of one worker's run
     * @param buckets of each line at most, 10 or more
     * @return the lines
     * @throws IllegalArgumentException if there is no record, or there are fewer than 10 buckets
     */
    public static RunLines of(StatsStorage storage, Wanted wanted, List<RepresentationReport> reports, int buckets) {
        RunCurves.requireEnough(buckets);
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("Lines are made of at least one record");
        }
        RepresentationReport first = reports.get(0);
        return new RunLinesReader(StepSource.of(storage), first.getSessionID(), first.getWorkerID(), wanted)
                .read(reports, buckets);
    }
}
