package org.infoscope.history;

import java.util.ArrayList;
import java.util.List;
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

    /** Makes a kept step when it is wanted. */
    interface Keeper {
        Kept.Step keep(StepBlock block, int index);
    }

    /** None yet; all are remembered while there are no more than {@code few}. */
    StepsInRange(int few) {
        this.few = few;
    }

    void add(StepBlock block, int index, Keeper keeper) {
        count++;
        first = Math.min(first, block.iteration(index));
        last = Math.max(last, block.iteration(index));
        if (count <= few) {
            all.add(keeper.keep(block, index));
        } else {
            all.clear();
        }
        boolean later = latest == null
                || block.timestamp(index) > latest.timestamp()
                || (block.timestamp(index) == latest.timestamp() && block.id(index) > latest.id());
        if (later) {
            latest = keeper.keep(block, index);
            latestCloses = block.closes(index);
        }
    }

    /** How many buckets of 2 to the power of {@code shift} iterations they lie in, those between them counted. */
    long buckets(int shift) {
        if (count == 0) {
            return 0;
        }
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

    /** All of them in order, or null where they are too many. */
    @Nullable
    List<Kept.Step> all() {
        return count > few ? null : all.stream().sorted().toList();
    }
}
