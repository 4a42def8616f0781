package org.infoscope.history;

import java.util.List;
import org.infoscope.metric.Flag;
import org.jspecify.annotations.Nullable;

/** The rows of a group that are in range, bucket by bucket, with those that may be kept of each. */
final class BucketRows {

    private static final int NONE = -1;

    private final StepBlock block;
    private final StepBlock.Group group;
    private final int width;
    private final int headline;
    private final boolean[] inside;
    private final BucketCandidates candidates = new BucketCandidates();
    private int count;

    /** Takes, for one bucket, the row of each {@link Kept.Role} in their order, or -1. */
    interface Sink {
        void bucket(long bucket, int[] candidates);
    }

    /** Takes the numbers that are part of the curve. */
    interface Numbers {
        void number(long iteration, double value);
    }

    BucketRows(StepBlock block, StepBlock.Group group, String headline, boolean[] inside) {
        this.block = block;
        this.group = group;
        this.width = group.shape().width();
        this.headline = group.shape().headline(headline);
        this.inside = inside;
        for (int row = 0; row < group.rows(); row++) {
            count += inside[group.step(row)] ? 1 : 0;
        }
    }

    /** How many rows are in range. */
    int inside() {
        return count;
    }

    /**
     * Gives each run of rows in one bucket of 2 to the power of {@code shift} iterations (a bucket may come again), and on the way each number
     * that is part of the curve: by the rule of {@link Kept#isPart}.
     */
    void each(int shift, Numbers parts, Sink sink) {
        candidates.clear();
        Track.Kind kind = group.track().kind();
        long bucket = 0;
        boolean begun = false;
        int flagged = 0;
        int next = group.flagged() > 0 ? group.flaggedRow(0) : NONE;
        for (int row = 0; row < group.rows(); row++) {
            boolean hasFlags = row == next;
            List<Flag> flags = List.of();
            if (hasFlags) {
                flags = block.flags(group.flagList(flagged++));
                next = flagged < group.flagged() ? group.flaggedRow(flagged) : NONE;
            }
            int step = group.step(row);
            if (!inside[step]) {
                continue;
            }
            long iteration = block.iteration(step);
            if (begun && iteration >> shift != bucket) {
                sink.bucket(bucket, candidates.rows());
                candidates.clear();
            }
            begun = true;
            bucket = iteration >> shift;
            double number = value(row);
            candidates.add(row, block.rank(step), number, hasFlags);
            if (Kept.isPart(kind, iteration, flags)) {
                parts.number(iteration, number);
            }
        }
        if (begun) {
            sink.bucket(bucket, candidates.rows());
        }
    }

    /** Whether a row takes a role from what is kept already. */
    boolean prefers(Kept.Role role, int row, Kept known) {
        int step = group.step(row);
        int order = Kept.Step.compare(
                block.iteration(step),
                block.timestamp(step),
                block.id(step),
                known.at().iteration(),
                known.at().timestamp(),
                known.at().id());
        return role.prefers(order, value(row), known.value());
    }

    /** The number that is drawn; NaN where there is none. */
    double value(int row) {
        return headline < 0 ? Double.NaN : group.number(row, width, headline);
    }

    int position(int row) {
        return group.position(row);
    }

    /** The reading; null where the number is the step's own. */
    @Nullable
    ThinReading reading(int row) {
        return group.track().kind() == Track.Kind.READINGS ? group.reading(row, flags(row)) : null;
    }

    private List<Flag> flags(int row) {
        int low = 0;
        int high = group.flagged() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = group.flaggedRow(middle);
            if (found == row) {
                return block.flags(group.flagList(middle));
            }
            low = found < row ? middle + 1 : low;
            high = found < row ? high : middle - 1;
        }
        return List.of();
    }
}
