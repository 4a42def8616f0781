package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The whole way: a network trains, the listener measures it into a history, both pages follow, the run ends. */
class LiveTrainingTest extends PageTest {

    @TempDir
    Path folder;

    private static MultiLayerNetwork network() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).name("first").build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(6).name("second").build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .name("classes")
                        .build())
                .setInputType(InputType.convolutional(10, 10, 1))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** Horizontal or vertical stripes in noise. */
    private static DataSet stripes(int n, long seed) {
        Random random = new Random(seed);
        INDArray images = Nd4j.zeros(n, 1, 10, 10);
        INDArray labels = Nd4j.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            int kind = random.nextInt(2);
            labels.putScalar(i, kind, 1);
            for (int y = 0; y < 10; y++) {
                for (int x = 0; x < 10; x++) {
                    double stripe = (kind == 0 ? x : y) % 2;
                    images.putScalar(new int[] {i, 0, y, x}, stripe + 0.8 * random.nextGaussian());
                }
            }
        }
        return new DataSet(images, labels);
    }

    @Test
    void bothPagesFollowARealTrainingRunToItsEnd() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            server.with(history);
            browser.go(server.address("/representation/compare"));
            browser.awaitText("#empty", "Waiting for runs");
            browser.go(server.address("/representation"));
            browser.awaitText("#empty", "Waiting for a run");
            browser.awaitText("#empty-code", "network.addListeners(new RepresentationListener(storage));");
            browser.screenshot("trained-waiting");
            CompletableFuture<Void> training = CompletableFuture.runAsync(() -> train(history, enough));
            try {
                follow();
            } finally {
                enough.set(true);
                training.get(60, TimeUnit.SECONDS);
            }
            browser.awaitText("#state", "Run ended ");
            assertThat(browser.text("#latest")).contains("first", "second", "classes", "DSE", "DSMI", "SROP");
            browser.find("#export-csv").click();
            browser.await("the exported file", () -> !exported().isEmpty());
            assertThat(exported().get(0))
                    .content()
                    .contains("spectral-roll-off", "diffusion-spectral-entropy", "first");
            assertThat(browser.complaints()).isEmpty();
            browser.go("about:blank");
            server.detach(history);
        }
    }

    private List<Path> exported() {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> file.toString().endsWith(".csv")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void train(RunHistory history, AtomicBoolean enough) {
        MultiLayerNetwork network = network();
        DataSet batch = stripes(32, 1);
        try (RepresentationListener listener = RepresentationListener.builder(history)
                .probe(Probe.of(stripes(40, 2)))
                .validation(Probe.of(stripes(40, 3)))
                .every(2)
                .run("stripes")
                .build()) {
            network.addListeners(listener);
            while (!enough.get()) {
                network.fit(batch);
            }
        }
    }

    private void follow() {
        browser.awaitText("#state", "Live");
        long early = browser.points("accuracy", 0);
        browser.await("points that grow while training goes on", () -> browser.points("accuracy", 0) >= early + 5);
        assertThat(browser.text("#run")).contains("stripes");
        browser.await(
                "maps of both convolutions",
                () -> browser.all("#maps [data-panel] canvas").size() == 2);

        browser.go(server.address("/train/overview"));
        browser.await(
                "panels beside DL4J's own score chart",
                () -> browser.all("#infoscope-panels [data-panel] canvas").size() == 3
                        && !browser.all("#scoreiterchart canvas").isEmpty());
        long before = browser.points("accuracy", 0);
        assertThat(before).as("a page opened late shows the whole history").isGreaterThanOrEqualTo(early + 5);
        browser.await("live panels", () -> browser.points("accuracy", 0) > before);
        browser.find("#infoscope-nav").click();
        browser.await("the dashboard again", () -> browser.points("accuracy", 0) > before);
    }
}
