package org.infoscope.insight;

import java.util.Arrays;

/**
 * A curve over the whole run in bounded memory: at most {@value #MOST} points, each the mean of as many samples. When there would be
 * more, neighbours are joined two by two, so that a point stands for 1, 2, 4 ... samples.
 */
final class Course {

    static final int MOST = 96;

    private final double[] iterations = new double[MOST];
    private final double[] values = new double[MOST];
    private int size;
    private long latest = Long.MIN_VALUE;
    private int samplesPerPoint = 1;
    private int waiting;
    private double waitingIterations;
    private double waitingValues;

    /**
     * Adds a sample; one that is not finite, or of an earlier iteration than the one before, is left out.
     *
     * @return whether this completed a point
     */
    boolean add(long iteration, double value) {
        if (!Double.isFinite(value) || iteration < latest) {
            return false;
        }
        latest = iteration;
        waitingIterations += iteration;
        waitingValues += value;
        if (++waiting < samplesPerPoint) {
            return false;
        }
        if (size == MOST) {
            join();
            return false;
        }
        iterations[size] = waitingIterations / waiting;
        values[size++] = waitingValues / waiting;
        waiting = 0;
        waitingIterations = 0;
        waitingValues = 0;
        return true;
    }

    private void join() {
        for (int i = 0; i < MOST / 2; i++) {
            iterations[i] = (iterations[2 * i] + iterations[2 * i + 1]) / 2;
            values[i] = (values[2 * i] + values[2 * i + 1]) / 2;
        }
        size = MOST / 2;
        samplesPerPoint *= 2;
    }

    int size() {
        return size;
    }

    /** The iteration at which the last {@code share} of the curve begins; NaN without points. */
    double beginOfLast(double share) {
        return size == 0 ? Double.NaN : iterations[size - 1] - share * (iterations[size - 1] - iterations[0]);
    }

    /** How many points there are from an iteration on. */
    int pointsFrom(double iteration) {
        int from = 0;
        while (from < size && iterations[from] < iteration) {
            from++;
        }
        return size - from;
    }

    /** The trend of the last points. */
    Trend last(int points) {
        return Trend.of(
                Arrays.copyOfRange(iterations, size - points, size), Arrays.copyOfRange(values, size - points, size));
    }
}
