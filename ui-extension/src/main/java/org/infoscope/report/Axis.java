package org.infoscope.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart.
 *
 * @param low at its beginning
 * @param high at its end, above {@code low}
 * @param step between two marks
 */
record Axis(double low, double high, double step) {

    private static final int MARKS = 5;
    private static final double[] ROUND = {1, 2, 5, 10};

    /** From the first to the last value itself; where there is one value only, with room around it. */
    static Axis tight(double low, double high) {
        if (!(high > low)) {
            double room = Math.max(1, Math.abs(low) * 0.1);
            return new Axis(low - room / 2, low + room / 2, step(room));
        }
        return new Axis(low, high, step(high - low));
    }

    /** As tight, but ends at marks. */
    static Axis round(double low, double high) {
        Axis tight = tight(low, high);
        double step = tight.step;
        return new Axis(Math.floor(tight.low / step) * step, Math.ceil(tight.high / step) * step, step);
    }

    private static double step(double span) {
        double rough = span / MARKS;
        double size = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double factor : ROUND) {
            if (factor * size >= rough * (1 - 1e-9)) {
                return factor * size;
            }
        }
        return 10 * size;
    }

    /** The multiples of the step on this axis. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        for (long i = first; i * step <= high + step * 1e-9; i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** Where a value lies between 0 and 1. */
    double place(double value) {
        return (value - low) / (high - low);
    }
}
