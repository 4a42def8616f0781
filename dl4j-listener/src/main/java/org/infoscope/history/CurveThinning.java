package org.infoscope.history;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Thins the curves of a run: of each track and bucket of iterations it keeps the first and last number, the lowest and highest
 * finite one (the M4 aggregation of Jugel, Jerzak, Hackenbroich and Markl, VLDB 2014), and, ours, the first and last that is
 * not finite and the first and last with a flag. What averages are made of is kept beside: {@link StretchMeans}.
 *
 * <p>A bucket is 2<sup>k</sup> iterations beginning at a multiple of that; k is the smallest with which the range has no more
 * buckets than asked for and all tracks together no more than {@value #CELLS}, but at least {@value #FEWEST_BUCKETS} each. So
 * the answer depends neither on the order in which blocks come nor on how a run is cut into blocks, and memory is bounded by
 * the number of tracks, whatever the length of the run. Not thread-safe.
 */
final class CurveThinning {

    static final int CELLS = 10_000;
    static final int FEWEST_BUCKETS = 10;

    /** The buckets of a first picture are 2 to the power of this as wide, or less where a track would have fewer than so many. */
    private static final int ROUGHER = 3;

    private static final int FEWEST_ROUGH = 16;

    /** So many steps and readings are given in full. */
    static final int FULL = 20_000;

    private static final Kept.Role[] ROLES = Kept.Role.values();

    private final Range range;
    private final int mostBuckets;
    private final Function<Track, String> headlines;
    private final Predicate<Track> wanted;
    private final Map<Track, Map<Long, Kept[]>> cells = new HashMap<>();
    private final Map<Track, StretchMeans> means = new HashMap<>();
    private final ProblemCounts problems = new ProblemCounts();
    private final StepsInRange steps = new StepsInRange(FULL);
    private int shift;
    private long readings;
    private long rows;

    /**
     * Nothing yet.
     *
     * @param range of iterations and times
     * @param mostBuckets of one track
     * @param headlines the name of the value that is drawn, by track
     * @param wanted the tracks to keep anything of
     */
    CurveThinning(Range range, int mostBuckets, Function<Track, String> headlines, Predicate<Track> wanted) {
        this.range = range;
        this.mostBuckets = mostBuckets;
        this.headlines = headlines;
        this.wanted = wanted;
    }

    /**
     * Which steps are meant.
     *
     * @param from first iteration
     * @param to last iteration
     * @param until last timestamp
     */
    record Range(long from, long to, long until) {

        boolean includes(long iteration, long timestamp) {
            return iteration >= from && iteration <= to && timestamp <= until;
        }
    }

    void add(StepBlock block) {
        boolean[] inside = new boolean[block.steps()];
        Kept.Step[] kept = new Kept.Step[block.steps()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = range.includes(block.iteration(i), block.timestamp(i));
        }
        steps.add(block, inside, readings <= FULL, step -> keep(block, step, kept));
        coarsen();
        for (StepBlock.Group group : block.groups()) {
            rows(block, group, inside, kept);
        }
    }

    private static Kept.Step keep(StepBlock block, int index, Kept.Step[] kept) {
        Kept.Step step = kept[index];
        if (step == null) {
            step = new Kept.Step(
                    block.id(index),
                    block.timestamp(index),
                    block.iteration(index),
                    ByteBuffer.wrap(block.head(index)));
            kept[index] = step;
        }
        return step;
    }

    private void rows(StepBlock block, StepBlock.Group group, boolean[] inside, Kept.Step[] kept) {
        if (!wanted.test(group.track())) {
            return;
        }
        BucketRows rows = new BucketRows(block, group, headlines.apply(group.track()), inside);
        if (rows.inside() == 0) {
            return;
        }
        if (cells.putIfAbsent(group.track(), new HashMap<>()) == null) {
            coarsen();
        }
        StretchMeans averaged = means.computeIfAbsent(group.track(), track -> new StretchMeans(shift));
        Map<Long, Kept[]> buckets = Objects.requireNonNull(cells.get(group.track()));
        rows.each(shift, averaged::add, (bucket, candidates) -> {
            Kept[] cell = buckets.computeIfAbsent(bucket, key -> new Kept[ROLES.length]);
            take(cell, candidates, rows, row -> keep(block, group.step(row), kept));
        });
        if (group.track().kind() == Track.Kind.READINGS) {
            readings += rows.inside();
        }
        this.rows += rows.inside();
        problems.add(block, group, inside);
    }

    private static void take(Kept[] cell, int[] candidates, BucketRows rows, IntFunction<Kept.Step> steps) {
        Kept[] made = new Kept[ROLES.length];
        for (int role = 0; role < ROLES.length; role++) {
            int row = candidates[role];
            Kept known = cell[role];
            if (row < 0 || (known != null && !rows.prefers(ROLES[role], row, known))) {
                continue;
            }
            Kept chosen = null;
            for (int other = 0; other < role && chosen == null; other++) {
                chosen = candidates[other] == row ? made[other] : null;
            }
            if (chosen == null) {
                chosen = new Kept(steps.apply(row), rows.value(row), rows.position(row), rows.reading(row));
            }
            made[role] = chosen;
            cell[role] = chosen;
        }
    }

    /** Makes buckets twice as wide until there are few enough. */
    private void coarsen() {
        int before = shift;
        int most = most(mostBuckets, cells.size());
        while (steps.buckets(shift) > most) {
            shift++;
        }
        if (shift > before) {
            int by = shift - before;
            cells.replaceAll((track, buckets) -> merged(buckets, by));
            means.values().forEach(each -> each.widen(shift));
        }
    }

    /** How many buckets each track may have. */
    static int most(int buckets, int tracks) {
        return Math.max(FEWEST_BUCKETS, Math.min(buckets, CELLS / Math.max(1, tracks)));
    }

    private static Map<Long, Kept[]> merged(Map<Long, Kept[]> buckets, int by) {
        Map<Long, Kept[]> wider = new HashMap<>();
        buckets.forEach((bucket, cell) -> wider.merge(bucket >> by, cell, Kept::merged));
        return wider;
    }

    /** By track, what is kept of each bucket, in the order of {@link Kept.Role}; one number may have several roles. */
    Map<Track, Map<Long, Kept[]>> cells() {
        return cells;
    }

    /** The means of a track's numbers, of all that are part of its curve. */
    BucketMeans means(Track track) {
        return Objects.requireNonNull(means.get(track), "no such track").told();
    }

    /** How many numbers the wanted tracks have in range. */
    long rows() {
        return rows;
    }

    /** What is kept, in order of iteration. */
    List<KeptStep> kept() {
        return keptOf(cells.values().stream());
    }

    /** What would be kept with wider buckets, for a first picture; empty where they are too few for one. */
    List<KeptStep> rough() {
        int by = ROUGHER;
        while (by > 0 && steps.buckets(shift + by) < FEWEST_ROUGH) {
            by--;
        }
        int wider = by;
        return wider == 0
                ? List.of()
                : keptOf(cells.values().stream().map(buckets -> {
                    Map<Long, Kept[]> copies = new HashMap<>();
                    buckets.forEach((bucket, cell) -> copies.put(bucket, cell.clone()));
                    return merged(copies, wider);
                }));
    }

    private List<KeptStep> keptOf(Stream<Map<Long, Kept[]>> tracks) {
        return KeptStep.of(tracks.flatMap(buckets -> Kept.distinct(buckets.values()).stream()), steps.closing());
    }

    /** All steps in range, in order, if they and their readings are few enough to be given in full; otherwise null. */
    @Nullable
    List<Kept.Step> fewSteps() {
        return readings > FULL ? null : steps.all();
    }

    /** How many steps are in range. */
    long steps() {
        return steps.count();
    }

    /** How many readings they have. */
    long readings() {
        return readings;
    }

    /** The first iteration in range; the largest long if there is no step. */
    long first() {
        return steps.first();
    }

    /** The last iteration in range; the smallest long if there is no step. */
    long last() {
        return steps.last();
    }

    List<RunCurves.Problem> problems() {
        return problems.list();
    }
}
