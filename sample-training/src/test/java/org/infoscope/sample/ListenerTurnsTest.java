package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.infoscope.sample.TrainingBenchmarkTest.cell;
import static org.infoscope.sample.TrainingBenchmarkTest.column;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(300)
class ListenerTurnsTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int turns(String configurations) {
        CommandLine command = Programs.commandLine(new TrainingBenchmark())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        String common = "--turns --network mlp --batch 8 --probe-size 20 --rounds 2 --warm-up 17 --out " + folder;
        return command.execute(
                Stream.concat(Arrays.stream(common.split(" ")), Stream.of("--configurations", configurations))
                        .toArray(String[]::new));
    }

    @Test
    void everyTurnBecomesALineOfTheRawFileAndTheTableFollows() throws IOException {
        int exit = turns("(stats|economy)@16");

        assertThat(exit).as(err.toString()).isZero();
        List<String> lines = Files.readAllLines(only(".csv"));
        List<String> header = Arrays.asList(lines.get(0).split(","));
        assertThat(lines).as("two rounds of three").hasSize(1 + 2 * 3);
        assertThat(header)
                .endsWith("seconds", "step_median_ms", "beyond_ms", "callbacks_median_us", "gc_ms")
                .doesNotContain("iterations");
        assertThat(column(header, lines, "round")).containsExactly("1", "1", "1", "2", "2", "2");
        assertThat(column(header, lines, "position")).containsExactly("0", "1", "2", "0", "1", "2");
        for (List<String> round : List.of(lines.subList(1, 4), lines.subList(4, 7))) {
            assertThat(round)
                    .extracting(line -> cell(header, line, "configuration"))
                    .containsExactlyInAnyOrder("none", "stats@16", "economy@16");
        }
        for (String line : lines.subList(1, lines.size())) {
            assertThat(number(header, line, "step_median_ms")).isPositive();
            assertThat(16 * number(header, line, "step_median_ms") + number(header, line, "beyond_ms"))
                    .isCloseTo(1e3 * number(header, line, "seconds"), within(0.02));
            assertThat(number(header, line, "callbacks_median_us") == 0)
                    .isEqualTo(cell(header, line, "configuration").equals("none"));
        }
        assertThat(only(".csv").getFileName().toString()).startsWith("turns-mlp-glyphs-");
        assertThat(out.toString())
                .contains(
                        "\n| none | 2 | ",
                        "\n| stats@16 | 2 | ",
                        "\n| economy@16 | 2 | ",
                        "\n- economy@16 over stats@16: ")
                .contains(Files.readString(only(".md")));
        assertThat(folder.toFile().list()).as("no storage is left").hasSize(2);
    }

    @Test
    void listenersOfDifferentOrShortIntervalsAreRefused() {
        assertThat(turns("economy@.*")).isEqualTo(2);
        assertThat(turns("(stats|full)@1")).isEqualTo(2);
        assertThat(err.toString()).contains("one interval, 16 steps or more", "'(stats|economy|standard|full)@64'");
        assertThat(folder).isEmptyDirectory();
    }

    private Path only(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double number(List<String> header, String line, String name) {
        return Double.parseDouble(cell(header, line, name));
    }
}
