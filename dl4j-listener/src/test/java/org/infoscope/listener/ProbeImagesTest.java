package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo;
import org.infoscope.metric.ImageShape;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.ProbeInput;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ProbeImagesTest {

    private static Reading maps(Integer... examples) {
        List<List<Double>> maps = Collections.nCopies(examples.length, List.of(0.0));
        MetricValue value = new MetricValue.PixelMaps("maps", "nat", 1, 1, List.of(examples), maps);
        return new Reading("layer", "metric", "series", List.of(value), Map.of(), List.of(), 0);
    }

    private static BufferedImage opened(ProbeImage image) throws IOException {
        byte[] png = Base64.getDecoder().decode(image.png());
        BufferedImage opened = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)), "a PNG file");
        assertThat(opened.getWidth()).isEqualTo(image.width());
        assertThat(opened.getHeight()).isEqualTo(image.height());
        assertThat(opened.getColorModel().getNumComponents()).isEqualTo(image.channels());
        return opened;
    }

    /** Numbers 0, 1, 2 ... in C order. */
    private static INDArray counting(long... shape) {
        return Nd4j.arange(0, (double) Nd4j.zeros(shape).length())
                .castTo(DataType.FLOAT)
                .reshape(shape);
    }

    @Test
    void coloursAreScaledOverAllShownExamples() throws IOException {
        INDArray inputs = counting(4, 3, 2, 5);
        ProbeImages images = new ProbeImages(ProbeInput.of(inputs), new int[] {7, 8, 9, 6});
        images.show(List.of(maps(2), maps(0, 2)));
        assertThat(images.images()).extracting(ProbeImage::example).containsExactly(0, 2);
        assertThat(images.images()).extracting(ProbeImage::label).containsExactly(7, 9);
        // Examples 0 and 2 hold 0 to 29 and 60 to 89.
        for (ProbeImage image : images.images()) {
            BufferedImage picture = opened(image);
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 5; x++) {
                    for (int c = 0; c < 3; c++) {
                        long expected = Math.round(inputs.getDouble(image.example(), c, y, x) / 89 * 255);
                        assertThat(picture.getRaster().getSample(x, y, c)).isEqualTo((int) expected);
                    }
                }
            }
        }
        List<ProbeImage> before = images.images();
        images.show(List.of(maps(0)));
        assertThat(images.images()).as("nothing new").isSameAs(before);
        images.show(List.of(maps(3)));
        assertThat(images.images()).hasSize(3);
        assertThat(opened(images.images().get(2)).getRaster().getSample(4, 1, 2))
                .isEqualTo(255);
        assertThat(opened(images.images().get(1)).getRaster().getSample(4, 1, 2))
                .isEqualTo((int) Math.round(89 / 119.0 * 255));
    }

    @Test
    void twoChannelsShowTheFirstAndChannelsLastIsUnderstood() throws IOException {
        INDArray inputs = counting(2, 4, 3, 2);
        ProbeImages images = new ProbeImages(ProbeInput.of(inputs), null);
        images.show(List.of(maps(1)));
        ProbeImage image = images.images().get(0);
        assertThat(image.channels()).isEqualTo(1);
        assertThat(image.label()).isEqualTo(-1);
        BufferedImage picture = opened(image);
        // Channel 0 of example 1 holds 24, 26 ... 46.
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 3; x++) {
                long expected = Math.round((inputs.getDouble(1, y, x, 0) - 24) / 22 * 255);
                assertThat(picture.getRaster().getSample(x, y, 0)).isEqualTo((int) expected);
            }
        }
    }

    @Test
    void flatInputsNeedALayoutAndOddNumbersAreBlack() throws IOException {
        INDArray inputs = Nd4j.create(new float[][] {{1, 2, 3, Float.NaN, 5, Float.POSITIVE_INFINITY}});
        ProbeImages unknown = new ProbeImages(ProbeInput.of(inputs), null);
        unknown.show(List.of(maps(0)));
        assertThat(unknown.images()).isEmpty();
        ProbeImages images =
                new ProbeImages(ProbeInput.of(inputs).withImage(new ImageShape(1, 2, 3, false)), new int[] {0});
        images.show(List.of(maps(0)));
        int[] grey = opened(images.images().get(0)).getRaster().getSamples(0, 0, 3, 2, 0, (int[]) null);
        assertThat(grey).containsExactly(0, 64, 128, 0, 255, 0);
        ProbeImages flat = new ProbeImages(ProbeInput.of(Nd4j.ones(1, 1, 2, 2).mul(5)), null);
        flat.show(List.of(maps(0)));
        assertThat(opened(flat.images().get(0)).getRaster().getSamples(0, 0, 2, 2, 0, (int[]) null))
                .containsOnly(0);
    }

    @Test
    void largePicturesAreShrunk() throws IOException {
        ProbeImages images = new ProbeImages(ProbeInput.of(counting(1, 1, 3, 448)), null);
        images.show(List.of(maps(0)));
        BufferedImage picture = opened(images.images().get(0));
        assertThat(picture.getWidth()).isEqualTo(224);
        assertThat(picture.getHeight()).isEqualTo(3);
        int[] row = IntStream.range(0, 224)
                .map(x -> (int) Math.round(x * 2 / (3 * 448 - 2.0) * 255))
                .toArray();
        assertThat(picture.getRaster().getSamples(0, 0, 224, 1, 0, (int[]) null))
                .containsExactly(row);
    }

    @Test
    void theRunCarriesThemFromTheFirstMapsOn() {
        TestMetric metric = new TestMetric(
                "test-maps", snapshot -> new MetricResult(maps(0, 3).values(), Map.of(), List.of()));
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        DataSet data = Networks.images(50, 10, CNN2DFormat.NCHW);
        int[] classes = data.getLabels().argMax(1).toIntVector();
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(Probe.of(data))
                .metrics(metric)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        }
        RunInfo training = Runs.info(storage);
        assertThat(training.images()).extracting(ProbeImage::example).containsExactly(0, 3);
        assertThat(training.images()).extracting(ProbeImage::label).containsExactly(classes[0], classes[3]);
        assertThat(training.layers()).hasSize(4);
        InMemoryStatsStorage offline = new InMemoryStatsStorage();
        try (RepresentationAnalysis analysis = RepresentationListener.builder(offline)
                .probe(Probe.of(data))
                .metrics(metric)
                .analysis()) {
            analysis.measure(network, (done, total, layer, series) -> {});
        }
        assertThat(Runs.info(offline).images()).isEqualTo(training.images());
    }
}
