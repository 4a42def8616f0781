package org.infoscope.listener;

import java.util.Arrays;
import org.infoscope.history.Overhead;

/**
 * What is known of the turns of one metric, or of the pass that all share: what one costs, how often it is asked for, and
 * how often it is granted. Not safe for use by several threads.
 */
final class Account {

    private static final int REMEMBERED = 5;

    /** The weight of a new distance between due points. */
    private static final double NEW = 0.125;

    private static final long NOT_YET = -1;

    private final long[] costs = new long[REMEMBERED];
    private long measured;
    private long leftOut;
    private long waited;
    private long everyNth = 1;
    private long lastDue = NOT_YET;
    private long readySince = NOT_YET;
    private double gap = Double.NaN;
    private long lastIteration;
    private long iterations;

    /** A due point, at this time of fit. */
    void due(long fitNanos) {
        waited++;
        if (lastDue != NOT_YET) {
            double seen = fitNanos - lastDue;
            gap = Double.isNaN(gap) ? seen : gap + NEW * (seen - gap);
        }
        lastDue = fitNanos;
    }

    /** Due points since the last turn, with the present one. */
    long waited() {
        return waited;
    }

    /** Whether it has waited for as many due points as it shall. */
    boolean hasItsTurn(long fitNanos) {
        boolean turn = waited >= everyNth;
        if (!turn) {
            readySince = NOT_YET;
        } else if (readySince == NOT_YET) {
            readySince = fitNanos;
        }
        return turn;
    }

    /** Whether its turn came more than a window ago. */
    boolean isLate(long fitNanos) {
        return readySince != NOT_YET && fitNanos - readySince > CostLedger.WINDOW;
    }

    /** How long it has waited, measured by how long it shall. */
    double urgency() {
        return (double) waited / everyNth;
    }

    /** Its turn is taken. */
    void taken() {
        waited = 0;
        readySince = NOT_YET;
    }

    void leftOut() {
        leftOut++;
    }

    long leftOutSoFar() {
        return leftOut;
    }

    /** One turn is done. */
    void cost(long nanos, long iteration) {
        costs[(int) (measured % REMEMBERED)] = nanos;
        iterations = measured == 0 ? 0 : iteration - lastIteration;
        lastIteration = iteration;
        measured++;
    }

    long measured() {
        return measured;
    }

    /** For the record. */
    Overhead.Series recorded(String series) {
        return new Overhead.Series(series, nanos(), everyNth, iterations, measured, leftOut);
    }

    boolean known() {
        return measured > 0;
    }

    /** The median of the last five costs, the lower one of two; 0 while none is known. */
    long nanos() {
        int count = (int) Math.min(measured, REMEMBERED);
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(costs, count);
        Arrays.sort(sorted);
        return sorted[(count - 1) / 2];
    }

    /** How often it is asked for, per second of fit; 0 until it has been due twice. */
    double rate() {
        return Double.isNaN(gap) ? 0 : 1e9 / Math.max(1, gap);
    }

    long everyNth() {
        return everyNth;
    }

    /** Widens at once, but narrows only to what a smaller budget would grant too, so that intervals do not flicker. */
    void regulate(long least, long most) {
        everyNth = Math.max(least, Math.min(everyNth, most));
    }
}
