package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code analyse} cannot work with: a reason, an exit code, no stack trace, and no run. */
class AnalyseRefusalsTest {

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("model.zip"));
        data = SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8");
    }

    @Test
    void modelsThatAreNone() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
        Path other = zip("other.zip", Map.of("readme.txt", "hello"));
        Path half = zip("half.zip", Map.of(ModelSerializer.CONFIGURATION_JSON, "{\"confs\": []}"));
        Path broken = zip(
                "broken.zip", Map.of(ModelSerializer.CONFIGURATION_JSON, "{", ModelSerializer.COEFFICIENTS_BIN, "x"));
        Path strange = zip(
                "strange.zip", Map.of(ModelSerializer.CONFIGURATION_JSON, "{}", ModelSerializer.COEFFICIENTS_BIN, "x"));
        Path rubbish = zip(
                "rubbish.zip",
                Map.of(ModelSerializer.CONFIGURATION_JSON, "{\"confs\": []}", ModelSerializer.COEFFICIENTS_BIN, "x"));
        Path objects = zip(
                "objects.zip",
                Map.of(
                        ModelSerializer.CONFIGURATION_JSON,
                        "{\"confs\": []}",
                        ModelSerializer.COEFFICIENTS_BIN,
                        "x",
                        ModelSerializer.PREPROCESSOR_BIN,
                        "x"));
        byte[] whole = Files.readAllBytes(model);
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));

        refused("no such file", folder.resolve("none.zip"), data);
        refused("is no zip file", text, data);
        refused("there is no configuration.json in it", other, data);
        refused("there is no coefficients.bin in it", half, data);
        refused("its configuration.json is damaged", broken, data);
        refused("neither a MultiLayerNetwork nor a ComputationGraph", strange, data);
        refused("DL4J cannot load this network", rubbish, data);
        refused("preprocessor.bin, a serialised Java object", objects, data);
        refused("is no zip file, or is damaged", cut, data);
        refused("is a folder without any .zip", Files.createDirectory(folder.resolve("empty")), data);
    }

    @Test
    void aDamagedNormalizerIsNoReasonToWriteIntoTheModel() throws IOException {
        Path with = Files.copy(model, folder.resolve("with.zip"));
        try (FileSystem zip = FileSystems.newFileSystem(with)) {
            Files.writeString(zip.getPath(ModelSerializer.NORMALIZER_BIN), "rubbish");
        }
        byte[] before = Files.readAllBytes(with);

        refused("its normalizer cannot be read", with, data);

        assertThat(Files.readAllBytes(with)).isEqualTo(before);
    }

    @Test
    void examplesThatAreNone() throws IOException {
        Path text = Files.writeString(folder.resolve("text.dat"), "hello");
        Path rubbish = Files.write(folder.resolve("rubbish.bin"), new byte[] {3, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        Path labels = SavedNetworks.labels(folder.resolve("labels.txt"));
        Path idx = Files.write(folder.resolve("idx"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 7});
        Path cut = Files.write(folder.resolve("cut"), new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 9});
        Path gzip = Files.write(folder.resolve("gz"), new byte[] {0x1f, (byte) 0x8b, 9, 9, 9});
        Path small = SavedNetworks.npy(folder.resolve("small.npy"), "160, 1, 4, 4");

        refused("no such file", model, folder.resolve("none.npy"));
        refused("is of no kind that is read", model, text);
        refused("is no data set saved by DataSet.save", model, rubbish);
        refused("is of no kind that is read", model, labels);
        refused("holds labels, no examples", model, idx);
        refused("is cut short", model, cut);
        refused("is not a gzip file", model, gzip);
        refused("the network does not take these examples", model, small);
        refused("its examples have 64 numbers, but --images means 12", model, data, "--images", "3x2x2");
        refused("40 ids, but there are 160 samples", model, small, "--labels", labels.toString());
        refused("--per-class needs classes", model, data, "--per-class", "3");
        Path negative = Files.writeString(folder.resolve("negative.txt"), "-1\n".repeat(40));
        refused("class -1 of example 0", model, data, "--labels", negative.toString());
    }

    @Test
    void outputsThatCannotBe() throws IOException {
        Path other =
                Files.writeString(folder.resolve("other.db"), "not a run history, but long enough to be looked at");

        refusedWith(1, "its folder does not exist", "--out", folder + "/no/run.db");
        refusedWith(1, "is a directory", "--out", folder.toString());
        refusedWith(1, "would overwrite what is read", "--out", model.toString());
        refusedWith(1, "would overwrite what is read", "--out", data.toString());
        refusedWith(1, "other.db", "--out", other.toString());
        assertThat(other).hasContent("not a run history, but long enough to be looked at");
    }

    @ParameterizedTest
    @CsvSource({
        "--metrics, everything, economy",
        "--metrics, ' ', economy",
        "--set, time=2, METRIC.time=2",
        "--set, feature-entropy.seed=1, none of the chosen metrics",
        "--set, diffusion-spectral-entropy.sigma=1, has no option 'sigma'",
        "--set, diffusion-spectral-entropy.time=soon, must be a number",
        "--limit, 0, 1 or more",
        "--per-class, -1, 1 or more",
        "--images, 28x28, CxHxW",
        "--images, 0x28x28, CxHxW",
        "--scale, 255, 'none of 0..1, none'"
    })
    void wrongUsage(String option, String value, String message) {
        refusedWith(2, message, "--out", folder.resolve("run.db").toString(), option, value);
        assertThat(folder.resolve("run.db")).doesNotExist();
    }

    @Test
    void aLayerThatIsNotThereIsSaidInTheRun() {
        CommandResult result = CommandResult.of(
                "analyse",
                "--json",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--out",
                folder.resolve("run.db").toString(),
                "--metrics",
                "diffusion-spectral-entropy",
                "--layers",
                "dense,none");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("The network has no layer [none]").contains("\"layer\":\"dense\"");
    }

    private void refused(String reason, Path chosen, Path examples, String... options) {
        Path out = folder.resolve("run.db");
        String[] all = Stream.concat(
                        Stream.of(
                                "analyse",
                                "--model",
                                chosen.toString(),
                                "--data",
                                examples.toString(),
                                "--out",
                                out.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        check(CommandResult.of(all), 1, reason);
        assertThat(out).doesNotExist();
    }

    private void refusedWith(int exit, String reason, String... options) {
        String[] all = Stream.concat(
                        Stream.of("analyse", "--model", model.toString(), "--data", data.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        check(CommandResult.of(all), exit, reason);
    }

    private static void check(CommandResult result, int exit, String reason) {
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).contains(reason).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    private Path zip(String name, Map<String, String> entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
