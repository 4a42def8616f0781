package org.infoscope.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.infoscope.metric.Flag;
import org.jspecify.annotations.Nullable;

/**
 * A number that a thinned curve keeps.
 *
 * @param at where it stands
 * @param value that is drawn; NaN where there is none
 * @param position of the reading among its step's readings
 * @param reading itself; null where the number is the step's own
 */
record Kept(Step at, double value, int position, @Nullable ThinReading reading) implements Comparable<Kept> {

    /**
     * A step of which something is kept.
     *
     * @param id ascending in the order of putting
     * @param timestamp of its record
     * @param iteration of the step
     * @param head JSON of the step without readings
     */
    record Step(long id, long timestamp, long iteration, ByteBuffer head) implements Comparable<Step> {

        @Override
        public int compareTo(Step other) {
            return compare(iteration, timestamp, id, other.iteration, other.timestamp, other.id);
        }

        /** The order of a run: by iteration, then by time, then by putting. */
        static int compare(long iteration, long time, long id, long otherIteration, long otherTime, long otherId) {
            if (iteration != otherIteration) {
                return Long.compare(iteration, otherIteration);
            }
            return time != otherTime ? Long.compare(time, otherTime) : Long.compare(id, otherId);
        }
    }

    /** Whether a number is part of its curve: not the score before the first update, nor what a metric does not apply to. */
    static boolean isPart(Track.Kind kind, long iteration, List<Flag> flags) {
        return switch (kind) {
            // Of a million readings few have flags: no stream is made for the others.
            case READINGS ->
                flags.isEmpty() || flags.stream().noneMatch(flag -> flag.kind() == Flag.Kind.NOT_APPLICABLE);
            case SCORE -> iteration >= 0;
            case TRAINING_ACCURACY, VALIDATION_ACCURACY -> true;
            case PROBLEMS -> false;
        };
    }

    /** The order of a run. */
    @Override
    public int compareTo(Kept other) {
        int order = at.compareTo(other.at);
        return order != 0 ? order : Integer.compare(position, other.position);
    }

    /** What is kept of two buckets that become one, by role; it is put into the first. */
    static Kept[] merged(Kept[] one, Kept[] other) {
        for (Role role : Role.values()) {
            Kept mine = one[role.index];
            Kept yours = other[role.index];
            if (yours != null && (mine == null || role.prefers(yours, mine))) {
                one[role.index] = yours;
            }
        }
        return one;
    }

    /** What is kept of buckets, each once, whatever its roles. */
    static List<Kept> distinct(Collection<Kept[]> cells) {
        List<Kept> all = new ArrayList<>();
        for (Kept[] cell : cells) {
            for (int role = 0; role < cell.length; role++) {
                Kept kept = cell[role];
                if (kept != null && kept.isNew(cell, role)) {
                    all.add(kept);
                }
            }
        }
        return all;
    }

    private boolean isNew(Kept[] cell, int roles) {
        for (int role = 0; role < roles; role++) {
            if (cell[role] != null && compareTo(cell[role]) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is part of the curve of its track. */
    boolean isPart(Track track) {
        return isPart(track.kind(), at.iteration, reading == null ? List.of() : reading.flags());
    }

    /** Which of a bucket's numbers are kept. */
    enum Role {
        FIRST(0),
        LAST(1),
        LOWEST(2),
        HIGHEST(3),
        FIRST_NOT_FINITE(4),
        LAST_NOT_FINITE(5),
        FIRST_FLAGGED(6),
        LAST_FLAGGED(7);

        private static final int COUNT = values().length;

        private final int index;

        Role(int index) {
            this.index = index;
        }

        /** From 0 to one less than {@link #count}. */
        int index() {
            return index;
        }

        /** How many roles there are. */
        static int count() {
            return COUNT;
        }

        /**
         * Whether a number takes the role from another.
         *
         * @param order negative if it stands before the other
         * @param value of the number
         * @param other number
         */
        boolean prefers(int order, double value, double other) {
            return switch (this) {
                case FIRST, FIRST_NOT_FINITE, FIRST_FLAGGED -> order < 0;
                case LAST, LAST_NOT_FINITE, LAST_FLAGGED -> order > 0;
                case LOWEST -> value < other || (value == other && order < 0);
                case HIGHEST -> value > other || (value == other && order < 0);
            };
        }

        boolean prefers(Kept one, Kept other) {
            return prefers(one.at.compareTo(other.at), one.value, other.value);
        }
    }
}
