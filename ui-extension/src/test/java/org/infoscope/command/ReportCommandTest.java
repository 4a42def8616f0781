package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report}, on real files. */
class ReportCommandTest {

    private static final String HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202Egnp";

    @TempDir
    private Path folder = Path.of("");

    private CommandResult report(Path out, String... arguments) {
        return CommandResult.of(Stream.concat(Stream.of("report", "--out", out.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void assertFailed(String reason, CommandResult result) {
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(reason).doesNotContain("\tat ");
    }

    @Test
    void oneFileTellsEverythingOfARun() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 40, "first");
        Path out = folder.resolve("report.html");

        CommandResult result = report(out, file.toString());

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Reading first (session session-1)", "report.html: written");
        String html = Files.readString(out);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>first – Infoscope report</title>", "conv1", "training examples", "0 to 390", "ended")
                .contains("Diffusion spectral entropy", "arXiv 2312.04823", "aria-label=\"Loss over iterations\"")
                .contains("made ", " by infoscope ", "bandwidth = 10", "<th scope=\"row\">seed</th><td>7</td>")
                .contains("<data value=\"" + 1.0 / 42 + "\">");
        assertThat(html).as("loads nothing and runs nothing").doesNotContain("<script", " src=", "url(", "@import");
        assertThat(html).contains("default-src 'none'; style-src 'sha256-").doesNotContain(" style=", " onclick=");
    }

    @Test
    void severalRunsOfSeveralFilesAreComparedAtTheTop() throws IOException {
        Path one = RecordedRuns.write(folder.resolve("one.db"), 3, "first", "second");
        Path two = RecordedRuns.write(folder.resolve("two.db"), 4, "third");
        Path out = folder.resolve("report.html");

        assertThat(report(out, one.toString(), two.toString()).exit()).isZero();
        assertThat(Files.readString(out))
                .contains(
                        "<title>3 runs",
                        "<a href=\"#run-3\">third</a>",
                        "Loss of all runs over iterations",
                        "id=\"run-2\"");

        assertThat(report(out, "--force", "--run", "second", "--run", "third", one.toString(), two.toString())
                        .exit())
                .isZero();
        assertThat(Files.readString(out))
                .contains("<title>2 runs", ">second</h2>")
                .doesNotContain(">first</h2>");

        Path again = RecordedRuns.write(folder.resolve("again.db"), 3, "other", "first");
        assertThat(report(out, "--force", one.toString(), again.toString()).exit())
                .isZero();
        assertThat(Files.readString(out))
                .as("namesakes")
                .contains(">first · session-1 · worker</a>", ">first · session-2 · worker</a>", ">second</a>");

        assertFailed(
                "There is no run 'none'. There are: first", report(out, "--force", "--run", "none", one.toString()));
    }

    @Test
    void runsThatRepeatEachOtherHaveTheirMeanAndRange() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("seeds.db"), 5, "net seed 1", "net seed 2", "other");
        Path out = folder.resolve("report.html");

        assertThat(report(out, file.toString()).exit()).isZero();
        String html = Files.readString(out);
        assertThat(html).contains("Groups: mean and range", "</svg>net (2)</span>", "</svg>other</span>");
        String groups = html.substring(html.indexOf("Groups: mean and range"), html.indexOf("id=\"run-1\""));
        assertThat(groups)
                .contains(
                        "<h4>Loss</h4>",
                        "<h4>Training accuracy</h4>",
                        "<h4>Diffusion spectral entropy",
                        "<h5>conv1</h5>");
        assertThat(Pattern.compile("class=\"band\"").matcher(groups).results())
                .as("one in each chart: the other run is a line only")
                .hasSize(3);

        assertThat(report(out, "--force", "--run", "net seed 1", "--run", "other", file.toString())
                        .exit())
                .isZero();
        assertThat(out).content().contains("2 runs").doesNotContain("Groups: mean and range");
    }

