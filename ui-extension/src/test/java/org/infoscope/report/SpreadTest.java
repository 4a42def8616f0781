package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.infoscope.report.Curve.Point;
import org.junit.jupiter.api.Test;

/** The mean and range of several lines. */
class SpreadTest {

    private static MeasuredLine line(double... xy) {
        return new MeasuredLine(
                IntStream.range(0, xy.length / 2)
                        .mapToObj(i -> new Point(xy[2 * i], xy[2 * i + 1]))
                        .toList(),
                List.of());
    }

    @Test
    void everyPointIsOfAllLinesAndStraightBetweenReadings() {
        List<Spread> spreads = Spread.of(List.of(line(0, 1, 10, 3, 20, 5), line(5, 10, 15, 20, 25, 10)));
        assertThat(spreads)
                .containsExactly(
                        new Spread(5, 6, 2, 10),
                        new Spread(10, 9, 3, 15),
                        new Spread(15, 12, 4, 20),
                        new Spread(20, 10, 5, 15));
        assertThat(Spread.of(List.of(line(0, 1, 1, 1), line(5, 1, 6, 1)))).isEmpty();
        assertThat(Spread.of(List.of())).isEmpty();
    }

    @Test
    void anUndefinedReadingIsAGapOnBothSidesOfIt() {
        List<Spread> spreads =
                Spread.of(List.of(line(0, 1, 10, Double.NaN, 20, 5, 30, 5), line(0, 0, 5, 0, 20, 0, 30, 0)));
        assertThat(spreads.stream().filter(each -> Double.isNaN(each.mean())).map(Spread::x))
                .containsExactly(5.0, 10.0);
        Chart.Band band = Spread.band(Ink.of(0, 1), spreads);
        assertThat(band.low()).hasSize(5);
        assertThat(band.high().get(1).y()).isNaN();
        assertThat(band.high().get(4)).isEqualTo(new Point(30, 5));
    }

    /** What is kept of a long run are extremes: the mean is made of the means of all readings. */
    @Test
    void theMeanOfThinnedLinesIsThatOfAllReadings() {
        List<Point> kept = List.of(new Point(0, 0), new Point(40, 100), new Point(80, 0));
        MeasuredLine thinned = new MeasuredLine(kept, List.of(new Point(20, 2), new Point(60, 4)));
        assertThat(Spread.of(List.of(thinned, thinned)))
                .containsExactly(new Spread(0, 2, 0, 2), new Spread(40, 3, 3, 100), new Spread(80, 4, 0, 4));
    }

    @Test
    void aLongBandKeepsItsExtremes() {
        List<Spread> spreads = IntStream.range(0, 10_000)
                .mapToObj(i -> new Spread(i, 0, i == 4321 ? -7 : -1, i == 8765 ? 9 : 1))
                .toList();
        Chart.Band band = Spread.band(Ink.of(0, 1), spreads);
        assertThat(band.low()).hasSizeLessThanOrEqualTo(Spread.MOST).hasSameSizeAs(band.high());
        assertThat(band.low().stream().mapToDouble(Point::y).min()).hasValue(-7);
        assertThat(band.high().stream().mapToDouble(Point::y).max()).hasValue(9);
        assertThat(band.low().get(0).x()).isZero();
        assertThat(band.low().get(band.low().size() - 1).x()).isCloseTo(9999, within(0.0));
    }
}
