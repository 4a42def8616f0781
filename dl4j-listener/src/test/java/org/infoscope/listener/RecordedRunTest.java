package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.Need;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** What ends up in the storage, compared with what the training network itself says. */
class RecordedRunTest {

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();

    private final DataSet probe = Networks.images(50, 30, CNN2DFormat.NCHW);
    private final DataSet validation = Networks.images(51, 40, CNN2DFormat.NCHW);

    /** What the training network says of itself after each update. */
    private final class Witness extends BaseTrainingListener {
        private final List<Double> scores = new ArrayList<>();
        private final List<Double> accuracies = new ArrayList<>();
        private final List<Double> means = new ArrayList<>();

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            MultiLayerNetwork copy = ((MultiLayerNetwork) model).clone();
            scores.add(model.score());
            accuracies.add(copy.evaluate(new ListDataSetIterator<>(List.of(validation), 1))
                    .accuracy());
            means.add(copy.output(probe.getFeatures()).meanNumber().doubleValue());
        }
    }

    private Witness train(MultiLayerNetwork network) {
        Witness witness = new Witness();
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(Probe.of(probe).describedAs("30 images"))
                .validation(new ListDataSetIterator<>(List.of(validation), 1))
                .metrics(TestMetric.mean())
                .every(2)
                .blocking(true)
                .run("my run")
                .build()) {
            network.setListeners(listener, witness);
            network.fit(
                    new ListDataSetIterator<>(
                            Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW)), 1),
                    2);
        }
        return witness;
    }

    @Test
    void everyStepHoldsScoreAccuracyAndTheNetworksOwnActivations() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        double untrained = network.output(probe.getFeatures()).meanNumber().doubleValue();
        Witness witness = train(network);
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).extracting(SampledStep::iteration).containsExactly(-1L, 0L, 2L, 4L);
        assertThat(steps).extracting(SampledStep::epoch).containsExactly(0, 0, 0, 1);
        assertThat(steps.get(0).score())
                .as("before the first update there is no score")
                .isNaN();
        assertThat(mean(steps.get(0), "layer6")).isEqualTo(untrained, within(1e-6));
        for (SampledStep step : steps.subList(1, 4)) {
            int at = (int) step.iteration();
            assertThat(step.score()).isEqualTo(witness.scores.get(at));
            assertThat(step.validationAccuracy()).containsOnlyKeys("layer6");
            assertThat(step.validationAccuracy().get("layer6")).isEqualTo(witness.accuracies.get(at), within(1e-9));
            assertThat(mean(step, "layer6")).isEqualTo(witness.means.get(at), within(1e-6));
            assertThat(step.problems()).isEmpty();
            assertThat(step.cost().stallNanos()).isPositive();
            assertThat(step.cost().busyNanos()).isPositive();
        }
        assertThat(steps).extracting(step -> step.cost().taken()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(steps.get(3).cost().skipped()).isZero();
    }

    @Test
    void theRunDescribesItselfAndItsRecordsHaveAMillisecondEach() {
        train(Networks.convolutional(1, CNN2DFormat.NCHW));
        RunInfo info = Runs.info(storage);
        assertThat(info.name()).isEqualTo("my run");
        assertThat(info.probe()).isEqualTo("30 images");
        assertThat(info.model()).isEqualTo("MultiLayerNetwork");
        assertThat(info.layers())
                .containsExactly(
                        new RunInfo.LayerInfo("layer2", "ActivationLayer", "[n, 4, 8, 8]"),
                        new RunInfo.LayerInfo("layer4", "ConvolutionLayer", "[n, 5, 2, 2]"),
                        new RunInfo.LayerInfo("layer5", "DenseLayer", "[n, 7]"),
                        new RunInfo.LayerInfo("layer6", "OutputLayer", "[n, 3]"));
        assertThat(info.settings()).containsEntry("probeSize", 30).containsEntry("validationSize", 40);
        List<SampledStep> all = Runs.steps(storage);
        assertThat(all.get(1).readings())
                .extracting(Reading::layer)
                .containsExactly("layer2", "layer4", "layer5", "layer6");
        assertThat(all.get(all.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
        List<Long> stamps = storage.getAllUpdatesAfter(storage.listSessionIDs().get(0), RunRecord.TYPE_ID, 0).stream()
                .map(Persistable::getTimeStamp)
                .toList();
        assertThat(stamps).doesNotHaveDuplicates().hasSize(5);
    }

    private static double mean(SampledStep step, String layer) {
        Reading reading = step.readings().stream()
                .filter(one -> one.layer().equals(layer))
                .findFirst()
                .orElseThrow();
        return ((MetricValue.Scalar) reading.values().get(0)).value();
    }

    @Test
    void maskedSequencesAreJudgedAsTheNetworkJudgesThem() {
        MultiLayerNetwork network = Networks.recurrent(1, false);
        DataSet probe = Networks.sequences(50, 20, true);
        fit(
                network,
                RepresentationListener.builder(storage).probe(Probe.of(probe)).metrics(TestMetric.mean()),
                () -> network.fit(Networks.sequences(1, 8, true)));
        double expected =
                network.evaluate(new ListDataSetIterator<>(List.of(probe), 1)).accuracy();
        SampledStep last = Runs.live(storage).get(1);
        assertThat(last.trainingAccuracy().get("layer3")).isEqualTo(expected, within(1e-9));
    }

    private void fit(Model network, RepresentationListenerBuilder builder, Runnable training) {
        try (RepresentationListener listener = builder.every(1).blocking(true).build()) {
            network.setListeners(listener);
            training.run();
        }
    }

    @Test
    void graphsTellTheAccuracyOfEveryOutputAndTakeLabelsFromTheChosenOne() {
        ComputationGraph graph = Networks.graph(1);
        Map<String, int[]> labels = new ConcurrentHashMap<>();
        TestMetric metric = new TestMetric("test-labels", snapshot -> {
            labels.put(snapshot.layer(), Objects.requireNonNull(snapshot.labels()));
            return TestMetric.result(0);
        });
        Probe probe = Probe.of(Networks.pairs(50, 20)).labelOutput("flag");
        fit(
                graph,
                RepresentationListener.builder(storage)
                        .probe(probe)
                        .metrics(metric)
                        .layers("relu"),
                () -> graph.fit(Networks.pairs(1, 8)));
        assertThat(labels).containsOnlyKeys("relu");
        assertThat(labels.get("relu"))
                .containsExactly(Networks.pairs(50, 20).getLabels(1).toIntVector());
        assertThat(Runs.live(storage).get(1).trainingAccuracy()).containsOnlyKeys("classes", "flag");
    }

    @Test
    void whatDoesNotFitIsReported() {
        ComputationGraph graph = Networks.graph(1);
        Probe probe = Probe.of(Networks.pairs(50, 20)).labelOutput("nothing");
        fit(
                graph,
                RepresentationListener.builder(storage)
                        .probe(probe)
                        .metrics(TestMetric.mean())
                        .layers("relu", "gone"),
                () -> graph.fit(Networks.pairs(1, 8)));
        List<Flag> problems = Runs.live(storage).get(0).problems();
        assertThat(problems).extracting(Flag::reason).anyMatch(reason -> reason.contains("no output 'nothing'"));
        assertThat(problems).extracting(Flag::reason).anyMatch(reason -> reason.contains("no layer [gone]"));
    }

    @Test
    void regressionTargetsLeaveLabelsAndAccuracyOut() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        DataSet probe =
                new DataSet(Networks.images(1, 10, CNN2DFormat.NCHW).getFeatures(), Networks.gaussian(3, 10, 3));
        fit(
                network,
                RepresentationListener.builder(storage).probe(Probe.of(probe)),
                () -> network.fit(Networks.images(1, 8, CNN2DFormat.NCHW)));
        SampledStep step = Runs.live(storage).get(1);
        assertThat(step.trainingAccuracy()).isEmpty();
        assertThat(step.problems()).extracting(Flag::reason).anyMatch(reason -> reason.contains("no class ids"));
        assertThat(step.readings())
                .filteredOn(reading -> reading.metric().equals("diffusion-spectral-mutual-information"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.flags()).isNotEmpty());
    }

    private static final String WITH_INPUT = "diffusion-spectral-mutual-information-input";

    private List<Reading> informationWithInput(Probe given) {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        List<Metric> metrics = new ArrayList<>(Metrics.full());
        // By far the costliest, and nothing of it is looked at here.
        metrics.removeIf(metric -> metric.needs().contains(Need.GRADIENTS));
        fit(
                network,
                RepresentationListener.builder(storage).probe(given).metrics(metrics),
                () -> network.fit(Networks.images(1, 8, CNN2DFormat.NCHW)));
        List<Reading> last = Runs.live(storage).get(1).readings();
        for (String layer : List.of("layer2", "layer4", "layer5", "layer6")) {
            assertThat(last)
                    .filteredOn(reading ->
                            reading.layer().equals(layer) && reading.metric().equals(WITH_INPUT))
                    .as("one per bandwidth")
                    .hasSize(4)
                    .allSatisfy(reading -> assertThat(information(reading)).isFinite());
        }
        return last;
    }

    private static double information(Reading reading) {
        return ((MetricValue.Scalar) reading.values().get(0)).value();
    }

    @Test
    void everyLayerTellsOfClustersOfTheInput() {
        assertThat(informationWithInput(Probe.of(probe)))
                .filteredOn(reading -> reading.metric().equals(WITH_INPUT))
                .allSatisfy(reading -> assertThat(reading.settings())
                        .containsEntry("clusters", 10)
                        .containsEntry("clustersFound", 10)
                        .containsEntry("clusterSource", "spectral clustering"));
    }

    @Test
    void givenClustersTakeThePlaceOfThoseFound() {
        int[] classes = probe.getLabels().argMax(1).toIntVector();
        List<Reading> readings =
                informationWithInput(Probe.of(probe).clusters(classes).describedAs("clustered"));
        Map<String, Double> withLabels = new HashMap<>();
        readings.stream()
                .filter(reading -> reading.metric().equals("diffusion-spectral-mutual-information"))
                .forEach(reading ->
                        withLabels.put(reading.layer() + reading.settings().get("bandwidth"), information(reading)));
        assertThat(withLabels).hasSize(16);
        assertThat(readings)
                .filteredOn(reading -> reading.metric().equals(WITH_INPUT))
                .allSatisfy(reading -> {
                    assertThat(reading.settings()).containsEntry("clusterSource", "given");
                    assertThat(information(reading))
                            .isEqualTo(withLabels.get(
                                    reading.layer() + reading.settings().get("bandwidth")));
                });
        assertThatThrownBy(() -> Probe.of(probe).clusters(new int[29]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("29 clusters for 30 examples");
    }

    @Test
    void aProbeWithoutEnoughExamplesYetIsSaidSo() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        fit(network, RepresentationListener.builder(storage).metrics(TestMetric.mean()), () -> {
            for (long seed = 0; seed < 3; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        });
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).hasSize(4);
        assertThat(steps.get(0).problems().get(0).kind()).isEqualTo(Flag.Kind.SKIPPED);
        assertThat(steps.get(0).problems().get(0).reason()).contains("8 distinct training examples");
        assertThat(steps.get(3).readings()).as("closing measures what there is").isNotEmpty();
        assertThat(Runs.info(storage).probe()).isEqualTo("training examples");
        assertThat(Runs.info(storage).settings()).containsEntry("probeSize", 24);
    }

    @Test
    void perEpochSamplesAfterEachEpoch() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(TestMetric.mean())
                .schedule(Schedule.perEpoch())
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(
                    new ListDataSetIterator<>(
                            Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW)), 1),
                    2);
        }
        assertThat(Runs.live(storage)).extracting(SampledStep::iteration).containsExactly(-1L, 2L, 5L);
        assertThat(Runs.live(storage)).extracting(SampledStep::epoch).containsExactly(0, 0, 1);
    }

    @Test
    void measuringAndStoringHappenOnThreadsOfTheListenerOnly() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        TestMetric metric = new TestMetric("test-threads", snapshot -> {
            threads.add("metric on " + Thread.currentThread().getName());
            return TestMetric.result(0);
        });
        storage.registerStatsStorageListener(
                event -> threads.add("storage on " + Thread.currentThread().getName()));
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Kernels kernels = new CpuKernels(1);
        fit(
                network,
                RepresentationListener.builder(storage)
                        .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                        .metrics(metric)
                        .kernels(kernels)
                        .layers(name -> {
                            threads.add("selection on " + Thread.currentThread().getName());
                            return true;
                        }),
                () -> network.fit(Networks.images(1, 8, CNN2DFormat.NCHW)));
        kernels.close();
        assertThat(threads)
                .containsExactlyInAnyOrder(
                        "metric on infoscope-worker",
                        "storage on infoscope-worker",
                        "storage on infoscope-scores",
                        "selection on infoscope-worker");
    }

    @Test
    void optionsAreCheckedAtTheDoor() {
        assertThatThrownBy(() -> RepresentationListener.builder(storage)
                        .metrics(DiffusionSpectralEntropy.withDefaults(), DiffusionSpectralEntropy.withDefaults())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> RepresentationListener.builder(storage).layers())
                .hasMessageContaining("at least one layer");
        assertThatThrownBy(() -> RepresentationListener.builder(storage).every(0))
                .hasMessageContaining("n >= 1");
        assertThatThrownBy(() -> RepresentationListener.builder(storage).maxReplicaBytes(0))
                .hasMessageContaining("above 0");
        Probe unlabelled = Probe.of(new DataSet(Networks.gaussian(1, 3, 2), null));
        assertThatThrownBy(() -> RepresentationListener.builder(storage)
                        .validation(unlabelled)
                        .build())
                .hasMessageContaining("no labels");
    }
}
