package org.infoscope.report;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.List;

/**
 * A distribution over time as a heat map: iterations across, bins up, the number of observations as ink, as the dashboard draws it. The ink is a mask
 * over one colour, so that it follows the reader's theme.
 *
 * @param label what it shows, for who does not see it
 * @param unit of the values
 * @param x the iterations of the whole run
 * @param columns in order of iteration; not empty; those with other bins than the first are left out
 * @param median over the same iterations
 */
record HeatChart(String label, String unit, Axis x, List<Histograms.Column> columns, Curve median) {

    /** Of the picture; it is stretched to the chart, whose axis up has room for hardly more bins. */
    private static final int WIDTH = 480;

    private static final int HEIGHT = 128;

    /** What a bin with one observation has of all ink. */
    private static final double FAINTEST = 0.08;

    private static final int INK = 255;

    /** Strong ink on light ground, and what stands for it on dark ground. */
    private static final Ink COLOUR = new Ink("#08306b", "#84c4ec");

    /** Of the median: stands out from the ink of the bins. */
    static final Ink MEDIAN = new Ink("#d9480f", "#ffb454");

    /** The chart; {@code id} names its mask and is that of no other element. */
    String svg(String id) {
        List<Double> edges = columns.get(0).edges();
        Frame frame = new Frame(
                x, Axis.tight(edges.get(0), edges.get(edges.size() - 1)), "iteration", unit.equals("1") ? "" : unit);
        StringBuilder svg = new StringBuilder(1 << 13);
        frame.open(svg, label);
        String box = Frame.box();
        svg.append(
                        "<mask id=\"%s\"><image class=\"cells\" %s preserveAspectRatio=\"none\" href=\"data:image/png;base64,%s\"/></mask>"
                                .formatted(id, box, MapPicture.base64(picture(edges))))
                .append("<rect %s fill=\"%s\" mask=\"url(#%s)\"/>".formatted(box, COLOUR.css(), id));
        Chart.line(svg, median, frame);
        return svg.append("</svg>").toString();
    }

    /** The ink from 0 to 255 at every pixel. */
    private BufferedImage picture(List<Double> edges) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = picture.getRaster();
        Axis up = Axis.tight(edges.get(0), edges.get(edges.size() - 1));
        List<Histograms.Column> alike =
                columns.stream().filter(column -> column.edges().equals(edges)).toList();
        for (int i = 0; i < alike.size(); i++) {
            int from = pixel(x.place(border(alike, i)), WIDTH);
            int to = Math.max(from + 1, pixel(x.place(border(alike, i + 1)), WIDTH));
            List<Long> counts = alike.get(i).counts();
            double most =
                    Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
            for (int bin = 0; bin < counts.size(); bin++) {
                if (counts.get(bin) > 0) {
                    double ink = FAINTEST + (1 - FAINTEST) * Math.sqrt(counts.get(bin) / most);
                    int bottom = HEIGHT - pixel(up.place(edges.get(bin)), HEIGHT);
                    int top = Math.min(bottom - 1, HEIGHT - pixel(up.place(edges.get(bin + 1)), HEIGHT));
                    fill(raster, from, to, top, bottom, (int) Math.round(INK * ink));
                }
            }
        }
        return picture;
    }

    private static int pixel(double share, int pixels) {
        return (int) Math.round(Math.min(Math.max(share, 0), 1) * pixels);
    }

    /** Where a column begins: half way from the one before it; the first and the last one reach as far out as in. */
    private static double border(List<Histograms.Column> columns, int index) {
        int last = columns.size() - 1;
        if (last == 0) {
            return columns.get(0).iteration() + (index == 0 ? -0.5 : 0.5);
        }
        int right = Math.min(Math.max(index, 1), last);
        double before = columns.get(right - 1).iteration();
        double after = columns.get(right).iteration();
        double half = (after - before) / 2;
        return index == 0 ? before - half : index > last ? after + half : before + half;
    }

    private static void fill(WritableRaster raster, int from, int to, int top, int bottom, int ink) {
        for (int column = from; column < Math.min(to, WIDTH); column++) {
            for (int row = Math.max(top, 0); row < bottom; row++) {
                raster.setSample(column, row, 0, ink);
            }
        }
    }
}
