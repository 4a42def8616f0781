package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;

@Timeout(300)
class TrainingSampleTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void everyModelTrainsAndIsRecorded(Architecture model) throws IOException {
        int exit = execute(
                "--model",
                model.name(),
                "--limit",
                "64",
                "--epochs",
                "1",
                "--batch",
                "32",
                "--every",
                "1",
                "--probe-size",
                "20",
                "--validation-size",
                "20",
                // However slow the machine is: a short training waits five seconds for its samples otherwise.
                "--blocking",
                "--no-ui",
                "--run",
                model.name());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Validation accuracy 0.", model + ".db");
        Path csv = folder.resolve("run.csv");
        ReadmeExamples.export(folder.resolve(model + ".db"), csv);
        assertThat(Files.readAllLines(csv))
                .anyMatch(line -> line.contains("diffusion-spectral-entropy"))
                .anyMatch(line -> line.contains("validation-accuracy"));
        try (RunHistory history = RunHistory.openReadOnly(folder.resolve(model + ".db"))) {
            assertThat(history.problems()).isEmpty();
        }
    }

    @Test
    void whatCannotWorkIsRefusedBeforeTraining() throws IOException {
        assertThat(execute("--epochs", "0")).isEqualTo(2);
        assertThat(execute("--data", "imagenet")).isEqualTo(2);
        assertThat(execute("--model", "transformer")).isEqualTo(2);
        assertThat(execute("--run", "../elsewhere")).isEqualTo(2);
        assertThat(execute("--data-dir", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("lenet, mlp, resnet", "--data-dir goes with", "--run names a file");
        assertThat(execute(
                        "--data", "mnist", "--data-dir", folder.resolve("none").toString(), "--no-ui"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("is not a folder");
        Files.createFile(folder.resolve("taken.db"));
        assertThat(execute("--no-ui", "--limit", "20", "--run", "taken")).isEqualTo(1);
        assertThat(err.toString()).contains("is already there");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aTakenPortCostsTheDashboardNotTheTraining() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int exit = execute(
                    "--model",
                    "mlp",
                    "--limit",
                    "64",
                    "--epochs",
                    "1",
                    "--batch",
                    "32",
                    "--probe-size",
                    "20",
                    "--validation-size",
                    "20",
                    "--run",
                    "unseen",
                    "--port",
                    Integer.toString(taken.getLocalPort()));
            assertThat(exit).as(err.toString()).isZero();
            assertThat(err.toString())
                    .contains("Port " + taken.getLocalPort() + " is taken", "training goes on", "infoscope ui")
                    .doesNotContain("\tat ");
        }
        assertThat(out.toString())
                .contains("Validation accuracy 0.", "unseen.db")
                .doesNotContain("Serving");
    }

    @Test
    void epochsAreSavedWithTheExamplesThatTheyAreMeasuredOn() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        String[] training = {
            "--model",
            "mlp",
            "--limit",
            "64",
            "--epochs",
            "2",
            "--batch",
            "32",
            "--probe-size",
            "20",
            "--no-ui",
            "--metrics",
            "economy",
            "--checkpoints",
            checkpoints.toString(),
            "--run"
        };

        int exit =
                execute(Stream.concat(Stream.of(training), Stream.of("saved")).toArray(String[]::new));
        int again =
                execute(Stream.concat(Stream.of(training), Stream.of("again")).toArray(String[]::new));

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("infoscope analyse --model " + checkpoints);
        assertThat(again).isEqualTo(1);
        assertThat(err.toString()).contains("is no empty folder");
        assertThat(checkpoints.toFile().list((dir, name) -> name.endsWith(".zip")))
                .hasSize(2);
        DataSet probe = new DataSet();
        probe.load(checkpoints.resolve("probe.bin").toFile());
        assertThat(probe.numExamples()).isEqualTo(20);
        assertThat(ModelSerializer.restoreMultiLayerNetwork(
                                checkpoints
                                        .resolve("checkpoint_1_MultiLayerNetwork.zip")
                                        .toFile(),
                                false)
                        .output(probe.getFeatures())
                        .size(0))
                .isEqualTo(20);
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--data",
                        "--data-dir",
                        "--model",
                        "--epochs",
                        "--batch",
                        "--seed",
                        "--every",
                        "--port",
                        "--no-ui",
                        "--shuffle-labels",
                        "--run",
                        "--metrics",
                        "--checkpoints",
                        "--probe-size");
    }

    private int execute(String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--runs-dir", folder.toString()))
                .toArray(String[]::new);
        return Programs.commandLine(new TrainingSample())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }
}
