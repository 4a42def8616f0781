package org.infoscope.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line chart as SVG: no script, so that it is drawn wherever the file is opened, and printed as vectors.
 *
 * @param label what it shows, for who does not see it
 * @param unit of the values
 * @param x the iterations of the whole run
 * @param curves drawn over each other; a value that is not finite is a gap with a cross at the foot
 * @param bands drawn under the curves
 */
record Chart(String label, String unit, Axis x, List<Curve> curves, List<Band> bands) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 62;
    private static final int RIGHT = 12;
    private static final int TOP = 22;
    private static final int BOTTOM = 38;
    private static final String[] DASHES = {"", "6 4", "2 3"};

    /**
     * What lies between two curves of the same iterations.
     *
     * @param ink of the paint
     * @param low its lower edge
     * @param high its upper edge
     */
    record Band(Ink ink, List<Curve.Point> low, List<Curve.Point> high) {}

    /** Whether there is any finite value. */
    boolean isEmpty() {
        return values().findAny().isEmpty();
    }

    private Stream<Double> values() {
        return Stream.of(
                        curves.stream().flatMap(curve -> curve.points().stream()),
                        bands.stream().flatMap(band -> band.low().stream()),
                        bands.stream().flatMap(band -> band.high().stream()))
                .flatMap(points -> points)
                .map(Curve.Point::y)
                .filter(Double::isFinite);
    }

    /** The chart with axes that hold all its values. */
    String svg() {
        double low = values().min(Double::compare).orElse(0.0);
        double high = values().max(Double::compare).orElse(1.0);
        Axis y = Axis.round(low, high);
        StringBuilder svg = new StringBuilder(1 << 14);
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.text(label)));
        axes(svg, y);
        bands.forEach(band -> band(svg, band, y));
        curves.forEach(curve -> line(svg, curve, y));
        return svg.append("</svg>").toString();
    }

    private void axes(StringBuilder svg, Axis y) {
        for (double mark : y.marks()) {
            String at = number(y(mark, y));
            svg.append("<path class=\"grid\" d=\"M%d %sH%d\"/>".formatted(LEFT, at, WIDTH - RIGHT));
            svg.append("<text x=\"%d\" y=\"%s\" dy=\"4\" text-anchor=\"end\">%s</text>"
                    .formatted(LEFT - 8, at, Numbers.mark(mark, y.step())));
        }
        int foot = HEIGHT - BOTTOM;
        svg.append("<path class=\"axis\" d=\"M%d %dH%d\"/>".formatted(LEFT, foot, WIDTH - RIGHT));
        for (double mark : x.marks()) {
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                    .formatted(number(x(mark)), foot + 16, Numbers.mark(mark, x.step())));
        }
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">iteration</text>"
                .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5));
        if (!unit.equals("1")) {
            svg.append("<text x=\"4\" y=\"11\">%s</text>".formatted(Html.name(unit)));
        }
    }

    private void band(StringBuilder svg, Band band, Axis y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < band.low().size(); ) {
            int end = i;
            while (end < band.low().size() && isThere(band, end)) {
                end++;
            }
            if (end - i > 1) {
                for (int j = i; j < end; j++) {
                    path.append(j == i ? 'M' : 'L').append(place(band.low().get(j), y));
                }
                for (int j = end - 1; j >= i; j--) {
                    path.append('L').append(place(band.high().get(j), y));
                }
                path.append('Z');
            }
            i = end + 1;
        }
        svg.append("<path class=\"band\" fill=\"%s\" d=\"%s\"/>"
                .formatted(band.ink().css(), path));
    }

    private static boolean isThere(Band band, int index) {
        return Double.isFinite(band.low().get(index).y())
                && Double.isFinite(band.high().get(index).y());
    }

    private void line(StringBuilder svg, Curve curve, Axis y) {
        StringBuilder path = new StringBuilder();
        StringBuilder gaps = new StringBuilder();
        boolean drawing = false;
        double foot = (double) HEIGHT - BOTTOM - 6;
        for (Curve.Point point : curve.points()) {
            if (Double.isFinite(point.y())) {
                // A line of no length is a dot: a value between two gaps is seen.
                path.append(drawing ? "L" : "M").append(place(point, y)).append(drawing ? "" : "h0");
                drawing = true;
            } else {
                double at = x(point.x());
                gaps.append("M%s %sl6 6m0 -6l-6 6".formatted(number(at - 3), number(foot - 3)));
                drawing = false;
            }
        }
        String stroke = curve.ink().css();
        String dash = curve.dash() == 0 ? "" : " stroke-dasharray=\"" + DASHES[curve.dash() % DASHES.length] + "\"";
        svg.append("<path class=\"line\" stroke=\"%s\"%s d=\"%s\"/>".formatted(stroke, dash, path));
        if (!gaps.isEmpty()) {
            svg.append("<path class=\"gap\" stroke=\"%s\" d=\"%s\"/>".formatted(stroke, gaps));
        }
    }

    private String place(Curve.Point point, Axis y) {
        return number(x(point.x())) + ' ' + number(y(point.y(), y));
    }

    private double x(double iteration) {
        return LEFT + x.place(iteration) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, Axis y) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    /** Not negative; a tenth of a pixel is all that is seen. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
