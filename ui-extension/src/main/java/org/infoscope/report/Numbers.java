package org.infoscope.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private static final double WHOLE = 1e15;
    private static final double SMALL = 1e-4;
    private static final double LARGE = 1e6;

    private Numbers() {}

    /** Four significant digits; what is not finite in words or signs, never as a number. */
    static String brief(double value) {
        if (Double.isNaN(value)) {
            return "undefined";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < WHOLE) {
            return count((long) value);
        }
        if (size < SMALL || size >= LARGE) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** When something was measured; before the first iteration it has the number -1. */
    static String when(long iteration) {
        return iteration < 0 ? "before training" : "iteration " + count(iteration);
    }

    /** A share of 1 in percent. */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : brief(share);
    }

    /** "1" is the unit of pure numbers, and is not told. */
    static String withUnit(String number, String unit) {
        return unit.isEmpty() || unit.equals("1") ? number : number + ' ' + unit;
    }

    /** A mark of an axis whose marks are so far apart. */
    static String mark(double value, double step) {
        double size = Math.max(Math.abs(value), step);
        if (size >= LARGE || step < SMALL) {
            return new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
        }
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value == 0 ? 0.0 : value);
    }
}
