package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The assembled command, {@code target/infoscope/bin/infoscope}, as a user runs it. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs the shell script")
class InfoscopeIT {

    private static final Path ASSEMBLED = Path.of("target", "infoscope").toAbsolutePath();

    /** So many that measuring them outlasts a pause of the test, which is to end it in the middle. */
    private static final int MODELS = 30;

    @TempDir
    private Path folder = Path.of("");

    private record Ended(int exit, String out, String err) {}

    @Test
    void measuresThroughALinkInAFolderWithSpaces() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("a folder with spaces"));
        Files.createSymbolicLink(copy.resolve("infoscope home"), ASSEMBLED);
        Path link = Files.createSymbolicLink(
                folder.resolve("link to it"), Path.of("a folder with spaces", "infoscope home", "bin", "infoscope"));
        Path blobs = Files.copy(resource("blobs.csv"), copy.resolve("blobs of two.csv"));

        Ended ended = run(link, "measure", "diffusion-spectral-entropy", blobs.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(ended.out());
        assertThat(json.at("/values/entropy").asDouble()).isCloseTo(0.9724839272238663, within(1e-9));
        assertThat(ended.out().lines())
                .as("standard output is the result alone")
                .hasSize(1);
    }

    @Test
    void exitCodesAndStreamsAreKept() throws Exception {
        Path command = ASSEMBLED.resolve(Path.of("bin", "infoscope"));

        Ended version = run(command, "--version");
        Ended usage = run(command, "measure");
        Ended failed = run(command, "runs", folder.resolve("none.db").toString());

        assertThat(version.exit()).isZero();
        assertThat(version.out()).startsWith("infoscope ");
        assertThat(usage.exit()).isEqualTo(2);
        assertThat(usage.out()).isEmpty();
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err()).contains("no such file").doesNotContain("\tat ");
    }

    @Test
    void tooLittleMemoryIsAReasonAndNoStackTrace() throws Exception {
        Path large = NpyBytes.doubles(folder.resolve("large.npy"), 1, ByteOrder.LITTLE_ENDIAN, "4000, 3000");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(file.length() + 4000L * 3000 * Double.BYTES);
        }

        Ended ended = run(
                Path.of("env"),
                "INFOSCOPE_JAVA_OPTS=-Xmx64m",
                ASSEMBLED.resolve(Path.of("bin", "infoscope")).toString(),
                "measure",
                "diffusion-spectral-entropy",
                large.toString());

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .contains("not enough memory", "INFOSCOPE_JAVA_OPTS")
                .doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void servesAFinishedRunUntilItIsEnded() throws Exception {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");
        Process process = start(
                ASSEMBLED.resolve(Path.of("bin", "infoscope")),
                ProcessBuilder.Redirect.to(folder.resolve("err").toFile()),
                "ui",
                file.toString(),
                "--port",
                "0");
        try (BufferedReader out = process.inputReader()) {
            String line = Objects.requireNonNull(out.readLine(), "no address was printed");
            URI runs = URI.create(line.substring(0, line.indexOf(' ')) + "/api/runs");

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(runs).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("first");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAnalysisThatIsStoppedOrKilledGoesOnWhereItWas() throws Exception {
        MultiLayerNetwork network = SavedNetworks.convolutional();
        Path models = Files.createDirectory(folder.resolve("models"));
        for (int update = 0; update < MODELS; update++) {
            network.fit(SavedNetworks.examples());
            SavedNetworks.save(network, models.resolve("update-" + update + ".zip"));
        }
        Path data = folder.resolve("examples.bin");
        SavedNetworks.examples().save(data.toFile());
        Path out = folder.resolve("run.db");
        String[] analyse = {
            "analyse",
            "--metrics",
            "full",
            "--model",
            models.toString(),
            "--data",
            data.toString(),
            "--out",
            out.toString()
        };

        interrupt("update-2.zip (3 of " + MODELS + ")", Process::destroy, analyse);
        List<Long> stopped = iterations(out);
        interrupt(".zip (1 of", Process::destroyForcibly, analyse);
        List<Long> killed = iterations(out);
        Ended ended = run(ASSEMBLED.resolve(Path.of("bin", "infoscope")), analyse);

        assertThat(stopped).as("what was measured when it was told to end").hasSizeGreaterThanOrEqualTo(2);
        assertThat(killed).as("a file that kill -9 left").containsAll(stopped);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err()).contains(killed.size() + " of " + MODELS + " models are measured");
        assertThat(ended.out()).contains(MODELS + " models are in").contains("DSMI(Z;Y)");
        assertThat(iterations(out))
                .containsExactlyElementsOf(LongStream.range(0, MODELS).boxed().toList());
    }

    /** Ends an analysis in its own way as soon as it says that it is at some model. */
    private static void interrupt(String at, Consumer<Process> end, String... arguments) throws Exception {
        Process process =
                start(ASSEMBLED.resolve(Path.of("bin", "infoscope")), ProcessBuilder.Redirect.PIPE, arguments);
        try (BufferedReader err = process.errorReader()) {
            StringBuilder said = new StringBuilder();
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                said.append(line).append('\n');
                if (line.contains(at)) {
                    break;
                }
            }
            assertThat(said.toString()).contains(at);
            end.accept(process);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
    }

    private static List<Long> iterations(Path file) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            List<RecordedRun> runs = RecordedRun.all(history);
            assertThat(runs).hasSize(1);
            return AnalysedRun.of(history, runs.get(0).session()).orElseThrow().steps().stream()
                    .map(SampledStep::iteration)
                    .toList();
        }
    }

    @Test
    void eachLibraryIsThereOnceAndOnlyForThisHost() throws IOException {
        try (Stream<Path> jars = Files.list(ASSEMBLED.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertThat(names.stream().filter(name -> name.startsWith("infoscope-")))
                    .hasSize(3);
            assertThat(names.stream().filter(name -> name.startsWith("nd4j-native-1.0.0-M2.1-")))
                    .hasSize(1);
            assertThat(names).noneMatch(name -> name.contains("selenium") || name.contains("assertj"));
        }
    }

    private Ended run(Path command, String... arguments) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = start(command, ProcessBuilder.Redirect.to(err.toFile()), arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static Process start(Path command, ProcessBuilder.Redirect err, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(err);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static Path resource(String name) throws IOException {
        try {
            return Path.of(Objects.requireNonNull(InfoscopeIT.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }
}
