package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.impl.RemoteUIStatsStorageRouter;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.VertxUIServer;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** A real training that sends its records over HTTP to the server of another program, in DL4J's mode for several sessions. */
class TrainedRemotelyTest extends PageTest {
    private static final String SESSION = "trained-remotely";

    @TempDir
    Path folder;

    private static void train(StatsStorageRouter router, AtomicBoolean enough) {
        MultiLayerNetwork network = SmallTraining.network(15, new Adam(1e-2));
        DataSet batch = SmallTraining.patterns(24, 15);
        try (RepresentationListener listener = RepresentationListener.builder(router)
                .probe(Probe.of(SmallTraining.patterns(24, 2)))
                .metrics(Metrics.economy())
                .every(2)
                .blocking(true)
                .build()) {
            listener.setSessionID(SESSION);
            network.addListeners(listener);
            while (!enough.get()) {
                network.fit(batch);
            }
        }
    }

    /** How often the page has asked for records, other than by its one stream of events. */
    private static long asked() {
        return browser.number(
                "return performance.getEntriesByType('resource').filter(({ name }) => /[/](steps|curves)[?]/.test(name)).length");
    }

    @Test
    void thePageFollowsByEventsAloneAndShowsWhatIsStored() throws Exception {
        server.close();
        server = RunningServer.start(true);
        AtomicBoolean enough = new AtomicBoolean();
        // The router is closed last: what it has not sent by then is lost.
        try (RunHistory history = RunHistory.open(folder.resolve("remote.db"));
                RemoteUIStatsStorageRouter router = new RemoteUIStatsStorageRouter(server.address(""))) {
            server.with(history);
            VertxUIServer.getInstance().enableRemoteListener(history, false);
            CompletableFuture<Void> training = CompletableFuture.runAsync(() -> train(router, enough));
            try {
                browser.go(server.address("/representation"));
                browser.await("the first points", () -> browser.points("loss", 0) >= 2);
                // The history is here, however many pages of it there were.
                browser.awaitText("#state", "Live");
                long asked = asked();
                long early = browser.points("loss", 0);
                browser.await("more of them", () -> browser.points("loss", 0) >= early + 10);
                assertThat(asked()).as("only news travel").isEqualTo(asked).isPositive();
            } finally {
                enough.set(true);
                training.get(60, TimeUnit.SECONDS);
            }
            browser.awaitText("#state", "Run ended ");
            StoredTraining run = StoredTraining.of(history, SESSION);
            List<Double> losses = run.steps().stream()
                    .filter(step -> step.iteration() >= 0)
                    .map(SampledStep::score)
                    .toList();
            browser.await("all points", () -> browser.points("loss", 0) == losses.size());
            List<?> drawn = (List<?>) browser.evaluate(
                    "return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getOption()"
                            + ".series[0].data.map(point => (point.value ?? point)[1])");
            assertThat(drawn.stream().map(each -> ((Number) each).doubleValue()).toList())
                    .isEqualTo(losses);
            browser.screenshot("trained-remotely");
            browser.await("DL4J knows the session", () -> {
                browser.go(server.address("/train/" + SESSION + "/overview"));
                return !browser.all("#infoscope-panels").isEmpty();
            });
            browser.await(
                    "its panels",
                    () -> browser.points("accuracy", 0) == run.steps().size());
            browser.go("about:blank");
            server.detach(history);
        }
    }
}
