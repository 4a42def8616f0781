package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.infoscope.report.Curve.Point;
import org.junit.jupiter.api.Test;

/** What thinned curves keep, and how charts draw gaps and marks. */
class CurveTest {

    private static Curve of(List<Point> points) {
        return new Curve("curve", Ink.of(0, 1), 0, points);
    }

    @Test
    void thinningKeepsEveryExtremeAndGapAndIsBounded() {
        Random random = new Random(7);
        List<Point> points = IntStream.range(0, 100_000)
                .mapToObj(i -> new Point(
                        10.0 * i,
                        i == 41_234
                                ? 1000
                                : i == 77_777 ? -1000 : i == 5 || i == 60_001 ? Double.NaN : random.nextGaussian()))
                .toList();

        List<Point> kept = of(points).thinned().points();

        assertThat(kept)
                .hasSizeLessThanOrEqualTo(Curve.BUCKETS * Curve.PER_BUCKET)
                .hasSizeGreaterThan(700);
        assertThat(kept).contains(points.get(0), points.get(41_234), points.get(77_777), points.get(99_999));
        assertThat(kept.stream().filter(point -> Double.isNaN(point.y())).map(Point::x))
                .containsExactly(50.0, 600_010.0);
        assertThat(kept).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    }

    @Test
    void numbersAreThoseOfSvgAndWhatIsOutsideOfTheFrameIsAtItsEdge() {
        assertThat(IntStream.range(-3, 4).mapToObj(i -> Frame.number(i * 5.47)))
                .containsExactly("-16.4", "-10.9", "-5.5", "0", "5.5", "10.9", "16.4");
        assertThat(Frame.number(-0.04)).isEqualTo("0");
        Frame frame = new Frame(Axis.tight(0, 4), Axis.tight(0, 1), "x", "y");
        assertThat(frame.y(7)).isEqualTo(frame.y(1));
        assertThat(frame.y(-7)).isEqualTo(frame.y(0)).isNotEqualTo(frame.y(1));
    }

    @Test
    void aShortCurveStaysWhole() {
        List<Point> points =
                IntStream.range(0, 1200).mapToObj(i -> new Point(i, i)).toList();
        assertThat(of(points).thinned().points()).isEqualTo(points);
    }

    @Test
    void aGapBreaksTheLineAndHasACross() {
        List<Point> points = List.of(
                new Point(0, 1),
                new Point(1, 2),
                new Point(2, Double.NaN),
                new Point(3, 3),
                new Point(4, Double.POSITIVE_INFINITY));
        String svg = new Chart("a & b", "bit", Axis.tight(0, 4), List.of(of(points)), List.of()).svg();
        assertThat(svg).contains("aria-label=\"a &amp; b\"", ">bit</text>", "class=\"gap\"");
        String line = svg.substring(svg.indexOf("class=\"line\""));
        assertThat(line.substring(0, line.indexOf("/>"))
                        .chars()
                        .filter(letter -> letter == 'M')
                        .count())
                .as("two lines: before and after the gap")
                .isEqualTo(2);
    }

    @Test
    void axesHaveRoundMarksThatHoldAllValues() {
        Axis axis = Axis.round(0.13, 7.9);
        assertThat(axis.low()).isLessThanOrEqualTo(0.13);
        assertThat(axis.high()).isGreaterThanOrEqualTo(7.9);
        assertThat(axis.marks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
        Axis constant = Axis.round(3, 3);
        assertThat(constant.low()).isLessThan(3);
        assertThat(constant.high()).isGreaterThan(3);
        assertThat(Axis.round(-1e-9, 2e-9).marks()).hasSizeBetween(3, 8);
        assertThat(Numbers.mark(0.25, 0.05)).isEqualTo("0.25");
        assertThat(Numbers.mark(1500, 500)).isEqualTo("1,500");
    }

    @Test
    void numbersAreReadable() {
        assertThat(Numbers.brief(Double.NaN)).isEqualTo("undefined");
        assertThat(Numbers.brief(0.123456)).isEqualTo("0.1235");
        assertThat(Numbers.brief(12.3456)).isEqualTo("12.35");
        assertThat(Numbers.brief(12345.678)).isEqualTo("12346");
        assertThat(Numbers.brief(1.5e-7)).isEqualTo("1.500e-07");
        assertThat(Numbers.brief(1_000_000)).isEqualTo("1,000,000");
        assertThat(Numbers.brief(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }
}
