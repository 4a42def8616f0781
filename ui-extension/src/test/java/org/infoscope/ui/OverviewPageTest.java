package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own Overview page with Infoscope's panels, beside the score chart of a StatsListener. */
class OverviewPageTest extends PageTest {
    /** How many percent of the run the accuracy is shown of. */
    private static final String SHOWN =
            "const zoom = echarts.getInstanceByDom(document.querySelector('[data-panel=accuracy]')).getOption().dataZoom[0];"
                    + "return Math.round(zoom.end - zoom.start)";

    private static final String PANELS = "#infoscope-panels";

    private void train(String session, int iterations) {
        train(storage, session, iterations);
    }

    static void train(StatsStorage storage, String session, int iterations) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new StatsListener(storage, null, null, session, "worker-0"));
        INDArray features = Nd4j.linspace(-1, 1, 32).reshape(8, 4);
        INDArray labels = Nd4j.eye(2).repeat(0, 4);
        for (int i = 0; i < iterations; i++) {
            network.fit(features, labels);
        }
    }

    private void measure(String session, int steps) {
        SyntheticRun run = SyntheticRun.named(session);
        long live = aMinuteAhead();
        storage.putStaticInfo(run.info(live));
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(run.report(n, live + n));
        }
    }

    @Test
    void hasPanelsRightUnderTheScoreChartAndANavigationEntry() {
        train("together", 3);
        measure("together", 12);
        browser.go(server.address("/train/overview"));
        browser.await(
                "accuracy, DSE and DSMI",
                () -> browser.all(PANELS + " [data-panel] canvas").size() == 3);
        assertThat(browser.evaluate(
                        "return document.querySelector('#scoreiterchart').closest('.row').nextElementSibling.id"))
                .isEqualTo("infoscope-panels");
        assertThat(browser.points("accuracy", 0)).isEqualTo(12);
        assertThat(browser.text(PANELS)).contains("Accuracy", "DSE", "DSMI", "conv1", "Live");
        measure("together", 1);
        browser.await("live panels", () -> browser.points("accuracy", 0) == 13);
        browser.drag("[data-panel=accuracy]", 150, 250, 90);
        browser.drop();
        browser.await("the part that was marked", () -> browser.number(SHOWN) < 90);
        browser.doubleClick("[data-panel=accuracy]", "all of it", () -> browser.number(SHOWN) == 100);
        browser.find("#infoscope-nav").click();
        browser.await("the whole dashboard", () -> browser.points("loss", 0) == 13);
        assertThat(browser.evaluate("return location.pathname")).isEqualTo("/representation/together");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void followsThePagesChoiceOfSession() throws Exception {
        train("first", 2);
        train("second", 2);
        measure("first", 4);
        measure("second", 7);
        browser.go(server.address("/train/overview"));
        server.get("/train/sessions/set/first");
        browser.await("panels of the first session", () -> browser.points("accuracy", 0) == 4);
        server.get("/train/sessions/set/second");
        browser.await("panels of the second session", () -> browser.points("accuracy", 0) == 7);
    }

    @Test
    void saysSoWhenTheSessionIsNotMeasured() {
        train("plain", 2);
        browser.go(server.address("/train/overview"));
        browser.awaitText(PANELS, "new RepresentationListener(storage)");
        assertThat(browser.all(PANELS + " canvas")).isEmpty();
    }

    @Test
    void worksInMultiSessionMode() {
        server.close();
        server = RunningServer.start(true).with(storage);
        train("multi", 2);
        measure("multi", 5);
        browser.await("DL4J knows the session", () -> {
            browser.go(server.address("/train/multi/overview"));
            return !browser.all("#scoreiterchart").isEmpty();
        });
        browser.await("panels", () -> browser.points("accuracy", 0) == 5);
        browser.find("#infoscope-nav").click();
        browser.await("the whole dashboard", () -> browser.points("loss", 0) == 5);
        browser.await(
                "links back to the session",
                () -> List.of("/train/multi/overview")
                        .contains(
                                browser.evaluate("return new URL(document.querySelector('#links a').href).pathname")));
    }

    @Test
    void everyTrainingPageLeadsToTheDashboard() {
        train("pages", 1);
        for (String page : List.of("model", "system")) {
            browser.go(server.address("/train/" + page));
            browser.await(
                    "the entry on " + page, () -> !browser.all("#infoscope-nav").isEmpty());
        }
    }
}
