package org.infoscope.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.infoscope.reconstruction.SmallLayers.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Flag;
import org.infoscope.metric.ImageShape;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.ProbeInput;
import org.infoscope.metric.Snapshot;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReconstructionUncertaintyTest {

    private static final String RU = "reconstructionUncertainty";

    /** Entropy of a Gaussian of variance 1, which is what is left of a number that the layer has dropped. */
    private static final double ALL_LOST = Math.log(2 * Math.PI * Math.E) / 2;

    private static final ReconstructionUncertainty SMALL =
            ReconstructionUncertainty.withDefaults().withImages(4).withTraining(new DecoderTraining(30, 4, 0.01));

    /** Well conditioned, its inverse no mere transposition. */
    private static INDArray invertible(int size) {
        return SmallLayers.vectors(size, size, 5).muli(0.25).addi(Nd4j.eye(size));
    }

    @Test
    void aLayerThatKeepsEverythingIsNearlyCertain() {
        MetricResult kept = SMALL.compute(
                SmallLayers.snapshot(SmallLayers.linear(invertible(6)), "layer0", SmallLayers.vectors(400, 6, 1)));
        assertThat(scalar(kept, "decoderR2")).isGreaterThan(0.99);
        assertThat(scalar(kept, RU)).isLessThan(ALL_LOST - 2);
        assertThat(scalar(kept, "deadImages")).isZero();
        assertThat(kept.flags()).isEmpty();
    }

    @Test
    void whatALayerThrowsAwayIsUncertainAndOnlyThat() {
        INDArray weights = Nd4j.zeros(6, 3);
        for (int kept = 0; kept < 3; kept++) {
            weights.putScalar(kept, kept, 1);
        }
        MetricResult half = SMALL.withImages(16)
                .compute(SmallLayers.snapshot(SmallLayers.linear(weights), "layer0", SmallLayers.vectors(400, 6, 1)));
        double[] byCell = new double[6];
        SmallLayers.maps(half).maps().forEach(map -> {
            for (int cell = 0; cell < 6; cell++) {
                byCell[cell] += map.get(cell) / 16;
            }
        });
        for (int kept = 0; kept < 3; kept++) {
            assertThat(byCell[kept]).as("kept %d", kept).isLessThan(ALL_LOST - 2);
            // The mean of a logarithm: 0.635 below the entropy at the mean square, give or take 16 draws.
            assertThat(byCell[kept + 3]).as("dropped %d", kept).isCloseTo(ALL_LOST - 0.635, within(0.8));
        }
        assertThat(scalar(half, "decoderR2")).isLessThan(0.55);
    }

    @Test
    void theScaleOfTheWeightsDoesNotMatter() {
        INDArray inputs = SmallLayers.vectors(200, 4, 1);
        INDArray weights = invertible(4);
        ReconstructionUncertainty quick = SMALL.withTraining(SMALL.training().withEpochs(10));
        double plain = scalar(quick.compute(SmallLayers.snapshot(SmallLayers.linear(weights), "layer0", inputs)), RU);
        double large =
                scalar(quick.compute(SmallLayers.snapshot(SmallLayers.linear(weights.mul(7)), "layer0", inputs)), RU);
        assertThat(large).isCloseTo(plain, within(0.05));
    }

    @Test
    void itRisesWithDepth() {
        MultiLayerNetwork network = SmallLayers.convolutional(3);
        INDArray inputs = SmallLayers.blobs(200, 8, 1);
        INDArray labels = Nd4j.zeros(200, 2);
        for (int example = 0; example < 200; example++) {
            INDArray image = inputs.slice(example).slice(0);
            int upper = image.argMax(0, 1).getInt(0) < 32 ? 0 : 1;
            labels.putScalar(example, upper, 1);
        }
        for (int epoch = 0; epoch < 20; epoch++) {
            network.fit(inputs, labels);
        }
        ReconstructionUncertainty quick = SMALL.withImages(2).withTraining(new DecoderTraining(10, 4, 0.01));
        double first = scalar(quick.compute(SmallLayers.snapshot(network, "layer0", inputs)), RU);
        double second = scalar(quick.compute(SmallLayers.snapshot(network, "layer3", inputs)), RU);
        double last = scalar(quick.compute(SmallLayers.snapshot(network, "layer5", inputs)), RU);
        assertThat(second).isGreaterThan(first + 0.2);
        assertThat(last).isGreaterThan(second + 0.2);
    }

    @Test
    void mapsLieOnTheGridOfInformationDiscardingInAnyLayout() {
        INDArray images = SmallLayers.blobs(80, 8, 1);
        INDArray rows = images.dup('c').reshape('c', 80, 64);
        INDArray weights = invertible(64).muli(0.3);
        ReconstructionUncertainty quick = SMALL.withTraining(new DecoderTraining(5, 4, 0.005));
        ProbeInput flat = ProbeInput.of(rows).withImage(new ImageShape(1, 8, 8, false));
        MetricResult result = quick.compute(SmallLayers.snapshot(SmallLayers.linear(weights), "layer0", flat, rows));
        assertThat(SmallLayers.maps(result).rows()).isEqualTo(4);
        assertThat(SmallLayers.maps(result).columns()).isEqualTo(4);
        assertThat(SmallLayers.maps(result).examples()).containsExactly(0, 20, 40, 60);
        ProbeInput twoByTwo = ProbeInput.of(rows).withImage(new ImageShape(4, 4, 4, true));
        MetricResult channels =
                quick.compute(SmallLayers.snapshot(SmallLayers.linear(weights), "layer0", twoByTwo, rows));
        assertThat(SmallLayers.maps(channels).rows()).isEqualTo(2);
        assertThat(scalar(channels, RU)).isFinite();
    }

    @Test
    void theSameSeedGivesTheSameBitsAndNd4jsRandomGeneratorIsLeftAlone() {
        MultiLayerNetwork network = SmallLayers.linear(invertible(4));
        INDArray before = network.params().dup();
        INDArray inputs = SmallLayers.vectors(60, 4, 1);
        ReconstructionUncertainty quick = SMALL.withTraining(new DecoderTraining(2, 2, 0.01));
        Nd4j.getRandom().setSeed(12);
        long expected = Nd4j.getRandom().nextLong();
        Nd4j.getRandom().setSeed(12);
        MetricResult once = quick.compute(SmallLayers.snapshot(network, "layer0", inputs));
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(expected);
        assertThat(quick.compute(SmallLayers.snapshot(network, "layer0", inputs)))
                .isEqualTo(once);
        assertThat(scalar(quick.withSeed(1).compute(SmallLayers.snapshot(network, "layer0", inputs)), RU))
                .isNotEqualTo(scalar(once, RU));
        assertThat(network.params()).isEqualTo(before);
    }

    @Test
    void aDeadLayerIsUndefinedWithAReason() {
        MetricResult dead = SMALL.compute(
                SmallLayers.snapshot(SmallLayers.linear(Nd4j.zeros(4, 3)), "layer0", SmallLayers.vectors(60, 4, 1)));
        assertThat(scalar(dead, RU)).isNaN();
        assertThat(dead.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.UNDEFINED);
            assertThat(flag.reason()).contains("dead");
        });
    }

    @Test
    void tooFewExamplesAreRefusedAtTheDoor() {
        Snapshot few = SmallLayers.snapshot(SmallLayers.linear(invertible(4)), "layer0", SmallLayers.vectors(7, 4, 1));
        assertThatThrownBy(() -> SMALL.compute(few))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Of 7 examples 4 are measured")
                .hasMessageContaining("more examples");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        INDArray inputs = SmallLayers.vectors(40, 4, 1);
        inputs.putScalar(3, 2, Double.NaN);
        Snapshot broken = SmallLayers.snapshot(SmallLayers.linear(invertible(4)), "layer0", inputs);
        assertThatThrownBy(() -> SMALL.compute(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void activationsAloneDoNotApply() {
        INDArray saved = SmallLayers.vectors(40, 4, 1);
        Snapshot alone = new Snapshot("saved", saved, null, null, 1, Kernels.best());
        assertThat(SMALL.compute(alone).flags())
                .singleElement()
                .extracting(Flag::kind)
                .isEqualTo(Flag.Kind.NOT_APPLICABLE);
    }

    @Test
    void progressCountsEveryMinibatchAndStep() {
        List<String> heard = new ArrayList<>();
        ReconstructionUncertainty quick = SMALL.withTraining(new DecoderTraining(2, 2, 0.01));
        quick.measure(
                SmallLayers.snapshot(SmallLayers.linear(invertible(4)), "layer0", SmallLayers.vectors(60, 4, 1)),
                (layer, phase, done, total) -> heard.add(layer + " " + phase + " " + done + "/" + total));
        assertThat(heard)
                .startsWith("layer0 TRAINING 1/4")
                .contains("layer0 TRAINING 4/4", "layer0 MEASURING 1/21")
                .endsWith("layer0 MEASURING 21/21")
                .hasSize(25);
    }

    @Test
    void optionsAreReadFromText() {
        assertThat(SMALL.withOptions(Map.of(
                        "grid", "3", "images", "2", "seed", "-5", "epochs", " 7 ", "width", "9", "learningRate", ".5")))
                .isEqualTo(new ReconstructionUncertainty(3, 2, -5, new DecoderTraining(7, 9, 0.5)));
        assertThat(SMALL.withOptions(Map.of())).isEqualTo(SMALL);
        assertThatThrownBy(() -> SMALL.withOptions(Map.of("epochs", "many")))
                .hasMessage("Option 'epochs' must be a number, not 'many'");
        assertThatThrownBy(() -> SMALL.withOptions(Map.of("depth", "1")))
                .hasMessageContaining("no option 'depth'")
                .hasMessageContaining("learningRate");
    }

    @Test
    void optionsAreCheckedAtTheDoor() {
        assertThatThrownBy(() -> SMALL.withImages(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SMALL.withGrid(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SMALL.training().withEpochs(0)).hasMessageContaining("1 epoch");
        assertThatThrownBy(() -> SMALL.training().withWidth(0)).hasMessageContaining("width");
        assertThatThrownBy(() -> SMALL.training().withLearningRate(Double.NaN)).hasMessageContaining("(0, 1]");
    }
}
