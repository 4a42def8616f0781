package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.history.RunHistory;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reconstruction uncertainty through the whole command; a real process is killed while a decoder learns. */
class AnalyseReconstructionTest {

    private static final int MOST_TRIES = 10;

    @TempDir
    private Path folder = Path.of("");

    private int tries;

    private String[] arguments(String metric, String... more) throws IOException {
        Path model = folder.resolve("model.zip");
        if (!Files.exists(model)) {
            SavedNetworks.save(SavedNetworks.convolutional(), model);
            SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8");
        }
        List<String> words = new ArrayList<>(List.of(
                "analyse",
                "--model",
                model.toString(),
                "--data",
                folder.resolve("images.npy").toString(),
                "--metric",
                metric,
                "--set",
                "images=2",
                "--set",
                "epochs=40",
                "--set",
                "width=2",
                "--out",
                out().toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Path out() {
        return folder.resolve("run-" + tries + ".db");
    }

    private Path unfinished() {
        return Path.of(out() + ".unfinished");
    }

    /** SIGKILL as soon as a line begins so. */
    private void killAt(String beginning) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        words.addAll(List.of(arguments("ru")));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        List<String> heard = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith(beginning)) {
                heard.add(line);
                line = lines.readLine();
            }
            assertThat(line).as(heard.toString()).isNotNull();
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** How many layers are done and wait for the others; none where all are recorded. */
    private int kept() throws IOException {
        if (Files.notExists(unfinished())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(unfinished())) {
            return (int)
                    files.filter(file -> file.toString().endsWith(".layer")).count();
        }
    }

    @Test
    @Timeout(300)
    void aKilledAnalysisGoesOnWithTheNextLayer() throws Exception {
        int kept;
        do {
            // Into another file where all layers were done before the signal came.
            tries++;
            killAt("  dense: training its decoder");
            kept = kept();
        } while ((kept == 0 || kept == 3) && tries < MOST_TRIES);
        assertThat(kept)
                .as("the first layer, and the second if that was done before the signal came")
                .isBetween(1, 2);

        CommandResult resumed = CommandResult.of(arguments("reconstruction-uncertainty", "--json"));

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        List<String> layers = List.of("conv", "dense", "out");
        assertThat(layers.subList(0, kept)).noneMatch(layer -> resumed.err().contains(layer + ": training"));
        assertThat(layers.subList(kept, 3))
                .allMatch(layer -> resumed.err().contains(layer + ": training its decoder, 100 %"));
        assertThat(resumed.err()).contains("out: measuring", "100 %");
        JsonNode readings = resumed.json().at("/steps/0/readings");
        assertThat(readings).hasSize(3);
        assertThat(readings)
                .allSatisfy(reading -> assertThat(
                                reading.at("/values/reconstructionUncertainty").asDouble())
                        .isBetween(-6.91, 3.0));
        assertThat(unfinished()).as("recorded, so not kept any longer").doesNotExist();
        assertThat(CommandResult.of(arguments("ru")).err()).contains("1 of 1 models are measured");
    }

    @Test
    @Timeout(300)
    void mapsAreRecordedLikeThoseOfInformationDiscarding() throws IOException {
        CommandResult result = CommandResult.of(arguments("ru", "--layers", "out", "--set", "grid=2"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("RU");
        try (RunHistory history = RunHistory.openReadOnly(out())) {
            RecordedRun run = RecordedRun.all(history).get(0);
            Reading reading = AnalysedRun.of(history, run.session())
                    .orElseThrow()
                    .steps()
                    .get(0)
                    .readings()
                    .get(0);
            assertThat(reading.metric()).isEqualTo("reconstruction-uncertainty");
            assertThat(reading.settings()).containsEntry("epochs", 40).containsEntry("trainingExamples", 36);
            assertThat(reading.values())
                    .filteredOn(MetricValue.PixelMaps.class::isInstance)
                    .singleElement()
                    .satisfies(value -> {
                        MetricValue.PixelMaps maps = (MetricValue.PixelMaps) value;
                        assertThat(maps.rows()).isEqualTo(2);
                        assertThat(maps.examples()).containsExactly(0, 20);
                    });
        }
    }

    @Test
    void whatIsNoOptionIsRefusedWithItsName() throws IOException {
        CommandResult result = CommandResult.of(arguments("ru", "--set", "depth=3"));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("'reconstruction-uncertainty' has no option 'depth'", "learningRate");
        CommandResult unknown = CommandResult.of(arguments("rx"));
        assertThat(unknown.err()).contains("Unknown metric 'rx'", "reconstruction-uncertainty");
    }
}
