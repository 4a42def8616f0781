package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.core.storage.impl.RemoteUIStatsStorageRouter;
import org.deeplearning4j.ui.VertxUIServer;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports travel through DL4J's remote router, over HTTP, to a real UI server and into a history there. */
class RemoteReportTest {

    private static final int REPORTS = 20;
    private static final RunInfo INFO =
            new RunInfo("remote", 1, "Model", List.of(), List.of(), "probe", Map.of("seed", 7));

    private static SampledStep step(int iteration) {
        Reading reading = new Reading(
                "layer0",
                "diffusion-spectral-entropy",
                "diffusion-spectral-entropy-0",
                List.of(new MetricValue.Scalar("entropy", "bit", iteration % 2 == 0 ? iteration / 3.0 : Double.NaN)),
                Map.of("n", 256),
                List.of(),
                1);
        return new SampledStep(
                iteration,
                0,
                iteration,
                Double.NEGATIVE_INFINITY,
                Map.of("output", 0.5),
                Map.of(),
                List.of(reading),
                List.of(),
                new SampledStep.Cost(1, 2, 3, 4, 5),
                SampledStep.State.LIVE);
    }

    @Test
    void reportsArriveWholeAndInOrder(@TempDir Path folder) throws Exception {
        CountDownLatch arrived = new CountDownLatch(REPORTS);
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"));
                RunningServer server = RunningServer.start(false);
                RemoteUIStatsStorageRouter router = new RemoteUIStatsStorageRouter(server.address(""))) {
            history.registerStatsStorageListener(event -> {
                if (event.getEventType() == EventType.PostUpdate) {
                    arrived.countDown();
                }
            });
            VertxUIServer.getInstance().enableRemoteListener(history, false);
            router.putStaticInfo(new RepresentationRun("s", "w", 1, INFO));
            for (int i = 1; i <= REPORTS; i++) {
                router.putUpdate(new RepresentationReport("s", "w", i, step(i)));
            }
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(history.getStaticInfo("s", RunRecord.TYPE_ID, "w"))
                    .isInstanceOfSatisfying(
                            RepresentationRun.class,
                            run -> assertThat(run.info()).isEqualTo(INFO));
            assertThat(history.getAllUpdatesAfter("s", RunRecord.TYPE_ID, "w", 0))
                    .extracting(update -> ((RepresentationReport) update).step())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, REPORTS)
                            .mapToObj(RemoteReportTest::step)
                            .toList());
        }
    }
}
