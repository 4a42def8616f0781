package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.infoscope.history.RunHistory;
import org.infoscope.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** Saved networks through the whole command, read back from the run history that it writes. */
class AnalyseCommandTest {

    private static final String ENTROPY = "diffusion-spectral-entropy";

    @TempDir
    private Path folder = Path.of("");

    private record Saved(Path untrained, Path trained) {}

    @Test
    void aReadingIsWhatMeasureSaysOfTheSameActivations() throws IOException {
        MultiLayerNetwork network = SavedNetworks.convolutional();
        Path model = SavedNetworks.save(network, folder.resolve("model.zip"));
        Path data = SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8");
        INDArray dense =
                network.feedForward(SavedNetworks.examples().getFeatures()).get(2);
        Path activations = NpyBytes.floats(
                folder.resolve("dense.npy"),
                ByteOrder.LITTLE_ENDIAN,
                "40, 6",
                dense.dup('c').data().asFloat());

        JsonNode analysed = json(model, data, "--metrics", ENTROPY, "--set", "bandwidth=MEDIAN");
        JsonNode measured = CommandResult.of("measure", ENTROPY, activations.toString(), "--set", "bandwidth=MEDIAN")
                .json();

        JsonNode step = analysed.at("/steps/0");
        assertThat(step.get("model").asText()).startsWith("model.zip");
        assertThat(step.get("readings")).hasSize(3);
        assertThat(step.at("/readings/1/layer").asText()).isEqualTo("dense");
        assertThat(step.at("/readings/1/values/entropy").asDouble())
                .isCloseTo(measured.at("/values/entropy").asDouble(), within(1e-4));
        assertThat(step.at("/readings/1/values/log2n").asDouble()).isCloseTo(Math.log(40) / Math.log(2), within(1e-12));
    }

