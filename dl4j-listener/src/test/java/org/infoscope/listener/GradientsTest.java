package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.LayerGradients;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a metric that needs gradients is given. */
@Timeout(120)
class GradientsTest {

    private static final int[] EXAMPLES = {0, 1, 2};
    private static final double STEP = 1e-2;

    /** The gradient of the sum of all activations along itself, once by the replica and once by central differences. */
    private static MetricResult slopes(Snapshot snapshot) {
        LayerGradients gradients = Objects.requireNonNull(snapshot.gradients(), "gradients");
        INDArray inputs = Objects.requireNonNull(
                        Objects.requireNonNull(snapshot.input(), "input").inputs(), "inputs")
                .dup();
        INDArray rows = inputs.get(NDArrayIndex.interval(0, EXAMPLES.length)).dup();
        INDArray direction = gradients.gradient(EXAMPLES, rows, f -> f.mul(0).addi(1));
        INDArray unit = direction.div(direction.norm2Number());
        double ahead = gradients
                .activations(EXAMPLES, rows.add(unit.mul(STEP)))
                .sumNumber()
                .doubleValue();
        double behind = gradients
                .activations(EXAMPLES, rows.sub(unit.mul(STEP)))
                .sumNumber()
                .doubleValue();
        return new MetricResult(
                List.of(
                        new MetricValue.Scalar(
                                "gradient", "1", direction.norm2Number().doubleValue()),
                        new MetricValue.Scalar("difference", "1", (ahead - behind) / (2 * STEP)),
                        new MetricValue.Scalar(
                                "forward",
                                "1",
                                gradients
                                        .activations(EXAMPLES, rows)
                                        .sub(snapshot.activations().get(NDArrayIndex.interval(0, EXAMPLES.length)))
                                        .amaxNumber()
                                        .doubleValue())),
                Map.of(),
                List.of());
    }

    private static final TestMetric SLOPES =
            new TestMetric("test-slopes", GradientsTest::slopes, Set.of(Need.ACTIVATIONS, Need.GRADIENTS));

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage).probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)));
    }

    private static double value(Reading reading, int at) {
        return ((MetricValue.Scalar) reading.values().get(at)).value();
    }

    @Test
    void theLayersDerivativeAtTheSampledParameters() {
        try (RepresentationListener listener = builder()
                .metrics(SLOPES)
                .metric(SLOPES, Schedule.every(1))
                .layers("layer2", "layer4", "layer6")
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            for (long seed = 0; seed < 3; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).hasSize(4);
        for (SampledStep step : steps) {
            assertThat(step.readings()).hasSize(3).allSatisfy(reading -> {
                assertThat(reading.flags()).isEmpty();
                assertThat(value(reading, 2)).as("the pass itself").isLessThan(1e-5);
            });
            Reading tanh = step.readings().get(1);
            assertThat(value(tanh, 0)).isPositive();
            assertThat(value(tanh, 1)).isCloseTo(value(tanh, 0), within(0.02 * value(tanh, 0)));
        }
        assertThat(steps.stream().map(step -> value(step.readings().get(1), 0)).distinct())
                .as("each sample has parameters of its own")
                .hasSize(4);
    }

    @Test
    void nobodyDifferentiatesForOtherMetrics() {
        TestMetric blind =
                new TestMetric("test-blind", snapshot -> TestMetric.result(snapshot.gradients() == null ? 1 : 0));
        try (RepresentationListener listener = builder()
                .metrics(blind)
                .metric(SLOPES, Schedule.every(1000))
                .layers("layer4")
                .every(2)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            for (long seed = 0; seed < 3; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps.stream()
                        .flatMap(step -> step.readings().stream())
                        .filter(reading -> reading.metric().equals("test-blind")))
                .as("not even beside a metric of gradients: twice, it is due together with one")
                .hasSize(3)
                .allSatisfy(reading -> assertThat(value(reading, 0)).isEqualTo(1));
    }

    @Test
    void theirMemoryCounts() {
        long vector = network.params().length() * Float.BYTES;
        try (RepresentationAnalysis analysis =
                builder().metrics(TestMetric.mean()).maxReplicaBytes(2 * vector).analysis()) {
            analysis.measure(network, (done, total, layer, series) -> {});
        }
        try (RepresentationAnalysis analysis =
                builder().metrics(SLOPES).maxReplicaBytes(3 * vector - 1).analysis()) {
            assertThatThrownBy(() -> analysis.measure(network, (done, total, layer, series) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(3 * vector + " bytes for parameters, gradients and their buffer");
        }
        try (RepresentationAnalysis analysis = builder()
                .metrics(SLOPES)
                .maxReplicaBytes(3 * vector)
                .layers("layer4")
                .analysis()) {
            analysis.measure(network, (done, total, layer, series) -> {});
        }
        try (RepresentationListener listener = builder()
                .metrics(SLOPES)
                .maxReplicaBytes(3 * vector - 1)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps.get(steps.size() - 1).problems().get(0).reason()).contains("raise maxReplicaBytes");
    }
}
