package org.infoscope.insight;

/** Checks thresholds; the messages say which one, and what it may be. */
final class Thresholds {

    private Thresholds() {}

    /** In (0, 1]. */
    static void share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is a share, above 0 and at most 1, not " + value);
        }
    }

    /** Finite and more than {@code limit}. */
    static void above(String name, double value, double limit) {
        if (!(value > limit && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be finite and above " + limit + ", not " + value);
        }
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
