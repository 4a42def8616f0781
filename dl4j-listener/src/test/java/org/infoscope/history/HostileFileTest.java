package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.deeplearning4j.ui.model.stats.impl.java.JavaStatsReport;
import org.deeplearning4j.ui.model.storage.impl.JavaStorageMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that someone made to harm their reader. */
class HostileFileTest {
    private static final String RAN = "org.infoscope.history.test.ran";

    @TempDir
    private Path folder = Path.of("");

    /** Code that runs when its bytes are deserialised, as in an attack. */
    private static final class Payload implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            System.setProperty(RAN, "yes");
        }
    }

    @AfterEach
    void forget() {
        System.clearProperty(RAN);
        System.clearProperty(StoredRecords.TRUSTED);
    }

    /** A history with one honest record, and one whose class and content are the attacker's. */
    private Path fileNaming(String className) throws Exception {
        Path file = folder.resolve("run.db");
        try (RunHistory history = RunHistory.open(file)) {
            history.putUpdate(new RepresentationReport("s", "w", 1, new RandomRuns(1).step()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Payload());
        }
        Sqlite.execute(file, "INSERT INTO classes VALUES (7, '" + className + "')");
        Sqlite.execute(
                file,
                "INSERT INTO records SELECT NULL, kind, source, 2, 7, x'"
                        + HexFormat.of().formatHex(bytes.toByteArray()) + "' FROM records LIMIT 1");
        return file;
    }

    @ParameterizedTest
    @ValueSource(classes = {JavaStatsReport.class, JavaStorageMetaData.class})
    void aReaderDeserialisesNothingThatAFileNames(Class<?> named) throws Exception {
        Path file = fileNaming(named.getName());
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            assertThat(history.getAllUpdatesAfter("s", RunRecord.TYPE_ID, "w", 0))
                    .hasSize(1);
            assertThat(System.getProperty(RAN)).isNull();
            assertThat(history.problems())
                    .singleElement()
                    .asString()
                    .contains(named.getName(), "-D" + StoredRecords.TRUSTED);
        }
    }

    @Test
    void whoTrustsTheFileSaysSo() throws Exception {
        Path file = fileNaming(JavaStatsReport.class.getName());
        System.setProperty(StoredRecords.TRUSTED, "com.example, org.deeplearning4j.ui.model");
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            assertThat(history.getAllUpdatesAfter("s", RunRecord.TYPE_ID, "w", 0))
                    .hasSize(1);
            assertThat(System.getProperty(RAN)).as("the attack is one").isEqualTo("yes");
        }
    }

    @Test
    void aRecordThatUnpacksToGigabytesIsDamaged() throws IOException {
        byte[] bomb = bomb(400);
        assertThat(bomb.length).isLessThan(3 << 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RepresentationReport().decode(bomb))
                .withMessageContaining("damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordFormat.currentJson(bomb))
                .withMessageContaining("unpacks to more than");
    }

    @Test
    void depthAndLengthInsideARecordAreBoundedToo() throws IOException {
        for (String hostile : List.of("[".repeat(100_000), "\"" + "x".repeat(30 << 20) + "\"", "9".repeat(1 << 20))) {
            byte[] record = record("{\"infoscope\":1,\"unknown\":" + hostile);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RepresentationReport().decode(record))
                    .withMessageContaining("damaged");
        }
    }

    private static byte[] record(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'I', 'S', 'C', 'P', 1});
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static byte[] bomb(int megabytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'I', 'S', 'C', 'P', 1});
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new DeflaterOutputStream(bytes, best)) {
            for (int i = 0; i < megabytes; i++) {
                out.write(spaces);
            }
        } finally {
            best.end();
        }
        return bytes.toByteArray();
    }
}
