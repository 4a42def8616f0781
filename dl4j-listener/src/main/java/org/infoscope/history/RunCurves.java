package org.infoscope.history;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.metric.Flag;

/**
 * The curves of one worker's run over a range of iterations, thinned so that a run of any length can be drawn and nothing
 * that a drawing would show is lost.
 *
 * <p><b>Tracks.</b> A track is what makes one curve: the readings of one layer and series, the score, the accuracy of one
 * output; samples with problems are a track, too. The number drawn of a reading is the value that its metric calls headline
 * ({@link org.infoscope.metric.MetricInfo#headline()}; the first value if there is none of that name): a scalar itself, of a
 * distribution the quantile at level 0.5, or its mean if there is none.
 *
 * <p><b>Buckets.</b> A bucket is 2<sup>k</sup> iterations beginning at a multiple of that, with the smallest k for which the
 * steps found lie in no more buckets than asked for, and in no more than max(10, 10,000 / tracks). Each track keeps of each
 * bucket its first and last reading and those with the lowest and the highest finite number: the M4 aggregation (Jugel, Jerzak,
 * Hackenbroich, Markl: M4: A Visualization-Oriented Time Series Data Aggregation, VLDB 2014), from which a line chart as wide
 * as there are buckets is drawn without error. Our addition: the first and the last reading whose number is NaN or infinite,
 * and the first and the last with a flag. First, last and ties go by iteration, then timestamp, then the order of putting.
 * Averages are to be made of the {@link BucketMeans}, in which every number counts, and not of those that are kept.
 *
 * <p><b>Thin.</b> A step that is kept holds only the readings kept of it. Of these, scalars are whole; distributions have no
 * histogram ({@code edges} is one 0 and {@code counts} empty); unit scores and pixel maps are left out, settings are empty and
 * the cost is 0. Flags are there, and the step's own numbers, problems and cost,
 * but not what each series costs.
 *
 * <p><b>Complete.</b> At most {@value CurveThinning#FULL} steps with at most {@value CurveThinning#FULL} readings, whose
 * readings hold at most {@value RunCurvesReader#MOST_NUMBERS} numbers, are given whole.
 *
 * <p>Every storage gives the same answer; a {@link RunHistory} gives it without decoding a record, others decode all of the
 * worker's. Memory is bounded by the number of tracks, not by the length of the run. Immutable.
 *
 * @param worker whose run it is
 * @param steps in range, the closing one included
 * @param readings in range
 * @param first iteration in range; of no meaning if {@code steps} is 0
 * @param last iteration in range; of no meaning if {@code steps} is 0
 * @param tracks that have numbers in range
 * @param complete whether all steps of the range are here, whole
 * @param kept in order of iteration. A closing step is here only if it is the worker's last record in range
 * @param rough what would be kept if buckets were 8 times as wide, or 4 or 2 times where of 8 there would be fewer than 16: a first picture. Empty if the
 *     steps are complete, or there are too few buckets
 * @param means of the tracks of which numbers are left out, in order of kind, layer and series
 * @param problems the flags of all steps in range, kept or not; those that differ only in numbers counted together
 * @param latest by worker, the timestamp of the last record there was when reading began; nothing after it is here
 */
public record RunCurves(
        String worker,
        long steps,
        long readings,
        long first,
        long last,
        int tracks,
        boolean complete,
        List<RepresentationReport> kept,
        List<RepresentationReport> rough,
        List<TrackMeans> means,
        List<Problem> problems,
        SortedMap<String, Long> latest) {

    /**
     * The means of one track.
     *
     * @param kind what it is of
     * @param layer of readings; empty for all else
     * @param series of readings; the output of accuracies; empty for the score
     * @param means of all its numbers in range
     */
    public record TrackMeans(RunLines.Kind kind, String layer, String series, BucketMeans means) {

        private static final Comparator<TrackMeans> ORDER = Comparator.comparing(TrackMeans::kind)
                .thenComparing(TrackMeans::layer)
                .thenComparing(TrackMeans::series);
    }

    /**
     * Flags of one kind.
     *
     * @param kind of the flags
     * @param layer of the readings; empty for the steps' own problems
     * @param series of the readings; empty for the steps' own problems
     * @param reason of the last one
     * @param first iteration with one
     * @param last iteration with one
     * @param count of the flags
     */
    public record Problem(
            Flag.Kind kind, String layer, String series, String reason, long first, long last, long count) {}

    /**
     * Copies its collections.
     *
     * @param worker as above
     * @param steps as above
     * @param readings as above
     * @param first as above
     * @param last as above
     * @param tracks as above
     * @param complete as above
     * @param kept as above
     * @param rough as above
     * @param means as above
     * @param problems as above
     * @param latest as above
     */
    public RunCurves {
        kept = List.copyOf(kept);
        rough = List.copyOf(rough);
        means = means.stream().sorted(TrackMeans.ORDER).toList();
        problems = List.copyOf(problems);
        latest = Collections.unmodifiableSortedMap(new TreeMap<>(latest));
    }

    /**
     * Reads curves out of any storage.
     *
     * @param storage that holds the run
     * @param session id of the run's session
     * @param worker id
     * @param from first iteration, inclusive
     * @param to last iteration, inclusive
     * @param buckets of each track at most, 10 or more
     * @return the curves; empty if the storage knows no such worker
     * @throws IllegalArgumentException if there are fewer than 10 buckets
     */
    public static RunCurves read(StatsStorage storage, String session, String worker, long from, long to, int buckets) {
        requireEnough(buckets);
        return new RunCurvesReader(StepSource.of(storage), session, worker).read(from, to, buckets);
    }

    /**
     * How wide a bucket is, as said above: different numbers of buckets often come down to the same, and then to the same curves.
     *
     * @param first iteration in range
     * @param last iteration in range
     * @param tracks that have numbers in range
     * @param buckets asked for, 10 or more
     * @return iterations, a power of two
     * @throws IllegalArgumentException if there are fewer than 10 buckets, or the last iteration is before the first
     */
    public static long bucketWidth(long first, long last, int tracks, int buckets) {
        requireEnough(buckets);
        if (last < first) {
            throw new IllegalArgumentException(
                    "A range ends where it begins or later, not from " + first + " to " + last);
        }
        int shift = 0;
        while (StepsInRange.buckets(first, last, shift) > CurveThinning.most(buckets, tracks)) {
            shift++;
        }
        return 1L << shift;
    }

    static void requireEnough(int buckets) {
        if (buckets < CurveThinning.FEWEST_BUCKETS) {
            throw new IllegalArgumentException(
                    "There must be at least " + CurveThinning.FEWEST_BUCKETS + " buckets, not " + buckets);
        }
    }
}
