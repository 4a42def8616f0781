package org.infoscope.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The colour of a curve, on light and on dark ground: those of the dashboard. Up to eight are near those of Okabe and Ito ("Color
 * Universal Design", 2008), moved by us so that any two are at least 15 apart (CIE 1976 L*a*b*) for people without red, green or blue
 * cones (Machado et al. 2009); more are a ramp along the depth whose lightness rises all the way (viridis).
 *
 * @param light as CSS writes it
 * @param dark as CSS writes it
 */
record Ink(String light, String dark) {

    private static final List<Ink> HUES = List.of(
            new Ink("#226bb6", "#6d9edf"),
            new Ink("#ea7119", "#da9302"),
            new Ink("#068e5e", "#05986c"),
            new Ink("#933d84", "#c575a8"),
            new Ink("#816203", "#f4dd3f"),
            new Ink("#1d9dd6", "#8cd3f7"),
            new Ink("#3a1e8a", "#9387fa"),
            new Ink("#787c84", "#c5cacc"));
    private static final int[][] EVEN = {
        {68, 1, 84},
        {70, 50, 127},
        {54, 92, 141},
        {39, 127, 142},
        {31, 161, 135},
        {74, 194, 109},
        {160, 218, 57},
        {253, 231, 37}
    };
    private static final int[][] RAMP_LIGHT = Arrays.copyOfRange(EVEN, 0, 5);
    private static final int[][] RAMP_DARK = Arrays.copyOfRange(EVEN, 3, 8);

    /** The colour of one among so many. */
    static Ink of(int index, int total) {
        if (total <= HUES.size()) {
            return HUES.get(index);
        }
        double share = (double) index / (total - 1);
        return new Ink(mix(RAMP_LIGHT, share), mix(RAMP_DARK, share));
    }

    /** The colour of a time from 0 to 1: late samples stand out from the ground, early ones stay back. */
    static Ink time(double share) {
        return new Ink(mix(EVEN, (1 - share) * 6 / 7), mix(EVEN, (1 + share * 6) / 7));
    }

    /** The colour of a value from 0 to 1 in a map, as red, green and blue; the same on any ground. */
    static int[] cell(double share) {
        return parts(EVEN, share);
    }

    private static String mix(int[][] stops, double share) {
        int[] parts = parts(stops, share);
        return String.format(Locale.ROOT, "#%02x%02x%02x", parts[0], parts[1], parts[2]);
    }

    private static int[] parts(int[][] stops, double share) {
        double at = share * (stops.length - 1);
        int low = Math.min((int) at, stops.length - 2);
        return IntStream.range(0, 3)
                .map(part ->
                        (int) Math.round(stops[low][part] + (stops[low + 1][part] - stops[low][part]) * (at - low)))
                .toArray();
    }

    /** Follows the reader's theme. */
    String css() {
        return "light-dark(" + light + "," + dark + ")";
    }
}
