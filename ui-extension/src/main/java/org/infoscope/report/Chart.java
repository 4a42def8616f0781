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
        Frame frame = new Frame(x, Axis.round(low, high), "iteration", unit.equals("1") ? "" : unit);
        StringBuilder svg = new StringBuilder(1 << 14);
        frame.open(svg, label);
        bands.forEach(band -> band(svg, band, frame));
        curves.forEach(curve -> line(svg, curve, frame));
        return svg.append("</svg>").toString();
    }

    private static void band(StringBuilder svg, Band band, Frame frame) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < band.low().size(); ) {
            int end = i;
            while (end < band.low().size() && isThere(band, end)) {
                end++;
            }
            if (end - i > 1) {
                for (int j = i; j < end; j++) {
                    path.append(j == i ? 'M' : 'L').append(place(band.low().get(j), frame));
                }
                for (int j = end - 1; j >= i; j--) {
                    path.append('L').append(place(band.high().get(j), frame));
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

    /** Draws a curve with its gaps. */
    static void line(StringBuilder svg, Curve curve, Frame frame) {
        StringBuilder path = new StringBuilder();
        StringBuilder gaps = new StringBuilder();
        boolean drawing = false;
        double foot = Frame.foot() - 6;
        for (Curve.Point point : curve.points()) {
            if (Double.isFinite(point.y())) {
                // A line of no length is a dot: a value between two gaps is seen.
                path.append(drawing ? "L" : "M").append(place(point, frame)).append(drawing ? "" : "h0");
                drawing = true;
            } else {
                double at = frame.column(point.x());
                gaps.append("M%s %sl6 6m0 -6l-6 6".formatted(Frame.number(at - 3), Frame.number(foot - 3)));
                drawing = false;
            }
        }
        String stroke = curve.ink().css();
        svg.append("<path class=\"line\" stroke=\"%s\"%s d=\"%s\"/>"
                .formatted(stroke, Dashes.attribute(curve.dash()), path));
        if (!gaps.isEmpty()) {
            svg.append("<path class=\"gap\" stroke=\"%s\" d=\"%s\"/>".formatted(stroke, gaps));
        }
    }

    private static String place(Curve.Point point, Frame frame) {
        return frame.place(point.x(), point.y());
    }
}
