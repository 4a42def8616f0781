package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.infoscope.history.Sqlite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real training whose run is on a real disk, a small one in memory, that becomes full and then larger. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only there a file system in memory can be mounted")
@Timeout(180)
class FullDiskTest {

    private static final int PATIENCE = 3_000;
    private static final int MORE = 20;

    @TempDir
    private Path disk = Path.of("");

    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private int iterations;

    private static boolean runs(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                runs("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk.toString()),
                "this process may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(runs("umount", disk.toString()) || !runs("mountpoint", "-q", disk.toString()))
                .isTrue();
    }

    private void fit(int count) {
        for (int i = 0; i < count; i++) {
            network.fit(Networks.images(iterations++ % 50, 8, CNN2DFormat.NCHW));
        }
    }

    @Test
    void trainingGoesOnAndWhatIsPutWhileTheDiskIsFullIsStoredWhenItIsNot() throws Exception {
        Path file = disk.resolve("run.db");
        try (RunHistory history = RunHistory.open(file)) {
            try (RepresentationListener listener = RepresentationListener.builder(history)
                    .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                    .metrics(TestMetric.mean())
                    .every(1)
                    .blocking(true)
                    .build()) {
                network.setListeners(listener);
                while (history.problems().isEmpty() && iterations < PATIENCE) {
                    fit(1);
                }
                assertThat(history.problems()).first().asString().contains("full", "is tried again");
                int before = Runs.live(history).size();
                assertThat(before).as("stored before").isPositive();
                fit(MORE);
                assertThat(network.getIterationCount()).isEqualTo(iterations);
                assertThat(runs("mount", "-o", "remount,size=16m", disk.toString()))
                        .isTrue();
                fit(MORE);
            }
        }
        try (RunHistory history = RunHistory.open(file)) {
            List<SampledStep> steps = Runs.live(history);
            assertThat(steps).as("one before the first update, and one of each").hasSize(iterations + 1);
            assertThat(steps.get(iterations).cost().failed()).isZero();
            assertThat(Runs.steps(history))
                    .last()
                    .extracting(SampledStep::state)
                    .isEqualTo(SampledStep.State.ENDED);
        }
        assertThat(Sqlite.rows(file, "PRAGMA integrity_check")).containsExactly("ok");
    }
}
