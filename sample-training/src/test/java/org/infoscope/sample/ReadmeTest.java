package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The README's examples are the compiled source, and they do what it says. */
@Timeout(300)
class ReadmeTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Path SOURCES = Path.of("src");
    private static final List<Path> COMPILED = List.of(
            SOURCES.resolve("main/java/org/infoscope/sample/Snippet.java"),
            SOURCES.resolve("test/java/org/infoscope/sample/ReadmeExamples.java"));
    private static final int MOST_TRIES = 5;

    @TempDir
    private Path folder = Path.of("");

    /** A process's first sample loads the metrics' code, and trainings as short as the README's wait five seconds for it at most. */
    @BeforeAll
    static void measureOnce() {
        try (RepresentationListener listener = RepresentationListener.builder(new InMemoryStatsStorage())
                .probe(Probe.of(data()))
                .blocking(true)
                .build()) {
            MultiLayerNetwork network = dense();
            network.setListeners(listener);
            network.fit(data());
        }
    }

    @Test
    void everyJavaBlockIsCompiledSource() throws IOException {
        String compiled = "";
        for (Path source : COMPILED) {
            compiled += withoutIndentation(Files.readString(source));
        }
        List<String> blocks = JAVA_BLOCK
                .matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> withoutIndentation(block.substring("```java\n".length(), block.length() - 3)))
                .toList();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(6);
        assertThat(blocks.get(0)).contains("new RepresentationListener(run)");
        for (String block : blocks) {
            assertThat(compiled).contains(block);
        }
    }

    @Test
    void theCommandsAreThoseThatTheBuildKnows() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String tests = "./mvnw --batch-mode --no-transfer-progress verify";

        assertThat(readme).contains("\n" + tests + "\n", "\n./mvnw -q -Psample compile\n");
        assertThat(Files.readAllLines(Path.of("..", ".ci", "run"))).contains(tests);
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>sample</id>");
    }

    @Test
    void graphIsMeasuredAtEveryLayer() throws IOException {
        try (RunHistory run = RunHistory.openReadOnly(measured(ReadmeExamples::graph))) {
            assertThat(layersWith(run, "diffusion-spectral-mutual-information")).contains("a", "b", "kind");
            assertThat(last(run).trainingAccuracy()).containsOnlyKeys("kind");
        }
    }

    @Test
    void maskedSequencesAreMeasured() throws IOException {
        try (RunHistory run = RunHistory.openReadOnly(measured(ReadmeExamples::sequences))) {
            assertThat(layersWith(run, "diffusion-spectral-entropy")).hasSize(2);
            assertThat(layersWith(run, "spectral-roll-off")).isNotEmpty();
            assertThat(steps(run))
                    .allSatisfy(step -> assertThat(step.problems()).isEmpty());
        }
    }

    @Test
    void aNetworkFedNanTrainsOnAndSaysWhy() throws IOException {
        Path file = measured(run -> {
            MultiLayerNetwork network = dense();

            ReadmeExamples.broken(run, network, data());

            assertThat(network.getIterationCount()).isEqualTo(10);
            assertThat(network.params().isNaN().any()).isTrue();
        });
        try (RunHistory run = RunHistory.openReadOnly(file)) {
            List<SampledStep> steps = steps(run);
            assertThat(steps).hasSizeGreaterThanOrEqualTo(2);
            assertThat(steps).anySatisfy(step -> assertThat(step.score()).isNaN());
            assertThat(steps.stream().flatMap(step -> step.readings().stream()))
                    .isNotEmpty()
                    .allSatisfy(reading -> assertThat(reading.flags()).isNotEmpty());
        }
    }

    @Test
    void optionsAndExportWork() throws IOException {
        Path file = folder.resolve("run.db");
        Path csv = folder.resolve("run.csv");
        try (RunHistory run = RunHistory.open(file);
                RepresentationListener listener = ReadmeExamples.options(run, data(), data())) {
            MultiLayerNetwork network = dense();
            network.setListeners(listener);
            for (int i = 0; i < 5; i++) {
                network.fit(data());
            }
        }

        ReadmeExamples.export(file, csv);

        assertThat(Files.readAllLines(csv)).hasSizeGreaterThan(20).anyMatch(line -> line.startsWith("wide kernels,"));
    }

    /** The file of an example, repeated in another one where the machine paused so long that closing the listener cut measuring off. */
    private Path measured(Consumer<RunHistory> example) throws IOException {
        Path file;
        boolean cut;
        int tries = 0;
        do {
            file = folder.resolve("run-" + tries + ".db");
            try (RunHistory run = RunHistory.open(file)) {
                example.accept(run);
                cut = steps(run).stream().anyMatch(ReadmeTest::isCut);
            }
            tries++;
        } while (cut && tries < MOST_TRIES);
        return file;
    }

    private static boolean isCut(SampledStep step) {
        return step.cost().overhead().dropped() > 0
                || Stream.concat(
                                step.problems().stream(),
                                step.readings().stream().flatMap(reading -> reading.flags().stream()))
                        .anyMatch(flag -> flag.reason().equals("The run ended before it was measured"));
    }

    private static MultiLayerNetwork dense() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(4))
                .build());
        network.init();
        return network;
    }

    private static DataSet data() {
        return new DataSet(
                Nd4j.linspace(-1, 1, 160, DataType.FLOAT).reshape(40, 4),
                Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, 20));
    }

    private static Set<String> layersWith(RunHistory run, String metric) {
        return steps(run).stream()
                .flatMap(step -> step.readings().stream())
                .filter(reading ->
                        reading.metric().equals(metric) && !reading.values().isEmpty())
                .map(Reading::layer)
                .collect(Collectors.toSet());
    }

    /** The last sample; steps that have the score alone are none. */
    private static SampledStep last(RunHistory run) {
        return steps(run).stream()
                .filter(step -> step.state() == SampledStep.State.LIVE && !step.isScoreOnly())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static List<SampledStep> steps(RunHistory run) {
        return run.listSessionIDs().stream()
                .flatMap(session -> run.listWorkerIDsForSession(session).stream()
                        .flatMap(
                                worker -> run
                                        .getAllUpdatesAfter(
                                                session, RepresentationReport.TYPE_ID, worker, Long.MIN_VALUE)
                                        .stream()))
                .map(RepresentationReport.class::cast)
                .map(RepresentationReport::step)
                .toList();
    }

    private static String withoutIndentation(String source) {
        return source.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
