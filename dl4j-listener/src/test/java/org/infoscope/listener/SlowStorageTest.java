package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A storage of the user's that hangs for a while, or throws whatever it is asked. */
@Timeout(60)
class SlowStorageTest {

    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);

    private static RepresentationListenerBuilder builder(InMemoryStatsStorage storage) {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(TestMetric.mean())
                .every(1);
    }

    private void fit(int iterations) {
        for (int i = 0; i < iterations; i++) {
            network.fit(Networks.images(i, 8, CNN2DFormat.NCHW));
        }
    }

    @Test
    void whatAHangingStorageCostsIsCountedAndShownWhenItIsBack() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        InMemoryStatsStorage storage = new InMemoryStatsStorage() {
            @Override
            public void putUpdate(Persistable update) {
                if (update instanceof RepresentationReport) {
                    hanging.countDown();
                    Eventually.awaitUninterrupted(back);
                }
                super.putUpdate(update);
            }
        };
        try (RepresentationListener listener =
                builder(storage).overheadBudget(Double.POSITIVE_INFINITY).build()) {
            network.setListeners(listener);
            fit(1);
            hanging.await();
            fit(20);
            assertThat(network.getIterationCount()).isEqualTo(21);
            back.countDown();
            Eventually.await("nothing under way", listener::isIdle);
        }
        List<SampledStep> steps = Runs.steps(storage);
        SampledStep.Cost cost = steps.get(steps.size() - 1).cost();
        assertThat(steps).last().extracting(SampledStep::state).isEqualTo(SampledStep.State.ENDED);
        assertThat(cost.skipped()).isGreaterThanOrEqualTo(18);
        assertThat(cost.taken() + cost.skipped()).as("every sample is counted").isEqualTo(22);
    }

    /** Throws an error, not an exception, at every single call. */
    private static final class Broken extends InMemoryStatsStorage {
        @Override
        public void putUpdate(Persistable update) {
            throw new AssertionError("update");
        }

        @Override
        public void putStaticInfo(Persistable staticInfo) {
            throw new AssertionError("static info");
        }

        @Override
        public void putStorageMetaData(StorageMetaData storageMetaData) {
            throw new AssertionError("metadata");
        }
    }

    @Test
    void aStorageThatAlwaysThrowsNeverReachesTheFitLoop() {
        Broken storage = new Broken();
        try (RepresentationListener listener = builder(storage).blocking(true).build()) {
            network.setListeners(listener);
            fit(5);
        }
        assertThat(network.getIterationCount()).isEqualTo(5);
        assertThat(storage.listSessionIDs()).isEmpty();
    }
}
