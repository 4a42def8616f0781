package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunHistoryException;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process of its own that is ended before its time. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process cannot be asked to end")
class InterruptedTrainingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SOME_STEPS = 3;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTrainingThatIsAskedToEndWritesItsEnd() throws Exception {
        Process training = start();
        awaitSteps(training);

        training.destroy();

        assertThat(training.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<SampledStep> steps = steps();
        assertThat(steps).hasSizeGreaterThan(SOME_STEPS);
        assertThat(steps.get(steps.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
    }

    @Test
    void aTrainingThatIsKilledLeavesAReadableRun() throws Exception {
        Process training = start();
        awaitSteps(training);

        training.destroyForcibly();

        assertThat(training.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(steps())
                .hasSizeGreaterThanOrEqualTo(SOME_STEPS)
                .allSatisfy(step -> assertThat(step.state()).isEqualTo(SampledStep.State.LIVE));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingSample.class.getName(),
                        "--model",
                        "mlp",
                        "--epochs",
                        "100000",
                        "--limit",
                        "640",
                        "--probe-size",
                        "20",
                        "--validation-size",
                        "20",
                        "--every",
                        "5",
                        "--no-ui",
                        "--run",
                        "run",
                        "--runs-dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void awaitSteps(Process training) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (steps().size() < SOME_STEPS) {
            if (!training.isAlive() || Instant.now().isAfter(deadline)) {
                training.destroyForcibly();
                throw new AssertionError(Files.readString(folder.resolve("output")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private List<SampledStep> steps() throws IOException {
        Path file = folder.resolve("run.db");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RunHistory run = RunHistory.openReadOnly(file)) {
            return run.listSessionIDs().stream()
                    .flatMap(session -> run.listWorkerIDsForSession(session).stream()
                            .flatMap(worker -> run
                                    .getAllUpdatesAfter(session, RepresentationReport.TYPE_ID, worker, Long.MIN_VALUE)
                                    .stream()))
                    .map(RepresentationReport.class::cast)
                    .map(RepresentationReport::step)
                    .toList();
        } catch (RunHistoryException stillBeingMade) {
            return List.of();
        }
    }
}
