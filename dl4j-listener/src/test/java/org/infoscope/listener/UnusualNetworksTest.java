package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that diverge, are constant, have no parameters, one layer or a huge one; and probes that do not fit. */
@Timeout(120)
class UnusualNetworksTest {

    private static final int HUGE = 1_000_000;

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();

    private static MultiLayerNetwork network(double rate, InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(rate))
                .list();
        Stream.of(layers).forEach(builder::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(builder.setInputType(input).build());
        network.init();
        return network;
    }

    private static DataSet vectors(long seed, int examples) {
        return new DataSet(Networks.gaussian(seed, examples, 4), Networks.oneHot(seed, examples, 3));
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** Trains with every metric on, and gives back what was recorded. */
    private List<SampledStep> fit(MultiLayerNetwork network, Probe probe, DataSet batch, int iterations) {
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(probe)
                .metrics(Metrics.full())
                .every(1)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            for (int i = 0; i < iterations; i++) {
                network.fit(batch);
            }
        }
        assertThat(network.getIterationCount()).isEqualTo(iterations);
        return Runs.live(storage);
    }

    /** Nothing failed, and what is not a number says why. */
    private static void assertExplained(List<Reading> readings) {
        assertThat(readings).isNotEmpty().allSatisfy(reading -> {
            assertThat(reading.flags()).extracting(Flag::kind).doesNotContain(Flag.Kind.FAILED);
            boolean undefined = reading.values().isEmpty()
                    || reading.values().stream()
                            .anyMatch(value ->
                                    value instanceof MetricValue.Scalar scalar && Double.isNaN(scalar.value()));
            if (undefined) {
                assertThat(reading.flags())
                        .as("%s of %s", reading.metric(), reading.layer())
                        .isNotEmpty();
                assertThat(reading.flags())
                        .allSatisfy(flag ->
                                assertThat(flag.reason()).isNotBlank().doesNotContain("java.lang", "Exception"));
            }
        });
    }

    @Test
    void aNetworkThatDivergesIsRecordedThroughInfinityToNaN() {
        MultiLayerNetwork network = network(
                1e30,
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build(),
                new DenseLayer.Builder().nOut(5).activation(Activation.CUBE).build(),
                output());
        List<SampledStep> steps = fit(network, Probe.of(vectors(2, 20)), vectors(1, 8), 4);
        assertThat(network.params().isNaN().any()).as("it really diverged").isTrue();
        assertThat(steps).extracting(SampledStep::iteration).contains(-1L, 0L, 1L, 2L, 3L);
        steps.forEach(step -> assertExplained(step.readings()));
        assertThat(steps.get(steps.size() - 1).readings())
                .filteredOn(reading -> reading.metric().equals("diffusion-spectral-entropy"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.flags()).isNotEmpty());
    }

