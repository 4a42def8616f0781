package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.infoscope.ui.StoredTraining.DSE;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A real training of so many readings that the page draws a part of them: which part, held against all that is stored. */
class TrainedLongRunTest extends TrainedPages {
    private static final int ITERATIONS = 2_700;
    private static final String LAYER = "hidden";

    @TempDir
    static Path folder;

    private static RunHistory history;
    private static StoredTraining run;
    private static List<List<Double>> stored;

    @BeforeAll
    static void train() throws Exception {
        history = RunHistory.open(folder.resolve("long.db"));
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(21)
                .updater(new Sgd(0.5))
                .list(
                        new DenseLayer.Builder()
                                .nIn(4)
                                .nOut(5)
                                .activation(Activation.TANH)
                                .name(LAYER)
                                .build(),
                        new OutputLayer.Builder()
                                .nIn(5)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .name("classes")
                                .build())
                .build());
        network.init();
        DiffusionSpectralMutualInformation information = DiffusionSpectralMutualInformation.withDefaults();
        try (RepresentationListener listener = RepresentationListener.builder(history)
                .probe(Probe.of(noise(12, 1)))
                .metrics(
                        DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.fixed(0.5)),
                        information,
                        information.withBandwidth(Bandwidth.fixed(1)),
                        information.withBandwidth(Bandwidth.fixed(2)))
                .every(1)
                .blocking(true)
                .statsListener(false)
                .build()) {
            listener.setSessionID("trained-long");
            network.addListeners(listener);
            for (int i = 0; i < ITERATIONS; i++) {
                network.fit(noise(4, i));
            }
        }
        server.with(history);
        run = StoredTraining.of(history, "trained-long");
        SeriesInfo series = run.series(DSE, 0);
        stored = points(run, step -> StoredTraining.value(step, LAYER, series));
    }

    @AfterAll
    static void close() throws Exception {
        server.detach(history);
        history.close();
    }

    private static DataSet noise(int n, long seed) {
        Random random = new Random(seed);
        INDArray inputs = Nd4j.zeros(n, 4);
        INDArray labels = Nd4j.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 4; k++) {
                inputs.putScalar(i, k, random.nextGaussian());
            }
            labels.putScalar(i, random.nextInt(2), 1);
        }
        return new DataSet(inputs, labels);
    }

    private static void openThinned() {
        browser.go(server.address("/representation/" + run.session() + "?only=" + LAYER));
        browser.await("a curve", () -> browser.points(DSE, 0) > 200);
    }

    private static List<List<Double>> drawn() {
        return points(DSE, LAYER);
    }

    private static List<List<Double>> within(List<List<Double>> points, double from, double to) {
        return points.stream()
                .filter(point -> point.get(0) >= from && point.get(0) <= to)
                .toList();
    }

    @Test
    void whatIsLeftOutIsNeitherFirstNorLastNorAnExtreme() {
        openThinned();
        List<List<Double>> drawn = drawn();
        Comparator<List<Double>> byValue = Comparator.comparingDouble(point -> point.get(1));
        assertThat(stored).hasSize(ITERATIONS + 1);
        assertThat(drawn)
                .hasSizeLessThan(stored.size() / 2)
                .isSubsetOf(stored)
                .isSortedAccordingTo(Comparator.comparingDouble(point -> point.get(0)))
                .contains(stored.get(0), stored.get(ITERATIONS))
                .contains(stored.stream().min(byValue).orElseThrow())
                .contains(stored.stream().max(byValue).orElseThrow());
        assertThat(browser.text("[data-card='" + DSE + "'] .basis"))
                .startsWith("Drawn from ")
                .contains(" of 2,701 steps");
        browser.screenshot("trained-long");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whereTheReaderZoomsInEveryStepIsDrawn() {
        openThinned();
        int overview = drawn().size();
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', start: 40, end: 43})");
        List<List<Double>> part = within(stored, 1_090, 1_150);
        awaitEqual("every step of the part", () -> within(drawn(), 1_090, 1_150), part);
        assertThat(part).hasSize(61);
        assertThat(browser.text("[data-card='" + DSE + "'] .basis"))
                .as("nothing is left out")
                .isEmpty();
        browser.find("#zoom button").click();
        awaitEqual("the overview", () -> drawn().size(), overview);
        assertThat(browser.complaints()).isEmpty();
    }
}
