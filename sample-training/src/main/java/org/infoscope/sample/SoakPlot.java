package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws the readings of a soak over time: one SVG file, a panel for each kind of quantity. */
final class SoakPlot {

    private static final int PANEL_WIDTH = 460;
    private static final int PANEL_HEIGHT = 210;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 46;
    private static final int BOTTOM = 26;
    private static final int COLUMNS = 2;
    private static final int TICKS = 4;

    /** Dark enough on white, and told apart by colour-blind eyes (Okabe and Ito, 2008). */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#777777", "#cc79a7");

    private static final List<Panel> PANELS = List.of(
            new Panel(
                    "Memory, MB",
                    false,
                    List.of(
                            SoakColumn.RESIDENT_MB,
                            SoakColumn.OFF_HEAP_MB,
                            SoakColumn.ARRAYS_MB,
                            SoakColumn.HEAP_HELD_MB,
                            SoakColumn.HEAP_USED_MB)),
            new Panel("Training, iterations/s", false, List.of(SoakColumn.ITERATIONS_PER_SECOND)),
            new Panel(
                    "Stall of the training thread per sample, ms",
                    true,
                    List.of(SoakColumn.STALL_MEDIAN_MS, SoakColumn.STALL_MAX_MS)),
            new Panel("Duration of a put, ms", true, List.of(SoakColumn.PUT_MEDIAN_MS, SoakColumn.PUT_MAX_MS)),
            new Panel(
                    "From sample to stored, ms",
                    true,
                    List.of(SoakColumn.SAMPLE_TO_STORED_MEDIAN_MS, SoakColumn.SAMPLE_TO_STORED_MAX_MS)),
            new Panel(
                    "From record to page, ms",
                    true,
                    List.of(SoakColumn.RECORD_TO_PAGE_MEDIAN_MS, SoakColumn.RECORD_TO_PAGE_MAX_MS)),
            new Panel("Samples so far", false, List.of(SoakColumn.TAKEN, SoakColumn.SKIPPED, SoakColumn.LEFT_OUT)),
            new Panel("Troubles so far", false, List.of(SoakColumn.DROPPED, SoakColumn.FAILED, SoakColumn.PROBLEMS)),
            new Panel(
                    "Share of the time that listening costs",
                    false,
                    List.of(SoakColumn.OVERHEAD_SHARE, SoakColumn.OVERHEAD_RUN_SHARE)),
            new Panel("History on the disk, MB", false, List.of(SoakColumn.FILE_MB)));

    private final SoakTable table;
    private final double[] minutes;
    private final StringBuilder svg = new StringBuilder();

    private SoakPlot(SoakTable table) {
        this.table = table;
        this.minutes = table.column(SoakColumn.MINUTES);
    }

    private record Panel(String title, boolean logarithmic, List<SoakColumn> lines) {}

    /**
     * From a number to a place on the paper.
     *
     * @param least at the bottom
     * @param most at the top
     */
    private record Scale(double least, double most, boolean logarithmic) {

        static Scale of(double[] values, boolean logarithmic) {
            double[] finite =
                    Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
            double most = finite.length == 0 ? 1 : Math.max(finite[finite.length - 1], 1e-3);
            if (!logarithmic) {
                return new Scale(0, most * 1.05, false);
            }
            double least = Arrays.stream(finite).filter(v -> v > 0).min().orElse(most / 10);
            return new Scale(
                    Math.pow(10, Math.floor(Math.log10(least))),
                    Math.pow(10, Math.ceil(Math.log10(most * 1.01))),
                    true);
        }

        /** 0 at the bottom, 1 at the top. */
        double at(double value) {
            return logarithmic
                    ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                    : (value - least) / (most - least);
        }

        /** Where rules are drawn: at every power of ten, or at as many even steps. */
        double[] ticks() {
            return logarithmic
                    ? DoubleStream.iterate(least, tick -> tick < most * 1.01, tick -> tick * 10)
                            .toArray()
                    : IntStream.rangeClosed(0, TICKS)
                            .mapToDouble(tick -> least + (most - least) * tick / TICKS)
                            .toArray();
        }
    }

    /** Draws a table with at least one reading. */
    static void draw(SoakTable table, Path file) throws IOException {
        Files.writeString(file, new SoakPlot(table).drawn());
    }

    private String drawn() {
        int rows = (PANELS.size() + COLUMNS - 1) / COLUMNS;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                COLUMNS * PANEL_WIDTH,
                rows * PANEL_HEIGHT));
        for (int i = 0; i < PANELS.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<g transform=\"translate(%d %d)\">%n",
                    i % COLUMNS * PANEL_WIDTH,
                    i / COLUMNS * PANEL_HEIGHT));
            panel(PANELS.get(i));
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(Panel panel) {
        text(LEFT, 18, "start", "#111111", panel.title());
        double[] all = panel.lines().stream()
                .flatMapToDouble(line -> Arrays.stream(table.column(line)))
                .toArray();
        Scale up = Scale.of(all, panel.logarithmic());
        Scale along = new Scale(0, Math.max(minutes[minutes.length - 1], 1e-3), false);
        for (double tick : up.ticks()) {
            rule(x(0), y(up.at(tick)), x(1), y(up.at(tick)));
            text(LEFT - 6, y(up.at(tick)) + 4, "end", "#555555", number(tick));
        }
        for (double tick : along.ticks()) {
            rule(x(along.at(tick)), y(0), x(along.at(tick)), y(1));
            text(x(along.at(tick)), y(0) + 16, "middle", "#555555", number(tick));
        }
        text(x(1), 18, "end", "#555555", "over minutes");
        int legend = LEFT;
        for (int i = 0; i < panel.lines().size(); i++) {
            String name = panel.lines().get(i).title();
            curve(table.column(panel.lines().get(i)), along, up, COLOURS.get(i));
            text(legend, 34, "start", COLOURS.get(i), name);
            legend += 12 + 6 * name.length();
        }
    }

    /** A line through all readings at which there was something to measure. */
    private void curve(double[] values, Scale along, Scale up, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                path.append(String.format(
                        Locale.ROOT,
                        "%s%.1f %.1f",
                        path.isEmpty() ? "M" : "L",
                        x(along.at(minutes[i])),
                        y(up.at(values[i]))));
            }
        }
        svg.append(String.format(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" stroke-linecap=\"round\"/>%n",
                path, colour));
    }

    private static double x(double share) {
        return LEFT + share * (PANEL_WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return PANEL_HEIGHT - BOTTOM - share * (PANEL_HEIGHT - BOTTOM - TOP);
    }

    private void rule(double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(Locale.ROOT, "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#e4e4e4\"/>%n", x1, y1, x2, y2));
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                text));
    }

    private static String number(double value) {
        return value >= 100 || value == 0
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
