package org.infoscope.report;

import java.util.List;

/** How lines of one colour are told apart, as the dashboard does it: with eight colours, as many as make 56 different lines. */
final class Dashes {

    private static final List<String> PATTERNS = List.of("", "6 4", "2 3", "12 3 2 3", "2 5", "16 5", "8 2 2 2 2 2");

    private Dashes() {}

    /** How many there are. */
    static int count() {
        return PATTERNS.size();
    }

    /** The attribute of an SVG path, with a space before it; empty for a solid line. Beyond the last one they begin anew. */
    static String attribute(int dash) {
        String pattern = PATTERNS.get(dash % PATTERNS.size());
        return pattern.isEmpty() ? "" : " stroke-dasharray=\"" + pattern + "\"";
    }
}