    @Test
    void layersThatSayTheSameOfEveryExampleAreNoFailure() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        network.params().assign(0);
        DataSet silent = Networks.images(3, 20, CNN2DFormat.NCHW);
        List<SampledStep> steps = fit(network, Probe.of(silent), Networks.images(1, 8, CNN2DFormat.NCHW), 1);
        SampledStep before = steps.get(0);
        assertThat(before.iteration()).isEqualTo(-1);
        assertExplained(before.readings());
    }

    /** Deeplearning4j's fit does nothing then, and calls no listener. */
    @Test
    void aNetworkWithoutParametersIsNotTrainedAndAnAnalysisSaysSo() {
        MultiLayerNetwork network = network(
                0.1,
                InputType.feedForward(3),
                new ActivationLayer(Activation.TANH),
                new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.SIGMOID)
                        .build());
        DataSet batch = new DataSet(Networks.gaussian(1, 8, 3), Networks.oneHot(1, 8, 3));
        RepresentationListenerBuilder builder =
                RepresentationListener.builder(storage).probe(Probe.of(batch)).metrics(Metrics.economy());
        try (RepresentationListener listener = builder.every(1).blocking(true).build()) {
            network.setListeners(listener);
            network.fit(batch);
        }
        assertThat(storage.listSessionIDs()).isEmpty();
        try (RepresentationAnalysis analysis = builder.analysis()) {
            assertThatThrownBy(() -> analysis.measure(network, (done, total, layer, series) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no parameters");
        }
    }

    @Test
    void oneLayerIsEnough() {
        List<SampledStep> steps =
                fit(network(0.1, InputType.feedForward(4), output()), Probe.of(vectors(2, 20)), vectors(1, 8), 2);
        assertThat(steps).hasSizeGreaterThanOrEqualTo(3);
        assertExplained(steps.get(2).readings());
        assertThat(steps.get(2).readings())
                .filteredOn(reading -> reading.metric().equals("diffusion-spectral-entropy"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.values()).isNotEmpty());
    }

    @Test
    void aLayerOfAMillionUnitsIsMeasured() {
        MultiLayerNetwork network = network(
                1e-6,
                InputType.feedForward(1),
                new DenseLayer.Builder()
                        .name("huge")
                        .nOut(HUGE)
                        .activation(Activation.TANH)
                        .build(),
                output());
        DataSet data = new DataSet(Networks.gaussian(1, 4, 1), Networks.oneHot(1, 4, 3));
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(Probe.of(data))
                .metrics(Metrics.economy())
                .every(1)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(data);
        }
        List<Reading> huge = Runs.live(storage).get(1).readings().stream()
                .filter(reading -> reading.layer().equals("huge"))
                .toList();
        assertExplained(huge);
        assertThat(huge).anySatisfy(reading -> assertThat(reading.values()).isNotEmpty());
    }

    @Test
    void aMaskThatDoesNotFitIsSaidSo() {
        MultiLayerNetwork network = Networks.recurrent(1, false);
        DataSet data = Networks.sequences(2, 6, true);
        INDArray shorter =
                Networks.gaussian(1, 6, 4).gt(0).castTo(data.getFeatures().dataType());
        assertSaidSo(network, Networks.sequences(1, 4, true), () -> {
            data.setFeaturesMaskArray(shorter);
            return Probe.of(data);
        });
    }

    @Test
    void tooFewLabelsAreSaidSo() {
        ComputationGraph network = Networks.graph(1);
        MultiDataSet whole = Networks.pairs(2, 6);
        assertSaidSo(
                network,
                Networks.pairs(1, 4),
                () -> Probe.of(new MultiDataSet(whole.getFeatures(), new INDArray[] {whole.getLabels(0)})));
    }

    @Test
    void vectorsForARecurrentNetworkAreSaidSo() {
        assertSaidSo(Networks.recurrent(1, false), Networks.sequences(1, 4, false), () -> Probe.of(vectors(1, 6)));
    }

    /** At the door, or in every record; training goes on either way. */
    private void assertSaidSo(Model model, Object batch, Supplier<Probe> misfit) {
        Probe probe;
        try {
            probe = misfit.get();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).message().isNotBlank();
            return;
        }
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(probe)
                .every(1)
                .blocking(true)
                .build()) {
            model.setListeners(listener);
            for (int i = 0; i < 2; i++) {
                if (model instanceof ComputationGraph graph) {
                    graph.fit((MultiDataSet) batch);
                } else {
                    ((MultiLayerNetwork) model).fit((DataSet) batch);
                }
            }
        }
        assertThat(Runs.live(storage)).hasSizeGreaterThanOrEqualTo(3).allSatisfy(step -> {
            Stream<String> reasons = Stream.concat(
                            step.problems().stream(),
                            step.readings().stream().flatMap(reading -> reading.flags().stream()))
                    .map(Flag::reason);
            assertThat(reasons)
                    .anySatisfy(reason ->
                            assertThat(reason).matches("(?is).*(mask|label|fit|shape|rank|dimension|sequence).*"));
        });
    }
}
