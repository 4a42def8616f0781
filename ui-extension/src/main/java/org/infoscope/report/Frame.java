package org.infoscope.report;

/**
 * Where charts draw: two axes with their marks, and the place of a value between them.
 *
 * @param across the axis below
 * @param up the axis on the left
 * @param nameAcross under the axis below
 * @param nameUp over the axis on the left; empty for pure numbers
 */
record Frame(Axis across, Axis up, String nameAcross, String nameUp) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 62;
    private static final int RIGHT = 12;
    private static final int TOP = 22;
    private static final int BOTTOM = 38;

    /** Begins an SVG image and draws the axes. */
    void open(StringBuilder svg, String label) {
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.text(label)));
        for (double mark : up.marks()) {
            String at = y(mark);
            svg.append("<path class=\"grid\" d=\"M%d %sH%d\"/>".formatted(LEFT, at, WIDTH - RIGHT));
            svg.append("<text x=\"%d\" y=\"%s\" dy=\"4\" text-anchor=\"end\">%s</text>"
                    .formatted(LEFT - 8, at, Numbers.mark(mark, up.step())));
        }
        int foot = HEIGHT - BOTTOM;
        svg.append("<path class=\"axis\" d=\"M%d %dH%d\"/>".formatted(LEFT, foot, WIDTH - RIGHT));
        for (double mark : across.marks()) {
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                    .formatted(x(mark), foot + 16, Numbers.mark(mark, across.step())));
        }
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, Html.name(nameAcross)));
        if (!nameUp.isEmpty()) {
            svg.append("<text x=\"4\" y=\"11\">%s</text>".formatted(Html.name(nameUp)));
        }
    }

    /** The attributes of a box between the axes. */
    static String box() {
        return "x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                .formatted(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    }

    /** How far down the axis below is. */
    static double foot() {
        return (double) HEIGHT - BOTTOM;
    }

    String place(double x, double y) {
        return x(x) + ' ' + y(y);
    }

    String x(double value) {
        return number(column(value));
    }

    double column(double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    /** What lies outside of the frame is drawn at its edge. */
    String y(double value) {
        double inside = Math.max(0, Math.min(1, up.place(value)));
        return number(HEIGHT - BOTTOM - inside * (HEIGHT - TOP - BOTTOM));
    }

    /** A tenth of a pixel is all that is seen. */
    static String number(double value) {
        long tenths = Math.abs(Math.round(value * 10));
        String sign = value < 0 && tenths > 0 ? "-" : "";
        return sign + (tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10);
    }
}