    @Test
    void checkpointsStandInTheOrderOfTheirIterations() throws IOException {
        Saved saved = saved();

        CommandResult result = analyse(
                "--model",
                saved.trained().toString(),
                saved.untrained().toString(),
                "--data",
                SavedNetworks.idx(folder.resolve("images-idx3-ubyte")).toString(),
                "--labels",
                SavedNetworks.labels(folder.resolve("labels.txt")).toString(),
                "--metrics",
                "economy");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).contains("divided by 255", "untrained.zip (1 of 2)", "trained.zip (2 of 2)");
        assertThat(result.out())
                .contains("trained.zip", "40 examples of images-idx3-ubyte", "DSE, sigma = 10", "conv", "dense", "out")
                .contains("2 models are in");
        AnalysedRun run = onlyRun();
        assertThat(run.steps())
                .extracting(step -> run.model(step).split(" ", 2)[0])
                .containsExactly("untrained.zip", "trained.zip");
        assertThat(run.steps().get(1).trainingAccuracy()).containsKey("out");
        assertThat(run.info().name()).isEqualTo(folder.getFileName().toString());
    }

    @Test
    void whatIsMeasuredIsNotMeasuredAgain() throws IOException {
        Saved saved = saved();
        String data =
                SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8").toString();
        String[] rest = {"--data", data, "--metrics", ENTROPY};

        CommandResult first = analyse(with(rest, "--model", saved.untrained().toString()));
        CommandResult both = analyse(with(rest, "--model", folder.toString()));
        CommandResult again = analyse(with(rest, "--model", folder.toString()));

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(both.err()).contains("1 of 2 models are measured").contains("trained.zip (1 of 1)");
        assertThat(again.err()).contains("2 of 2 models are measured").doesNotContain("(1 of");
        assertThat(again.out()).isEqualTo(both.out());
        assertThat(onlyRun().steps()).hasSize(2);
        assertThat(CommandResult.of("runs", out().toString()).out())
                .contains("ended")
                .containsPattern(" 2 +3 +\\d+ +0");

        CommandResult other = analyse(with(rest, "--model", folder.toString(), "--limit", "20"));
        assertThat(other.err()).doesNotContain("already");
        try (RunHistory history = RunHistory.openReadOnly(out())) {
            assertThat(RecordedRun.all(history))
                    .as("other examples are another run")
                    .hasSize(2);
        }
    }

    @Test
    void theNormalizerOfTheModelIsApplied() throws IOException {
        ComputationGraph graph = SavedNetworks.flat();
        DataSet flat = new DataSet(
                SavedNetworks.examples().getFeatures().reshape(SavedNetworks.EXAMPLES, SavedNetworks.PIXELS),
                SavedNetworks.examples().getLabels());
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(flat);
        Path plain = SavedNetworks.save(graph, folder.resolve("plain.zip"));
        Path with = Files.copy(plain, folder.resolve("with.zip"));
        ModelSerializer.addNormalizerToModel(with.toFile(), normalizer);
        Path raw = saved(flat, "raw.bin");
        normalizer.transform(flat);
        Path normal = saved(flat, "normal.bin");

        CommandResult applied = analyse("--json", "--model", with.toString(), "--data", raw.toString());
        JsonNode byHand = json(plain, normal);

        assertThat(applied.exit()).as(applied.err()).isZero();
        assertThat(applied.err()).contains("normalized by the NormalizerStandardize saved with the model");
        assertThat(applied.json().at("/steps/0/readings")).isEqualTo(byHand.at("/steps/0/readings"));
        CommandResult mixed = analyse("--model", plain.toString(), with.toString(), "--data", raw.toString());
        assertThat(mixed.exit()).isEqualTo(1);
        assertThat(mixed.err()).contains("different normalizers");
    }

    @Test
    void imagesAreFlattenedForANetworkThatTakesRowsAndRowsMadeImages() throws IOException {
        Path flat = SavedNetworks.save(SavedNetworks.flat(), folder.resolve("flat.zip"));
        Path image = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("image.zip"));
        Path idx = SavedNetworks.idx(folder.resolve("images"));
        Path rows = SavedNetworks.npy(folder.resolve("rows.npy"), "40, 64");

        CommandResult flattened = analyse(
                "--json",
                "--model",
                flat.toString(),
                "--data",
                idx.toString(),
                "--metrics",
                "information-discarding",
                "--set",
                "mode=PREVIEW",
                "--set",
                "images=2");
        CommandResult shaped = analyse(
                "--model", image.toString(), "--data", rows.toString(), "--images", "1x8x8", "--metrics", ENTROPY);
        CommandResult unsaid = analyse("--model", image.toString(), "--data", rows.toString(), "--metrics", ENTROPY);

        assertThat(flattened.exit()).as(flattened.err()).isZero();
        assertThat(flattened.err()).contains("given to the network as [40, 64]");
        assertThat(flattened.json().at("/steps/0/readings/0/values").toString())
                .as("the flat network's pixel maps are still images")
                .contains("\"rows\":4,\"columns\":4");
        assertThat(shaped.exit()).as(shaped.err()).isZero();
        assertThat(unsaid.exit()).isEqualTo(1);
        assertThat(unsaid.err()).contains("the network does not take these examples", "--images CxHxW");
    }

    @Test
    void examplesAreChosenByClass() throws IOException {
        Path model = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("model.zip"));
        Path data = saved(SavedNetworks.examples(), "examples.bin");

        JsonNode json = json(model, data, "--metrics", "economy", "--per-class", "7");

        assertThat(json.get("probe").asText())
                .isEqualTo("14 of 40 examples of examples.bin (the first 7 of each class)");
        assertThat(json.at("/steps/0/readings/0/values/log2n").asDouble())
                .isCloseTo(Math.log(14) / Math.log(2), within(1e-12));
        assertThat(json.at("/steps/0/accuracy/out").isNumber()).isTrue();
    }

    @Test
    void withoutLabelsTheMetricsThatNeedThemSayNotApplicable() throws IOException {
        Path model = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("model.zip"));
        Path data = SavedNetworks.npy(folder.resolve("images.npy"), "40, 1, 8, 8");

        CommandResult result =
                analyse("--json", "--model", model.toString(), "--data", data.toString(), "--metrics", "economy");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .containsOnlyOnce("No labels, so these do not apply: ")
                .contains("--labels");
        JsonNode information = result.json().at("/steps/0/readings/1");
        assertThat(information.get("metric").asText()).endsWith("mutual-information");
        assertThat(information.at("/flags/0/kind").asText()).isEqualTo("NOT_APPLICABLE");
    }

    @Test
    void everyMetricIsMeasured() throws IOException {
        Path model = SavedNetworks.save(SavedNetworks.convolutional(), folder.resolve("model.zip"));
        Path data = saved(SavedNetworks.examples(), "examples.bin");

        JsonNode json = json(
                model,
                data,
                "--metrics",
                String.join(",", Metrics.ids()),
                "--set",
                "feature-entropy.minimumImages=5",
                "--set",
                "information-discarding.mode=PREVIEW",
                "--set",
                "information-discarding.images=2");

        assertThat(json.at("/steps/0/readings")).hasSize(3 * Metrics.ids().size());
        assertThat(json.at("/steps/0/readings"))
                .allSatisfy(
                        reading -> assertThat(reading.get("flags").toString()).doesNotContain("FAILED"));
        assertThat(json.at("/steps/0/readings")).as("maps of the convolution").anySatisfy(reading -> {
            assertThat(reading.get("metric").asText()).isEqualTo("feature-entropy");
            assertThat(reading.at("/values/eps").isNumber()).isTrue();
        });
    }

    private Saved saved() throws IOException {
        MultiLayerNetwork network = SavedNetworks.convolutional();
        Path untrained = SavedNetworks.save(network, folder.resolve("untrained.zip"));
        for (int update = 0; update < 3; update++) {
            network.fit(SavedNetworks.examples());
        }
        return new Saved(untrained, SavedNetworks.save(network, folder.resolve("trained.zip")));
    }

    private Path saved(DataSet data, String name) {
        Path file = folder.resolve(name);
        data.save(file.toFile());
        return file;
    }

    private AnalysedRun onlyRun() throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(out())) {
            List<RecordedRun> runs = RecordedRun.all(history);
            assertThat(runs).hasSize(1);
            return AnalysedRun.of(history, runs.get(0).session()).orElseThrow();
        }
    }

    private JsonNode json(Path model, Path data, String... options) throws IOException {
        CommandResult result = analyse(with(options, "--json", "--model", model.toString(), "--data", data.toString()));
        assertThat(result.exit()).as(result.err()).isZero();
        return result.json();
    }

    private CommandResult analyse(String... options) {
        return CommandResult.of(with(options, "analyse", "--out", out().toString()));
    }

    private Path out() {
        return folder.resolve("run.db");
    }

    private static String[] with(String[] last, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    }
}
