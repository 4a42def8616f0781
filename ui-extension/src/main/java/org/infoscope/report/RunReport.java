package org.infoscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RunInfo;

/**
 * One HTML file about one or several runs, which opens offline: no scripts, nothing that is loaded from elsewhere, and a policy that
 * forbids both. Charts are SVG, pixel-wise maps are PNG inside the file; they follow the reader's light or dark theme, and print light.
 *
 * <p>Runs are read as {@link org.infoscope.history.RunCurves}, so that memory and the file stay bounded however long they are: a line has at
 * most 1,200 points, and keeps extremes and gaps; all lines of a run together about 40,000. What is kept of a run between {@link #add} and
 * {@link #write} is its part of the file and these lines, of which groups of runs are drawn. Names are shown as text, whatever they hold.
 *
 * <p>Not safe for use by several threads.
 */
public final class RunReport {

    private static final int SHADES = 8;

    /** Different lines. */
    private static final int LINES = SHADES * Dashes.count();

    private final String program;
    private final Instant made;
    private final List<String> sections = new ArrayList<>();
    private final List<RunSummary> summaries = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * An empty report.
     *
     * @param program that makes it, with its version
     * @param made when
     */
    public RunReport(String program, Instant made) {
        this.program = program;
        this.made = made;
    }

    /**
     * Reads one run.
     *
     * @param storage that holds it
     * @param file where the storage is, for the reader
     * @param session id of the run
     * @param worker that measured
     * @param info what holds for the whole run
     */
    public void add(StatsStorage storage, String file, String session, String worker, RunInfo info) {
        ReportedRun run = ReportedRun.read(storage, file, session, worker, info);
        RunSection section = RunSection.of(run);
        String anchor = "run-" + (sections.size() + 1);
        sections.add(section.html(anchor));
        summaries.add(RunSummary.of(anchor, run, section));
    }

    /**
     * Says at the head of the report what its reader must know.
     *
     * @param words for example, that a file is damaged
     */
    public void warn(String words) {
        warnings.add(words);
    }

    /**
     * Writes the report.
     *
     * @param out in UTF-8; is not closed
     * @throws IOException if it cannot be written
     */
    public void write(Writer out) throws IOException {
        String style = style();
        String title = Html.name(title());
        out.write("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%s – Infoscope report</title>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <style>%s</style>
                </head>
                <body>
                <a class="skip" href="#content">Skip to the runs</a>
                <header><h1>%s</h1><p class="note">Infoscope report, made %s by %s</p></header>
                <main id="content" tabindex="-1">
                """.formatted(title, hash(style), style, title, RunTables.TIME.format(made), Html.text(program)));
        for (String warning : warnings) {
            out.write("<p class=\"warning\" role=\"alert\">" + Html.text(warning) + "</p>");
        }
        if (summaries.size() > 1) {
            out.write(comparison());
        }
        for (String section : sections) {
            out.write(section);
        }
        out.write("</main></body></html>\n");
    }

    /** The name of the only run, or how many there are; each worker of a run has a section of its own. */
    private String title() {
        long runs = summaries.stream().map(RunSummary::identity).distinct().count();
        String all = runs == 1 ? summaries.get(0).name() : Numbers.count(runs) + " runs";
        return summaries.size() == runs ? all : all + ", " + Numbers.count(summaries.size()) + " workers";
    }

    /** All runs in one table and two charts; more than there are different lines take several charts. */
    private String comparison() {
        StringBuilder html =
                new StringBuilder("<section><h2>Runs</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Runs\"><table><thead><tr><th scope=\"col\">Run</th>");
        RunSummary.HEAD.forEach(
                head -> html.append("<th scope=\"col\">").append(head).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (RunSummary run : summaries) {
            html.append("<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th>"
                    .formatted(run.anchor(), Html.name(run.nameAmong(summaries))));
            run.cells()
                    .forEach(cell -> html.append("<td>").append(Html.name(cell)).append("</td>"));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
        for (int from = 0; from < summaries.size(); from += LINES) {
            overlays(html, from, Math.min(from + LINES, summaries.size()));
        }
        return html.append(new GroupCharts(RunGroup.of(summaries)).html())
                .append("</section>")
                .toString();
    }

    /** The charts of some of the runs, with their legend. */
    private void overlays(StringBuilder html, int from, int to) {
        String which =
                summaries.size() > LINES ? "runs " + Numbers.count(from + 1L) + " to " + Numbers.count(to) : "all runs";
        html.append("<h3>%s</h3>".formatted(which.substring(0, 1).toUpperCase(Locale.ROOT) + which.substring(1)));
        html.append("<p class=\"legend\">");
        for (int i = from; i < to; i++) {
            html.append(RunSection.key(ink(i), dash(i), summaries.get(i).nameAmong(summaries)));
        }
        html.append("</p><div class=\"charts\">");
        List<Integer> some = IntStream.range(from, to).boxed().toList();
        overlay(html, "Loss", which, some, RunSummary::loss);
        overlay(html, "Validation accuracy", which, some, RunSummary::validation);
        html.append("</div>");
    }

    private void overlay(
            StringBuilder html,
            String title,
            String which,
            List<Integer> some,
            Function<RunSummary, List<Curve.Point>> of) {
        List<Curve> curves = some.stream()
                .map(i -> new Curve(summaries.get(i).nameAmong(summaries), ink(i), dash(i), of.apply(summaries.get(i))))
                .filter(curve -> !curve.points().isEmpty())
                .toList();
        List<Double> xs = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .map(Curve.Point::x)
                .sorted()
                .collect(Collectors.toList());
        if (!xs.isEmpty()) {
            Axis x = Axis.tight(xs.get(0), xs.get(xs.size() - 1));
            Chart chart = new Chart(title + " of " + which + " over iterations", "1", x, curves, List.of());
            html.append("<figure><figcaption><h4>%s</h4></figcaption>%s</figure>".formatted(title, chart.svg()));
        }
    }

    /** Eight colours, then the same with another line: the looks that the dashboard gives runs. */
    static Ink ink(int run) {
        return Ink.of(run % SHADES, SHADES);
    }

    /** The line that goes with it. */
    static int dash(int run) {
        return run / SHADES % Dashes.count();
    }

    private static String style() {
        try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
            return new String(
                    Objects.requireNonNull(in, "report.css is missing from the jar")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String style) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
