package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.stream.Stream;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runs} and {@code export}, on real files. */
class HistoryCommandsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void runsListsEveryRun() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 3, "first", "second");

        CommandResult result = CommandResult.of("runs", file.toString());

        assertThat(result.exit()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("run ").contains("session", "samples", "records", "state");
        assertThat(lines.get(1)).contains("first", "session-1", " 3 ", " 20 ", "ended", "MultiLayerNetwork");
        assertThat(lines.get(2)).contains("second", "session-2");
    }

    @Test
    void aSampleWithTwoRecordsIsOneSample() throws IOException {
        Path file = folder.resolve("twice.db");
        try (RunHistory writer = RunHistory.open(file)) {
            RecordedRuns.putTwice(writer, "session-1", "twice", 3);
        }

        CommandResult result = CommandResult.of("runs", file.toString());

        assertThat(result.out().lines().toList().get(1))
                .as("samples and records")
                .containsPattern("twice .* 3 +6 ");
    }

    @Test
    void theScoreOfAnEndedRunIsThatOfItsLastStep() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("ended.db"), 2, "first");

        CommandResult result = CommandResult.of("runs", file.toString());

        assertThat(result.out()).contains(" 0.25", "ended").doesNotContain("NaN");
    }

    @Test
    void runsReadsAFileThatIsBeingWritten() throws IOException {
        Path file = folder.resolve("live.db");
        try (RunHistory writer = RunHistory.open(file)) {
            RecordedRuns.put(writer, "session-1", "live", 2);

            CommandResult result = CommandResult.of("runs", file.toString());

            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out()).startsWith("run ");
        }
    }

    @Test
    void runsOfSeveralFilesAreListedWithTheirFile() throws IOException {
        Path one = RecordedRuns.write(folder.resolve("one.db"), 2, "first", "second");
        Path two = RecordedRuns.write(folder.resolve("two.db"), 3, "third");

        CommandResult result = CommandResult.of("runs", one.toString(), two.toString());

        assertThat(result.exit()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).strip()).endsWith("file");
        assertThat(lines.get(2)).contains("second").endsWith(one.toString());
        assertThat(lines.get(3)).contains("third").endsWith(two.toString());
        assertFailed("no such file", CommandResult.of("runs", one.toString(), "missing.db"));
    }

    @Test
    void aRunWithoutAnEndThatNobodyWritesHasStopped() throws IOException {
        Path file = folder.resolve("run.db");
        try (RunHistory writer = RunHistory.open(file)) {
            RecordedRuns.begin(writer, "session-1", "killed");
            assertThat(writer.listSessionIDs()).as("is stored").hasSize(1);

            assertThat(CommandResult.of("runs", file.toString()).out()).contains(" not ended ");
        }
        assertThat(CommandResult.of("runs", file.toString()).out()).contains(" stopped without an end ");
    }

    @Test
    void exportWritesEveryStepAsJsonLines() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 4, "first");
        Path out = Files.writeString(folder.resolve("out.jsonl"), "what was there before");

        CommandResult result =
                CommandResult.of("export", file.toString(), "--format", "jsonl", "--out", out.toString());

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).as("the run, four steps and the end").hasSize(6);
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
        }
        assertThat(lines.get(1)).contains(Double.toString(1.0 / 3));
        assertThat(remains()).isEmpty();
    }

    @Test
    void exportWritesCsvOfTheChosenRun() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first", "second");
        Path out = folder.resolve("out.csv");

        CommandResult byName = CommandResult.of(
                "export", file.toString(), "--format", "CSV", "--run", "second", "--out", out.toString());

        assertThat(byName.exit()).as(byName.err()).isZero();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).startsWith("run,worker,iteration,epoch,time,layer,metric,series,statistic,value,unit");
        assertThat(lines).anyMatch(line -> line.contains("entropy") && line.contains(Double.toString(1.0 / 3)));
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("second,"));
        CommandResult bySession = CommandResult.of(
                "export", file.toString(), "--format", "csv", "--run", "session-2", "--out", out + "2");
        assertThat(bySession.exit()).as(bySession.err()).isZero();
        assertThat(Path.of(out + "2")).hasSameTextualContentAs(out);
    }

    @Test
    void exportToADashWritesToStandardOutput() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");
        PrintStream before = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            CommandResult result = CommandResult.of("export", file.toString(), "--format", "jsonl", "--out", "-");
            assertThat(result.exit()).as(result.err()).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(captured.toString(StandardCharsets.UTF_8).lines()).hasSize(4);
    }

    /** The device is always full. */
    @Test
    void outputThatHasNoRoomIsNamedWithWhatToDo() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "there is no such device");
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");

        assertFailed(
                "/dev/full: cannot be written (No space left on device): make room",
                CommandResult.of("export", file.toString(), "--format", "csv", "--out", full.toString()));
    }

    @Test
    void standardOutputThatCannotBeWrittenIsAFailure() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");
        PrintStream before = System.out;
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        System.setOut(new PrintStream(full, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run("export", file.toString(), "--format", "csv", "--out", "-"))
                    .isEqualTo(1);
            assertThat(Main.run("runs", file.toString())).isEqualTo(1);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void exportedFilesCanBeReadByWhomeverTheFolderLets() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "first");
        Path out = folder.resolve("out.csv");
        assertThat(CommandResult.of("export", file.toString(), "--format", "csv", "--out", out.toString())
                        .exit())
                .isZero();
        Path plain = Files.writeString(folder.resolve("plain"), "made as any file is");
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            assertThat(Files.getPosixFilePermissions(out)).isEqualTo(Files.getPosixFilePermissions(plain));
        }
    }

    @Test
    void exportAsksWhichRunWhenThereAreSeveral() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "same", "same", "other");

        assertFailed("holds 3 runs: choose one with --run. There are: same (session session-1)", export(file));
        assertFailed("has 2 runs 'same': choose by session", export(file, "--run", "same"));
        assertFailed("has no run 'none'", export(file, "--run", "none"));
    }

    @Test
    void exportNeverTouchesTheHistoryOrLeavesHalfAFile() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "first");
        byte[] before = Files.readAllBytes(file);

        assertFailed(
                "would overwrite what is read",
                CommandResult.of("export", file.toString(), "--format", "csv", "--out", file.toString()));
        assertFailed(
                "its folder does not exist",
                CommandResult.of(
                        "export",
                        file.toString(),
                        "--format",
                        "csv",
                        "--out",
                        folder.resolve("no/out.csv").toString()));

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(remains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "export", "ui"})
    void filesThatAreNoHistoryAreRefusedWithTheReason(String command) throws IOException {
        Path text =
                Files.writeString(folder.resolve("text.db"), "this is no database, but long enough to be looked at");
        Path empty = Files.createFile(folder.resolve("empty.db"));

        assertFailed("no such file", run(command, folder.resolve("missing.db")));
        assertFailed("is a directory", run(command, folder));
        assertFailed("text.db", run(command, text));
        assertFailed("empty.db", run(command, empty));
        assertThat(text).hasContent("this is no database, but long enough to be looked at");
        assertThat(empty).isEmptyFile();
    }

    @Test
    void wrongUsageExitsWithTwo() {
        for (String[] arguments : new String[][] {
            {},
            {"fly"},
            {"runs"},
            {"export", "a.db"},
            {"export", "a.db", "--format", "xml", "--out", "-"},
            {"ui", "a.db", "--port", "70000"},
            {"ui", "a.db", "--port", "http"}
        }) {
            CommandResult result = CommandResult.of(arguments);
            assertThat(result.exit()).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void helpAndVersionAreEverywhere() {
        for (String command : List.of("runs", "export", "ui", "measure")) {
            CommandResult help = CommandResult.of(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Usage: infoscope " + command, "FILE");
            assertThat(CommandResult.of("help", command).out()).isEqualTo(help.out());
            assertThat(CommandResult.of(command, "--version").exit()).isZero();
        }
        assertThat(CommandResult.of("--help").out()).contains("runs", "export", "ui", "measure", "Exit codes");
        assertThat(CommandResult.of("--version").out()).matches("(?s)infoscope \\d+\\.\\d+.*Java .*");
    }

    private static CommandResult export(Path file, String... more) {
        return CommandResult.of(Stream.concat(
                        Stream.of("export", file.toString(), "--format", "csv", "--out", file + ".csv"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private CommandResult run(String command, Path file) {
        return command.equals("export")
                ? CommandResult.of(
                        command,
                        file.toString(),
                        "--format",
                        "csv",
                        "--out",
                        folder.resolve("x").toString())
                : CommandResult.of(command, file.toString());
    }

    private List<Path> remains() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private static void assertFailed(String reason, CommandResult result) {
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(reason).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }
}
