package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(300)
class TrainingBenchmarkTest {

    private static final int MOST_TRIES = 5;

    /** Closing a listener that has been cut off takes at least as long; without that, hardly any time. */
    private static final double CUT_SECONDS = 2.5;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine command = Programs.commandLine(new TrainingBenchmark())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    /** Repeated in another folder where the machine paused so long that closing the listener cut measuring off. */
    private int executeUncut(String... arguments) throws IOException {
        int exit;
        int tries = 0;
        do {
            folder = Files.createDirectory(folder.resolve("try-" + tries));
            exit = execute(Stream.concat(Arrays.stream(arguments), Stream.of("--out", folder.toString()))
                    .toArray(String[]::new));
            tries++;
        } while (exit == 0 && tries < MOST_TRIES && isCut(Files.readAllLines(only(".csv"))));
        return exit;
    }

    private static boolean isCut(List<String> lines) {
        List<String> header = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .filter(line -> line.contains(",economy@1,"))
                .anyMatch(line -> Double.parseDouble(cell(header, line, "end_seconds")) >= CUT_SECONDS);
    }

    @Test
    void everyRunBecomesALineOfTheRawFileAndTheTableFollows() throws IOException {
        int exit = executeUncut(
                "--network",
                "mlp",
                "--iterations",
                "5",
                "--rounds",
                "2",
                "--warm-up",
                "1",
                "--batch",
                "8",
                "--probe-size",
                "20",
                "--validation-size",
                "20",
                "--configurations",
                "copy@1|statsfile@1|stats@1|economy@1|standard@64",
                "--budget",
                "Infinity",
                "--note",
                "a test, \"busy\"");

        assertThat(exit).as(err.toString()).isZero();
        List<String> lines = Files.readAllLines(only(".csv"));
        List<String> header = Arrays.asList(lines.get(0).split(","));
        // Five and, before, between and after them, three of nobody; two rounds.
        assertThat(lines).hasSize(1 + 2 * 8);
        assertThat(column(header, lines, "configuration"))
                .filteredOn("none"::equals)
                .hasSize(6);
        assertThat(column(header, lines, "parameters_crc32"))
                .as("the same trained parameters")
                .containsOnly(column(header, lines, "parameters_crc32").get(0));
        assertThat(column(header, lines, "seconds"))
                .allSatisfy(seconds -> assertThat(Double.parseDouble(seconds)).isPositive());
        assertThat(lines.get(1)).contains("\"a test, \"\"busy\"\"\"");
        for (String line : lines) {
            if (line.contains(",stats@1,") || line.contains(",statsfile@1,")) {
                assertThat(cell(header, line, "taken")).isEqualTo("5");
                assertThat(Double.parseDouble(cell(header, line, "stall_median_ms")))
                        .isPositive();
            }
            if (line.contains(",economy@1,")) {
                assertThat(Integer.parseInt(cell(header, line, "taken"))
                                + Integer.parseInt(cell(header, line, "skipped")))
                        .as("iterations 0 to 4 and before the first")
                        .isEqualTo(6);
                assertThat(Integer.parseInt(cell(header, line, "readings"))).isPositive();
                assertThat(Double.parseDouble(cell(header, line, "recorded_share")))
                        .isPositive();
            }
        }
        assertThat(out.toString())
                .contains("| none |", "| economy@1 |", "economy@1 over stats@1: ", "bit for bit the same");
        assertThat(out.toString()).contains(Files.readString(only(".md")));
        assertThat(folder.toFile().list()).as("no storage is left").hasSize(2);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThat(execute("--iterations", "1")).isEqualTo(2);
        assertThat(execute("--rounds", "0")).isEqualTo(2);
        assertThat(execute("--configurations", "everything")).isEqualTo(2);
        assertThat(execute("--configurations", "(")).isEqualTo(2);
        assertThat(execute("--probe-size", "3")).isEqualTo(2);
        assertThat(execute("--budget", "1.5")).isEqualTo(2);
        assertThat(err.toString()).contains("matches none", "no regular expression", "--iterations 2 or more");
        assertThat(execute("--data-dir", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not a folder");
    }

    @Test
    void aRoundHasEverythingOnceBetweenRunsOfNobody() {
        List<Configuration> order = Configuration.round(Configuration.all(), new Random(1));

        assertThat(order)
                .containsAll(Configuration.all())
                .startsWith(Configuration.NONE)
                .endsWith(Configuration.NONE);
        assertThat(order.stream().filter(one -> !one.equals(Configuration.NONE)))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(Configuration.all());
        List<Integer> nobody = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).equals(Configuration.NONE)) {
                nobody.add(i);
            }
        }
        for (int i = 1; i < nobody.size(); i++) {
            assertThat(nobody.get(i) - nobody.get(i - 1)).isBetween(2, 5);
        }
    }

    @Test
    void aRunIsComparedWithItsNeighboursOfNobodyInItsRound() {
        Configuration some = new Configuration(Listening.economy, 64);
        Configuration other = new Configuration(Listening.stats, 64);
        BenchmarkRatios ratios = new BenchmarkRatios(List.of(
                row(1, Configuration.NONE, 10),
                row(1, some, 11),
                row(1, other, 22),
                row(1, Configuration.NONE, 12),
                // A machine twice as slow in the second round.
                row(2, Configuration.NONE, 20),
                row(2, other, 40),
                row(2, some, 26.4),
                row(2, Configuration.NONE, 24)));

        assertThat(ratios.time(some)).containsExactly(new double[] {1, 1.2}, within(1e-12));
        assertThat(ratios.time(some, other)).containsExactly(new double[] {0.5, 0.66}, within(1e-12));
        assertThat(ratios.time(Configuration.NONE))
                .containsExactly(new double[] {10 / 12.0, 1.2, 20 / 24.0, 1.2}, within(1e-12));
    }

    @Test
    void fullIsHeldToItsBudgetAndTheOthersToTheirTargets() {
        Configuration full = new Configuration(Listening.full, 16);
        Configuration economy = new Configuration(Listening.economy, 64);
        List<BenchmarkRow> rows = List.of(
                row(1, Configuration.NONE, 10),
                row(1, full, 10.6),
                row(1, economy, 10.4),
                row(1, Configuration.NONE, 10));

        assertThat(new BenchmarkTable(rows, List.of(full, economy), 0.05).text())
                .contains(
                        "full@16 over none: 1.060 (1.060 to 1.060); at most 1.05: MISSED",
                        "economy@64 over none: 1.040 (1.040 to 1.040); at most 1.05: met");
        assertThat(new BenchmarkTable(rows, List.of(full), 0.1).text()).contains("at most 1.10: met");
        assertThat(new BenchmarkTable(rows, List.of(full), Double.POSITIVE_INFINITY).text())
                .as("no budget, nothing to hold it to")
                .doesNotContain("full@16 over none");
    }

    @Test
    void quantilesAreThoseOfHyndmanAndFansSeventhType() {
        assertThat(Quantiles.of(new double[] {4, 1, 3, 2}))
                .isEqualTo(new Quantiles(1.75, 2.5, 3.25, 3.8499999999999996, 4));
        assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7, 7, 7));
        assertThat(Quantiles.of(new double[0]).median()).isNaN();
    }

    private static BenchmarkRow row(int round, Configuration configuration, double seconds) {
        MeasuredRun run = new MeasuredRun(
                seconds, seconds, 0, 0, 0, 0, 0, Quantiles.NONE, Quantiles.NONE, ListeningCosts.NONE, 0);
        return new BenchmarkRow(round, 0, configuration, run);
    }

    private Path only(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static List<String> column(List<String> header, List<String> lines, String name) {
        return lines.stream().skip(1).map(line -> cell(header, line, name)).toList();
    }

    /** Counted from the right: the columns to the left may hold quoted commas. */
    static String cell(List<String> header, String line, String name) {
        String[] cells = line.split(",", -1);
        return cells[cells.length - header.size() + header.indexOf(name)];
    }
}
