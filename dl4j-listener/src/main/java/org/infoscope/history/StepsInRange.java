package org.infoscope.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What is known of the steps in range as a whole: how many, from where to where, the latest, and all of them while they are few. Not thread-safe. */
final class StepsInRange {

    private final int few;
    private final List<Kept.Step> all = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long count;
    private Kept.@Nullable Step latest;
    private boolean latestCloses;

    /** None yet; all are remembered while there are no more than {@code few}. */
    StepsInRange(int few) {
        this.few = few;
    }

    /** Adds those of a block that are inside; {@code remembered} says whether all are still of use, {@code keeper} makes a kept step of a block's. */
    void add(StepBlock block, boolean[] inside, boolean remembered, IntFunction<Kept.Step> keeper) {
        int later = -1;
        for (int i = 0; i < inside.length; i++) {
            if (!inside[i]) {
                continue;
            }
            count++;
            first = Math.min(first, block.iteration(i));
            last = Math.max(last, block.iteration(i));
            if (later < 0 || isLater(block, i, block.timestamp(later), block.id(later))) {
                later = i;
            }
            if (remembered && count <= few) {
                all.add(keeper.apply(i));
            }
        }
        if (!remembered || count > few) {
            all.clear();
        }
        if (later >= 0 && (latest == null || isLater(block, later, latest.timestamp(), latest.id()))) {
            latest = keeper.apply(later);
            latestCloses = block.closes(later);
        }
    }

    private static boolean isLater(StepBlock block, int index, long timestamp, long id) {
        long its = block.timestamp(index);
        return its > timestamp || (its == timestamp && block.id(index) > id);
    }

    /** How many buckets of 2 to the power of {@code shift} iterations they lie in, those between them counted. */
    long buckets(int shift) {
        return count == 0 ? 0 : buckets(first, last, shift);
    }

    /** The same of any steps. */
    static long buckets(long first, long last, int shift) {
        long between = (last >> shift) - (first >> shift);
        return between < 0 || between == Long.MAX_VALUE ? Long.MAX_VALUE : between + 1;
    }

    long count() {
        return count;
    }

    /** The first iteration; the largest long if there is no step. */
    long first() {
        return first;
    }

    /** The last iteration; the smallest long if there is no step. */
    long last() {
        return last;
    }

    /** The step that was put last, if it closes its worker's run. */
    Kept.@Nullable Step closing() {
        return latestCloses ? latest : null;
    }

    /** All of them in order, or null where they are too many or were of no use any more. */
    @Nullable
    List<Kept.Step> all() {
        return all.size() < count ? null : all.stream().sorted().toList();
    }
}
