package org.infoscope.report;

import java.util.List;
import java.util.Locale;

/**
 * The colour of a curve, on light and on dark ground: those of the dashboard. Up to eight keep apart for all common kinds of colour
 * vision (after Okabe and Ito, "Color Universal Design", 2008, darkened and lightened for the ground); more are a ramp along the depth.
 *
 * @param light as CSS writes it
 * @param dark as CSS writes it
 */
record Ink(String light, String dark) {

    private static final List<Ink> HUES = List.of(
            new Ink("#0b63ce", "#6cb2ff"),
            new Ink("#d1620a", "#ffa04d"),
            new Ink("#008566", "#3ecfa4"),
            new Ink("#b0408f", "#ef8fcb"),
            new Ink("#8a6d00", "#e6c84a"),
            new Ink("#2b9fd6", "#7fdbff"),
            new Ink("#6a4fc2", "#b39dff"),
            new Ink("#5f6b7a", "#aab4c0"));
    private static final int[][] RAMP_LIGHT = {
        {30, 60, 160}, {0, 130, 150}, {120, 140, 20}, {190, 80, 20}, {150, 20, 90}
    };
    private static final int[][] RAMP_DARK = {
        {130, 170, 255}, {70, 215, 220}, {200, 220, 90}, {255, 170, 100}, {255, 140, 200}
    };

    /** The colour of one among so many. */
    static Ink of(int index, int total) {
        if (total <= HUES.size()) {
            return HUES.get(index);
        }
        double share = (double) index / (total - 1);
        return new Ink(mix(RAMP_LIGHT, share), mix(RAMP_DARK, share));
    }

    private static String mix(int[][] stops, double share) {
        double at = share * (stops.length - 1);
        int low = Math.min((int) at, stops.length - 2);
        StringBuilder color = new StringBuilder("#");
        for (int part = 0; part < 3; part++) {
            double value = stops[low][part] + (stops[low + 1][part] - stops[low][part]) * (at - low);
            color.append(String.format(Locale.ROOT, "%02x", Math.round(value)));
        }
        return color.toString();
    }

    /** Follows the reader's theme. */
    String css() {
        return "light-dark(" + light + "," + dark + ")";
    }
}
