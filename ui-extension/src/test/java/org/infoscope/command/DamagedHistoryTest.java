package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code runs}, {@code export} and {@code ui} say of files that are no whole history, and that they leave them alone. */
@Timeout(60)
class DamagedHistoryTest {

    @TempDir
    private Path folder = Path.of("");

    private enum Kind {
        EMPTY,
        TEXT,
        CUT_IN_THE_HEADER,
        HALF,
        WITHOUT_ITS_LAST_PAGE,
        OTHER_PROGRAM,
        NEWER,
        NOISE,
        FOLDER,
        LINK_TO_ITSELF
    }

    private Path make(Kind kind) throws IOException {
        Path file = folder.resolve("run.db");
        switch (kind) {
            case EMPTY -> Files.createFile(file);
            case TEXT -> Files.writeString(file, "iteration,loss\n".repeat(100));
            case FOLDER -> Files.createDirectory(file);
            case LINK_TO_ITSELF -> Files.createSymbolicLink(file, file);
            default -> {
                byte[] whole = Files.readAllBytes(RecordedRuns.write(file, 50, "first"));
                switch (kind) {
                    case CUT_IN_THE_HEADER -> Files.write(file, Arrays.copyOf(whole, 60));
                    case HALF -> Files.write(file, Arrays.copyOf(whole, whole.length / 2));
                    case WITHOUT_ITS_LAST_PAGE -> Files.write(file, Arrays.copyOf(whole, whole.length - 4096));
                    case OTHER_PROGRAM -> patch(file, 68, new byte[] {1, 2, 3, 4});
                    case NEWER -> patch(file, 60, new byte[] {0, 0, 0, 99});
                    default -> patch(file, 100, new byte[whole.length - 100]);
                }
            }
        }
        return file;
    }

    private static void patch(Path file, int at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedInOneLineAndLeftAlone(Kind kind) throws IOException {
        Path file = make(kind);
        byte[] before = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        Path out = folder.resolve("out.csv");
        for (String[] command : new String[][] {
            {"runs", file.toString()},
            {"export", file.toString(), "--format", "csv", "--out", out.toString()},
            {"ui", file.toString(), "--port", "0"}
        }) {
            CommandResult result = CommandResult.of(command);
            assertThat(result.exit()).as(command[0]).isEqualTo(1);
            assertThat(result.err()).contains(file.toString()).doesNotContain("\tat ", "java.lang");
            assertThat(result.err().strip()).as(command[0]).doesNotContain("\n");
            if (kind == Kind.HALF || kind == Kind.WITHOUT_ITS_LAST_PAGE || kind == Kind.NOISE) {
                assertThat(result.err())
                        .as(command[0])
                        .contains("is damaged", "left as it is", "docs/run-history.md", "A damaged file");
            }
        }
        assertThat(out).doesNotExist();
        if (before.length > 0) {
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @Test
    void anExportWithoutADamagedRecordSaysSo() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("run.db"), 5, "first");
        byte[] bytes = Files.readAllBytes(file);
        String letters = new String(bytes, StandardCharsets.ISO_8859_1);
        // SQLite fills a page from its end: the first record that begins with these letters was put last.
        patch(file, letters.indexOf("ISCP") + 60, new byte[] {0, 0, 0, 0});
        Path out = folder.resolve("out.jsonl");
        CommandResult result =
                CommandResult.of("export", file.toString(), "--format", "jsonl", "--out", out.toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("without what is damaged", "is left out");
        assertThat(Files.readAllLines(out)).hasSize(6);
    }

    @Test
    void namesNeitherEndALineNorColourTheTerminal() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("run.db"), 1, "evil\u001b[31m\nrun\u202e");
        CommandResult result = CommandResult.of("runs", file.toString());
        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.out()).contains("evil\uFFFD[31m\uFFFDrun\uFFFD").doesNotContain("\u001b");
    }
}
