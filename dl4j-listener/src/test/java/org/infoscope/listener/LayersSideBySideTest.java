package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Snapshot;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers are measured side by side where the engine has threads, and nothing of the record tells. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LayersSideBySideTest {

    private static final Kernels THREE = new CpuKernels(3);
    private static final Kernels ONE = new CpuKernels(1);

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);

    @AfterAll
    static void close() {
        THREE.close();
        ONE.close();
    }

    private RepresentationListenerBuilder builder(Kernels kernels) {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 40, CNN2DFormat.NCHW)))
                .layers("layer2", "layer4", "layer6")
                .kernels(kernels);
    }

    private SampledStep measured(RepresentationListenerBuilder builder, RepresentationAnalysis.Progress progress) {
        try (RepresentationAnalysis analysis = builder.analysis()) {
            return analysis.measure(network, progress);
        }
    }

    private static List<Reading> atNoCost(SampledStep step) {
        return step.readings().stream().map(reading -> reading.costing(0)).toList();
    }

    @Test
    void readingsAreTheSameToTheLastBitOnAnyNumberOfThreads() {
        List<List<Reading>> found = new ArrayList<>();
        for (Kernels kernels : List.of(ONE, THREE)) {
            found.add(atNoCost(measured(
                    builder(kernels)
                            .metrics(
                                    SpectralRollOff.withDefaults(),
                                    DiffusionSpectralEntropy.withDefaults(),
                                    DiffusionSpectralMutualInformation.withDefaults(),
                                    FeatureEntropy.withDefaults()),
                    (done, total, layer, series) -> {})));
        }
        assertThat(found.get(0))
                .hasSize(12)
                .anySatisfy(reading -> assertThat(reading.values()).isNotEmpty());
        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    @Test
    void theFirstLayerMayBeTheLastToBeDone() {
        CountDownLatch others = new CountDownLatch(2);
        TestMetric waiting = new TestMetric("test-waiting", snapshot -> {
            if (snapshot.layer().equals("layer2")) {
                Eventually.awaitUninterrupted(others);
            } else {
                others.countDown();
            }
            return TestMetric.result(snapshot.activations().meanNumber().doubleValue());
        });
        List<Integer> heard = new ArrayList<>();
        SampledStep step = measured(
                builder(THREE).metrics(waiting, TestMetric.mean()), (done, total, layer, series) -> heard.add(done));

        assertThat(step.readings())
                .extracting(reading -> reading.layer() + " " + reading.metric())
                .containsExactly(
                        "layer2 test-waiting",
                        "layer2 test-mean",
                        "layer4 test-waiting",
                        "layer4 test-mean",
                        "layer6 test-waiting",
                        "layer6 test-mean");
        assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(step.readings().stream().mapToLong(Reading::costNanos).sum())
                .as("costs add up to no more than the time it took")
                .isPositive()
                .isLessThanOrEqualTo(step.cost().busyNanos());
    }

    @Test
    void aLayerThatFailsLeavesTheOthersAlone() {
        TestMetric failing = new TestMetric("test-failing", snapshot -> {
            if (snapshot.layer().equals("layer4")) {
                throw new IllegalStateException("not this layer");
            }
            return TestMetric.result(1);
        });
        SampledStep step = measured(builder(THREE).metrics(failing), (done, total, layer, series) -> {});
        assertThat(step.readings())
                .extracting(reading -> reading.values().size())
                .containsExactly(1, 0, 1);
        assertThat(step.readings().get(1).flags())
                .singleElement()
                .extracting(Flag::kind)
                .isEqualTo(Flag.Kind.FAILED);
        assertThat(step.cost().failed()).isEqualTo(1);
    }

    @Test
    void whatProgressThrowsComesOutAndNothingIsRecorded() {
        assertThatThrownBy(() -> measured(builder(THREE).metrics(TestMetric.mean()), (done, total, layer, series) -> {
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(Runs.steps(storage)).isEmpty();
    }

    /** Three threads, and what was asked of them. */
    private static final class Asked implements Kernels {
        private final List<Integer> atMost = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void sideBySide(int pieces, int most, IntConsumer piece) {
            atMost.add(most);
            THREE.sideBySide(pieces, most, piece);
        }

        @Override
        public String engine() {
            return THREE.engine();
        }

        @Override
        public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
            return THREE.rollOff(maps, levels, centring, spectrum, region);
        }

        @Override
        public DiffusionGeometry diffusionGeometry(INDArray samples) {
            return THREE.diffusionGeometry(samples);
        }

        @Override
        public int[] firstCycleBirths(INDArray maps) {
            return THREE.firstCycleBirths(maps);
        }

        @Override
        public void close() {}
    }

    @Test
    void whileCostsAreUnknownABudgetTakesOneLayerAfterTheOther() {
        Asked first = new Asked();
        try (RepresentationListener listener = builder(first)
                .metrics(TestMetric.mean())
                .overheadBudget(0.5)
                .every(1000)
                .build()) {
            network.setListeners(listener);
            network.fit(Networks.images(7, 8, CNN2DFormat.NCHW));
            Eventually.await("nothing under way", listener::isIdle);
        }
        assertThat(first.atMost.get(0)).isEqualTo(1);

        Asked unlimited = new Asked();
        measured(builder(unlimited).metrics(TestMetric.mean()), (done, total, layer, series) -> {});
        assertThat(unlimited.atMost).singleElement().isEqualTo((32 << 20) / (9 * 40 * 40));
    }

    /** Works until it is interrupted, when all layers are under way. */
    private static MetricResult endless(CountDownLatch underWay, Snapshot snapshot) {
        underWay.countDown();
        Eventually.awaitUninterrupted(underWay);
        Eventually.await("an interrupt", () -> Thread.currentThread().isInterrupted());
        throw new IllegalStateException("interrupted in " + snapshot.layer());
    }

    @Test
    void closingEndsAllLayersUnderWay() {
        CountDownLatch underWay = new CountDownLatch(3);
        TestMetric endless = new TestMetric("test-endless", snapshot -> endless(underWay, snapshot));
        RepresentationListener listener = builder(THREE)
                .metrics(endless, TestMetric.mean())
                .overheadBudget(Double.POSITIVE_INFINITY)
                .every(1000)
                .build();
        network.setListeners(listener);
        network.fit(Networks.images(7, 8, CNN2DFormat.NCHW));
        Eventually.awaitUninterrupted(underWay);
        listener.close();

        assertThat(Runs.live(storage).get(0).readings())
                .hasSize(6)
                .allSatisfy(reading -> assertThat(reading.flags()).containsExactly(Cutoff.ENDED));
    }
}
