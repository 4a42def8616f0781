package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that are small, and would fill the memory or mislead their reader: one line says what is wrong with each. */
class HostileModelTest {

    private static final int MEGABYTE = 1 << 20;
    private static final int LOCAL_SIZE_OFFSET = 22;

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("model.zip"));
        data = SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8");
    }

    private void refused(Path file, String... reasons) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Path out = folder.resolve("run.db");
        CommandResult result = CommandResult.of(
                "analyse", "--model", file.toString(), "--data", data.toString(), "--out", out.toString());
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(reasons).doesNotContain("\tat ").hasSizeLessThan(600);
        assertThat(result.err()
                        .lines()
                        .filter(line -> line.contains(file.getFileName().toString())))
                .hasSize(1);
        assertThat(out).doesNotExist();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private Path with(String name, byte[] content) throws IOException {
        Path file = Files.copy(model, folder.resolve("with.zip"));
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.write(zip.getPath(name), content);
        }
        return file;
    }

    @Test
    void aConfigurationOfManyMegabytesIsNotTakenIntoMemory() throws IOException {
        byte[] spaces = new byte[33 * MEGABYTE];
        Arrays.fill(spaces, (byte) ' ');
        Path file = with(ModelSerializer.CONFIGURATION_JSON, spaces);
        assertThat(file)
                .as("a kilobyte per megabyte")
                .satisfies(zip -> assertThat(Files.size(zip)).isLessThan(MEGABYTE));
        refused(file, "its configuration.json has more than 32 MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void aConfigurationOfEndlessBracketsIsDamaged(String bracket) throws IOException {
        refused(
                with(ModelSerializer.CONFIGURATION_JSON, bracket.repeat(100_000).getBytes(StandardCharsets.UTF_8)),
                "its configuration.json is damaged");
    }

    @Test
    void whatUnpacksToMoreThanThereIsRoomForIsRefusedWhateverItsName() throws IOException {
        Path bomb = with("extra.bin", new byte[24 * MEGABYTE]);
        assertThat(Files.size(bomb)).isLessThan(MEGABYTE);
        assertThatThrownBy(() -> new ModelZip(bomb).requireRoom(16L * MEGABYTE))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(bomb.toString(), "more than the 16 MB", "'extra.bin'", "INFOSCOPE_JAVA_OPTS");
        new ModelZip(bomb).requireRoom(32L * MEGABYTE);
        new ModelZip(model).requireRoom(MEGABYTE);
    }

    @Test
    void aClaimedSizeIsHeldAgainstTheRoomBeforeItIsBelieved() throws IOException {
        byte[] content = new byte[100];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(ModelSerializer.COEFFICIENTS_BIN);
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
            zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
            zip.write("{\"confs\": []}".getBytes(StandardCharsets.UTF_8));
        }
        byte[] lying = bytes.toByteArray();
        ByteBuffer.wrap(lying).putInt(LOCAL_SIZE_OFFSET, 0xffffff7f); // little-endian: 2 GB less one byte
        Path file = Files.write(folder.resolve("lying.zip"), lying);
        assertThatThrownBy(() -> new ModelZip(file).requireRoom(1L << 30))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("unpacks to more than the 1024 MB");
        refused(file, "lying.zip: ");
    }

    @Test
    void anArrayThatClaimsMoreNumbersThanTheFileHolds() throws IOException {
        byte[] parameters;
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            parameters = Files.readAllBytes(zip.getPath(ModelSerializer.COEFFICIENTS_BIN));
        }
        int type = new String(parameters, StandardCharsets.ISO_8859_1).indexOf("FLOAT");
        assertThat(type).isPositive();
        // Before the type, as UTF with two bytes for its length: how many numbers there are.
        ByteBuffer.wrap(parameters).putLong(type - 2 - Long.BYTES, 1L << 42);
        refused(with(ModelSerializer.COEFFICIENTS_BIN, parameters), "with.zip: ");
    }

    @Test
    void thousandsOfEntries() throws IOException {
        Path file = folder.resolve("many.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 2000; i++) {
                zip.putNextEntry(new ZipEntry("../" + i));
            }
        }
        refused(file, "a zip of 2000 entries");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.3, 0.6, 0.9, 0.999})
    void aZipCutShort(double share) throws IOException {
        byte[] whole = Files.readAllBytes(model);
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, (int) (share * whole.length)));
        refused(cut, "is no zip file, or is damaged");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.4, 0.6, 0.8})
    void aZipWithAWrongByteAmongItsNumbers(double share) throws IOException {
        Path file = Files.copy(model, folder.resolve("flipped.zip"));
        byte[] bytes = Files.readAllBytes(file);
        int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ModelSerializer.COEFFICIENTS_BIN);
        bytes[start + 200 + (int) (share * 500)] ^= 0x55;
        refused(Files.write(file, bytes), "flipped.zip: ", "damaged");
    }
}
