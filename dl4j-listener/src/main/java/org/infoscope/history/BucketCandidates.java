package org.infoscope.history;

/**
 * Which rows of a block may be kept of one bucket. Of a million rows each comes by here: hence plain comparisons, by the rules of {@link Kept.Role},
 * and a step's rank within its block for the order of a run. Not thread-safe.
 */
final class BucketCandidates {

    private static final int NONE = -1;

    private final Ends all = new Ends();
    private final Ends notFinite = new Ends();
    private final Ends flagged = new Ends();
    private final int[] rows = new int[Kept.Role.count()];
    private int lowest;
    private int lowestRank;
    private double low;
    private int highest;
    private int highestRank;
    private double high;

    /** The first and the last of some rows; of those of one step, the one that came first. */
    private static final class Ends {
        private int first;
        private int firstRank;
        private int last;
        private int lastRank;

        void clear() {
            first = NONE;
            firstRank = Integer.MAX_VALUE;
            last = NONE;
            lastRank = NONE;
        }

        void add(int row, int rank) {
            if (rank < firstRank) {
                first = row;
                firstRank = rank;
            }
            if (rank > lastRank) {
                last = row;
                lastRank = rank;
            }
        }
    }

    BucketCandidates() {
        clear();
    }

    /** Begins another bucket. */
    void clear() {
        all.clear();
        notFinite.clear();
        flagged.clear();
        lowest = NONE;
        lowestRank = Integer.MAX_VALUE;
        low = Double.POSITIVE_INFINITY;
        highest = NONE;
        highestRank = Integer.MAX_VALUE;
        high = Double.NEGATIVE_INFINITY;
    }

    void add(int row, int rank, double number, boolean hasFlags) {
        all.add(row, rank);
        if (Double.isFinite(number)) {
            if (number < low || (number == low && rank < lowestRank)) {
                lowest = row;
                lowestRank = rank;
                low = number;
            }
            if (number > high || (number == high && rank < highestRank)) {
                highest = row;
                highestRank = rank;
                high = number;
            }
        } else {
            notFinite.add(row, rank);
        }
        if (hasFlags) {
            flagged.add(row, rank);
        }
    }

    /** The row of each {@link Kept.Role} in their order, or -1: valid until the next call. */
    int[] rows() {
        rows[Kept.Role.FIRST.index()] = all.first;
        rows[Kept.Role.LAST.index()] = all.last;
        rows[Kept.Role.LOWEST.index()] = lowest;
        rows[Kept.Role.HIGHEST.index()] = highest;
        rows[Kept.Role.FIRST_NOT_FINITE.index()] = notFinite.first;
        rows[Kept.Role.LAST_NOT_FINITE.index()] = notFinite.last;
        rows[Kept.Role.FIRST_FLAGGED.index()] = flagged.first;
        rows[Kept.Role.LAST_FLAGGED.index()] = flagged.last;
        return rows;
    }
}