    @Test
    void workersOfARunAreNotRuns() throws IOException {
        Path file = folder.resolve("parallel.db");
        try (RunHistory history = RunHistory.open(file)) {
            RecordedRuns.put(history, "session", "parallel", 3);
            RunInfo info = new RunInfo("parallel", 1, "MultiLayerNetwork", List.of(), List.of(), "", Map.of());
            history.putStaticInfo(new RepresentationRun("session", "worker-1", 1, info));
        }
        Path out = folder.resolve("report.html");

        assertThat(report(out, file.toString()).exit()).isZero();
        assertThat(out).content().contains("<title>parallel, 2 workers – Infoscope report</title>");
    }

    @Test
    void manyRunsAreToldApart() throws IOException {
        String[] names = IntStream.range(0, 60).mapToObj(i -> "run " + i).toArray(String[]::new);
        Path file = RecordedRuns.write(folder.resolve("many.db"), 2, names);
        Path out = folder.resolve("report.html");

        assertThat(report(out, file.toString()).exit()).isZero();

        String html = Files.readString(out);
        assertThat(html).contains("Loss of runs 1 to 56 over", "Loss of runs 57 to 60 over");
        String first = html.substring(html.indexOf("Runs 1 to 56"), html.indexOf("Runs 57 to 60"));
        List<String> looks = Pattern.compile("(<path class=\"line\" [^>]* d=\"M1 4h30\"/>)")
                .matcher(first)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(looks).hasSize(56).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsThereIsReplacedByForceOnly() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");
        Path out = Files.writeString(folder.resolve("mine.html"), "precious");

        assertFailed("is there already: name another file, or replace it with --force", report(out, file.toString()));
        assertThat(out).hasContent("precious");
        assertFailed("would overwrite what is read", report(file, "--force", file.toString()));
        assertThat(report(out, "--force", file.toString()).exit()).isZero();
        assertThat(out).content().contains("first");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void whatHoldsNoRunIsRefusedAndARunWithoutSamplesSaysSo() throws IOException {
        Path out = folder.resolve("report.html");
        Path text =
                Files.writeString(folder.resolve("text.db"), "this is no database, but long enough to be looked at");
        Path none = RecordedRuns.write(folder.resolve("none.db"), 1);
        assertFailed("no such file", report(out, folder.resolve("missing.db").toString()));
        assertFailed("text.db", report(out, text.toString()));
        assertFailed("holds no Infoscope run", report(out, none.toString()));
        assertThat(out).doesNotExist();

        Path empty = RecordedRuns.write(folder.resolve("empty.db"), 0, "nothing yet");
        assertThat(report(out, empty.toString()).exit()).isZero();
        assertThat(out).content().contains("nothing yet", "holds no sample");
    }

    @Test
    void hostileNamesAreText() throws IOException {
        Path file = folder.resolve("hostile.db");
        try (RunHistory history = RunHistory.open(file)) {
            RecordedRuns.put(history, "session-1", HOSTILE, 3);
            history.putStaticInfo(new RepresentationRun(
                    "session-1",
                    "worker",
                    1,
                    new RunInfo(
                            HOSTILE,
                            1,
                            HOSTILE,
                            List.of(new RunInfo.LayerInfo(HOSTILE, HOSTILE, "\u0000\u0007")),
                            List.of(RecordedRuns.ENTROPY),
                            HOSTILE,
                            Map.of(HOSTILE, HOSTILE))));
        }
        Path out = folder.resolve("report.html");

        assertThat(report(out, file.toString()).exit()).isZero();

        assertThat(out)
                .content()
                .contains("&lt;script&gt;alert(1)", "[U+202E]gnp", "&#39;&gt;&lt;img")
                .doesNotContain("<script", "<img", "\u202E", "\u0000", "\u0007");
        String html = Files.readString(out);
        assertThat(html.indexOf("</style>")).isEqualTo(html.lastIndexOf("</style>"));
    }
}
