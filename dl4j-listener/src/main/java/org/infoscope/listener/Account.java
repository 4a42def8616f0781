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

    /** At the start the interval is a third of the due points since the first turn, until it reaches what is granted. Our own choice. */
    private static final long START = 3;

    /**
     * What a turn is expected to cost of the first one, which ran code for the first time: what costs more has to rest. Our own choice.
     */
    private static final long WARM = 16;

    private static final long NOT_YET = -1;

    private final long[] costs = new long[REMEMBERED];
    private long measured;
    private long median;
    private long leftOut;
    private long dues;
    private long waited;
    private long everyNth = 1;
    private boolean cold;
    private long lastDue = NOT_YET;
    private boolean ready;
    private double gap = Double.NaN;
    private long lastIteration;
    private long iterations;

    /** A due point, at this time of fit. */
    void due(long fitNanos) {
        dues++;
        waited++;
        if (lastDue != NOT_YET) {
            double seen = fitNanos - lastDue;
            gap = Double.isNaN(gap) ? seen : gap + NEW * (seen - gap);
        }
        lastDue = fitNanos;
    }

    boolean wasDue() {
        return lastDue != NOT_YET;
    }

    /**
     * Whether it has waited for as many due points as it shall.
     *
     * @param early whether intervals may grow from 1 at the start, so that a short run has a curve, too
     */
    boolean hasItsTurn(boolean early) {
        ready = waited >= (early ? Math.min(everyNth, Math.max(1, dues / START)) : everyNth);
        return ready;
    }

    /** Whether its turn has come without being taken, and the next due point may well come within a window. */
    boolean isWaiting(long fitNanos) {
        return ready && fitNanos - lastDue < CostLedger.WINDOW;
    }

    /** How long it has waited, measured by how long it shall. */
    double urgency() {
        return (double) waited / everyNth;
    }

    /** Its turn is taken. */
    void taken() {
        waited = 0;
        ready = false;
    }

    void leftOut() {
        leftOut++;
    }

    long leftOutSoFar() {
        return leftOut;
    }

    /**
     * One turn is done.
     *
     * @param isCold whether it was in the first sample of the run, and not so dear that it was left unfinished
     */
    void cost(long nanos, long iteration, boolean isCold) {
        cold = isCold;
        dues = measured == 0 ? 0 : dues;
        costs[(int) (measured % REMEMBERED)] = nanos;
        // A slow turn may be recorded after those of later iterations.
        iterations = measured == 0 ? 0 : Math.max(0, iteration - lastIteration);
        lastIteration = Math.max(lastIteration, iteration);
        measured++;
        long[] sorted = Arrays.copyOf(costs, (int) Math.min(measured, REMEMBERED));
        Arrays.sort(sorted);
        median = sorted[(sorted.length - 1) / 2];
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
        return median;
    }

    /** What the next turn will cost, as far as that is known. */
    long expected() {
        return cold ? nanos() / WARM : nanos();
    }

    /** Whether what is known of the cost is more than what the run's first sample tells. */
    boolean settled() {
        return known() && !cold;
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
