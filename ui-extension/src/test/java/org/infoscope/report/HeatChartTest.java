package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.infoscope.report.Histograms.Column;
import org.junit.jupiter.api.Test;

/** Heat maps of distributions. */
class HeatChartTest {

    private static Raster ink(String svg) throws IOException {
        Matcher found = Pattern.compile("base64,([^\"]*)").matcher(svg);
        assertThat(found.find()).isTrue();
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(found.group(1))))
                .getRaster();
    }

    @Test
    void inkTellsTheObservationsOfEachBinAndSample() throws IOException {
        List<Double> edges = List.of(0.0, 1.0, 4.0);
        Curve median = new Curve("conv", Ink.of(0, 1), 0, List.of(new Curve.Point(0, 0.5), new Curve.Point(10, 2)));
        String svg = new HeatChart(
                        "a & b",
                        "bit",
                        Axis.tight(0, 10),
                        List.of(
                                new Column(0, edges, List.of(4L, 0L)),
                                new Column(4, edges, List.of(1L, 9L)),
                                new Column(10, edges, List.of(0L, 2L))),
                        median)
                .svg("one");
        assertThat(svg).contains("aria-label=\"a &amp; b\"", "mask id=\"one\"", "mask=\"url(#one)\"", "class=\"line\"");
        Raster ink = ink(svg);
        int right = ink.getWidth() - 1;
        int foot = ink.getHeight() - 1;
        int faint = (int) Math.round(255 * (0.08 + 0.92 / 3));
        // A column reaches half way to its neighbours: 0 to 2, 2 to 7, 7 to 10; a bin as far up as its edges: a
        // quarter, and all.
        assertThat(ink.getSample(0, foot, 0)).isEqualTo(255);
        assertThat(ink.getSample(0, 0, 0)).isZero();
        assertThat(ink.getSample(ink.getWidth() * 21 / 100, foot, 0)).isEqualTo(faint);
        assertThat(ink.getSample(ink.getWidth() * 69 / 100, 0, 0)).isEqualTo(255);
        assertThat(ink.getSample(ink.getWidth() * 71 / 100, foot, 0)).isZero();
        assertThat(ink.getSample(right, ink.getHeight() * 3 / 4 - 1, 0)).isEqualTo(255);
        assertThat(ink.getSample(right, ink.getHeight() * 3 / 4, 0)).isZero();
    }

    @Test
    void oneSampleFillsTheChart() throws IOException {
        Column only = new Column(50, List.of(0.0, 1.0), List.of(3L));
        String svg = new HeatChart(
                        "one", "1", Axis.tight(50, 50), List.of(only), new Curve("c", Ink.of(0, 1), 0, List.of()))
                .svg("id");
        assertThat(ink(svg).getSample(ink(svg).getWidth() / 2, 5, 0)).isEqualTo(255);
    }
}
