package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.impl.CollectionStatsStorageRouter;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.util.ModelSerializer;
import org.infoscope.history.Reading;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunInfo.Checkpoint;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.Flag;
import org.infoscope.metric.InformationDiscarding;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class RepresentationAnalysisTest {

    private static final RepresentationAnalysis.Progress UNHEARD = (done, total, layer, series) -> {};

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final DataSet images = Networks.images(50, 20, CNN2DFormat.NCHW);
    private final Probe probe = Probe.of(images).describedAs("20 images");

    private RepresentationListenerBuilder builder(StatsStorageRouter router) {
        return RepresentationListener.builder(router)
                .probe(probe)
                .metrics(Metrics.economy())
                .run("checkpoints");
    }

    private static MultiLayerNetwork trained(int updates) {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Networks.batches(updates, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW))
                .forEach(network::fit);
        return network;
    }

    private static List<Map<String, Object>> essence(SampledStep step) {
        return step.readings().stream()
                .map(reading -> Map.<String, Object>of(
                        "layer", reading.layer(),
                        "series", reading.series(),
                        "values", reading.values(),
                        "settings", reading.settings(),
                        "flags", reading.flags()))
                .toList();
    }

    @Test
    void aSavedNetworkReadsAsItDidInTraining(@TempDir Path folder) throws Exception {
        File file = folder.resolve("model.zip").toFile();
        List<Metric> everything = new ArrayList<>(Metrics.full());
        everything.removeIf(metric -> metric instanceof InformationDiscarding);
        InformationDiscarding discarding = InformationDiscarding.withDefaults()
                .withMode(InformationDiscarding.Mode.PREVIEW)
                .withImages(2);
        everything.add(discarding);
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        try (RepresentationListener listener = builder(storage)
                .validation(Probe.of(Networks.images(51, 9, CNN2DFormat.NCHW)))
                .metrics(everything)
                .metric(discarding, Schedule.every(1))
                .every(1)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            for (long seed = 0; seed < 4; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        }
        ModelSerializer.writeModel(network, file, true);
        List<SampledStep> live = Runs.live(storage);
        SampledStep last = live.get(live.size() - 1);

        InMemoryStatsStorage offline = new InMemoryStatsStorage();
        try (RepresentationAnalysis analysis = builder(offline)
                .validation(Probe.of(Networks.images(51, 9, CNN2DFormat.NCHW)))
                .metrics(everything)
                .analysis()) {
            analysis.measure(ModelSerializer.restoreMultiLayerNetwork(file), "model.zip", UNHEARD);
        }
        SampledStep read = Runs.live(offline).get(0);
        assertThat(read.iteration()).isEqualTo(last.iteration()).isEqualTo(3);
        assertThat(read.score()).isNaN();
        assertThat(read.trainingAccuracy()).isEqualTo(last.trainingAccuracy()).isNotEmpty();
        assertThat(read.validationAccuracy())
                .isEqualTo(last.validationAccuracy())
                .isNotEmpty();
        List<Map<String, Object>> inTraining = new ArrayList<>(essence(live.get(live.size() - 2)));
        inTraining.addAll(essence(last));
        assertThat(essence(read)).isEqualTo(inTraining).hasSize(4 * everything.size());
    }

    @Test
    void networksAreNotChanged() {
        MultiLayerNetwork network = trained(2);
        ComputationGraph graph = Networks.graph(1);
        float[] before = network.params().dup().data().asFloat();
        float[] graphBefore = graph.params().dup().data().asFloat();
        Nd4j.getRandom().setSeed(4711);
        double drawn = Nd4j.rand(1, 1).getDouble(0);
        Nd4j.getRandom().setSeed(4711);
        try (RepresentationAnalysis analysis = builder(storage).analysis()) {
            analysis.measure(network, UNHEARD);
        }
        try (RepresentationAnalysis analysis =
                builder(storage).probe(Probe.of(Networks.pairs(3, 12))).analysis()) {
            analysis.measure(graph, UNHEARD);
        }
        assertThat(Nd4j.rand(1, 1).getDouble(0)).isEqualTo(drawn);
        assertThat(network.params().dup().data().asFloat()).containsExactly(before);
        assertThat(graph.params().dup().data().asFloat()).containsExactly(graphBefore);
        assertThat(network.getIterationCount()).isEqualTo(2);
        assertThat(Runs.live(storage)).hasSize(2);
    }

    @Test
    void everyMetricIsMeasuredWhateverItsScheduleAndProgressIsTold() {
        List<String> told = new ArrayList<>();
        SampledStep step;
        try (RepresentationAnalysis analysis = builder(storage)
                .metrics(DiffusionSpectralEntropy.withDefaults())
                .metric(SpectralRollOff.withDefaults(), Schedule.every(1_000_000))
                .layers("layer2", "layer4")
                .analysis()) {
            step = analysis.measure(
                    trained(3),
                    (done, total, layer, series) -> told.add(done + "/" + total + " " + layer + " "
                            + series.info().id()));
        }
        assertThat(told)
                .containsExactly(
                        "1/4 layer2 diffusion-spectral-entropy",
                        "2/4 layer2 spectral-roll-off",
                        "3/4 layer4 diffusion-spectral-entropy",
                        "4/4 layer4 spectral-roll-off");
        assertThat(step.readings()).hasSize(4);
        assertThat(Runs.live(storage)).containsExactly(step);
        List<SampledStep> all = Runs.steps(storage);
        assertThat(all.get(all.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
        RunInfo info = Runs.info(storage);
        assertThat(info.name()).isEqualTo("checkpoints");
        assertThat(info.checkpoints()).containsExactly(new Checkpoint("MultiLayerNetwork after 3 updates", 2));
        assertThat(info.settings()).containsEntry("schedule", "finished networks, each once");
        assertThat(info.layers()).extracting(RunInfo.LayerInfo::name).containsExactly("layer2", "layer4");
    }

    @Test
    void networksOfTheSameIterationStandSideBySide() {
        try (RepresentationAnalysis analysis = builder(storage).analysis()) {
            analysis.measure(trained(2), "a", UNHEARD);
            analysis.measure(trained(2), "b", UNHEARD);
            analysis.measure(trained(3), "c", UNHEARD);
            analysis.measure(trained(0), "d", UNHEARD);
            assertThat(analysis.measured()).containsExactly("a", "b", "c", "d");
        }
        assertThat(Runs.live(storage)).extracting(SampledStep::iteration).containsExactly(1L, 2L, 3L, -1L);
        assertThat(Runs.info(storage).checkpoints())
                .containsExactly(
                        new Checkpoint("a", 1),
                        new Checkpoint("b", 2),
                        new Checkpoint("c", 3),
                        new Checkpoint("d", -1));
        assertThat(Runs.live(storage).get(0).problems()).isEmpty();
        Flag moved = Runs.live(storage).get(1).problems().get(0);
        assertThat(moved.kind()).isEqualTo(Flag.Kind.CAUTION);
        assertThat(moved.reason()).contains("'b' belongs to iteration 1").contains("next free one");
    }

    @Test
    void aSessionIsContinued(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.db");
        try (RunHistory history = RunHistory.open(file);
                RepresentationAnalysis analysis = builder(history).analysis("mine")) {
            assertThat(analysis.measured()).isEmpty();
            analysis.measure(trained(1), "epoch-1.zip", UNHEARD);
        }
        try (RunHistory history = RunHistory.open(file)) {
            try (RepresentationAnalysis analysis = builder(history)
                    .metrics(TestMetric.mean())
                    .layers("layer6")
                    .run("another name")
                    .analysis("mine")) {
                assertThat(analysis.session()).isEqualTo("mine");
                assertThat(analysis.measured()).containsExactly("epoch-1.zip");
                analysis.measure(trained(1), "copy of epoch-1.zip", UNHEARD);
            }
            assertThat(history.listSessionIDs()).containsExactly("mine");
            assertThat(history.listWorkerIDsForSession("mine")).hasSize(1);
            assertThat(Runs.live(history)).extracting(SampledStep::iteration).containsExactly(0L, 1L);
            RunInfo info = Runs.info(history);
            assertThat(info.name()).as("a run keeps its name").isEqualTo("checkpoints");
            assertThat(info.checkpoints())
                    .extracting(Checkpoint::description)
                    .containsExactly("epoch-1.zip", "copy of epoch-1.zip");
            assertThat(info.series()).hasSize(3);
            assertThat(info.layers()).hasSize(4);
            List<SampledStep> all = Runs.steps(history);
            assertThat(all.get(all.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
        }
    }

    @Test
    void anotherProbeInTheSameSessionIsSaid() {
        try (RepresentationAnalysis analysis = builder(storage).analysis("mine")) {
            analysis.measure(trained(1), UNHEARD);
        }
        try (RepresentationAnalysis analysis =
                builder(storage).probe(probe.describedAs("others")).analysis("mine")) {
            assertThat(analysis.measure(trained(2), UNHEARD).problems())
                    .extracting(Flag::reason)
                    .containsExactly("Earlier records of this session are of another probe: '20 images', not 'others'");
        }
    }

    @Test
    void aNetworkOfNaNHasReadingsWithReasons() {
        MultiLayerNetwork network = trained(1);
        network.params().assign(Double.NaN);
        try (RepresentationAnalysis analysis = builder(storage).analysis()) {
            SampledStep step = analysis.measure(network, UNHEARD);
            assertThat(step.readings())
                    .isNotEmpty()
                    .allSatisfy(reading ->
                            assertThat(reading.flags()).extracting(Flag::kind).contains(Flag.Kind.UNDEFINED));
            assertThat(step.readings())
                    .flatExtracting(Reading::values)
                    .allSatisfy(value ->
                            assertThat(((MetricValue.Scalar) value).value()).isNaN());
        }
    }

    @Test
    void whatCannotBeMeasuredIsRefusedAndNotRecorded() {
        try (RepresentationAnalysis analysis = builder(storage).analysis()) {
            assertThatThrownBy(() -> analysis.measure(Networks.recurrent(1, false), UNHEARD))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("The probe does not fit the network");
            assertThatThrownBy(() -> analysis.measure(Networks.graph(1), UNHEARD))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 inputs");
            assertThatThrownBy(() -> analysis.measure(trained(1), (done, total, layer, series) -> {
                        throw new IllegalStateException("stop");
                    }))
                    .hasMessage("stop");
            assertThat(analysis.measured()).isEmpty();
        }
        assertThat(storage.listSessionIDs()).isEmpty();
        try (RepresentationAnalysis analysis =
                builder(storage).maxReplicaBytes(10).analysis()) {
            assertThatThrownBy(() -> analysis.measure(trained(1), UNHEARD))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxReplicaBytes");
        }
        RepresentationAnalysis closed = builder(storage).analysis();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.measure(trained(1), UNHEARD)).isInstanceOf(IllegalStateException.class);
        assertThat(storage.listSessionIDs()).isEmpty();
    }

    @Test
    void aStorageThatThrowsIsNoSuccess() {
        InMemoryStatsStorage full = new InMemoryStatsStorage() {
            @Override
            public void putUpdate(Persistable update) {
                throw new IllegalStateException("disk full");
            }
        };
        try (RepresentationAnalysis analysis = builder(full).analysis()) {
            assertThatThrownBy(() -> analysis.measure(trained(1), "a.zip", UNHEARD))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not take the record of 'a.zip'");
            assertThat(analysis.measured()).isEmpty();
        }
    }

    @Test
    void optionsAreCheckedAtTheDoor() {
        assertThatThrownBy(() -> RepresentationListener.builder(storage).analysis())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a probe");
        assertThatThrownBy(() -> builder(new CollectionStatsStorageRouter(
                                new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                        .analysis("mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StatsStorage");
    }
}
