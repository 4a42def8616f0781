package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.core.storage.impl.CollectionStatsStorageRouter;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.J7StatsListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's own listeners really train into a history, and what comes back is what they gave. */
class TrainingTest {

    private static final int ITERATIONS = 40;

    private final StatsStorage memory = new InMemoryStatsStorage();

    @TempDir
    private Path folder = Path.of("");

    /** Gives each record to both storages. */
    private StatsStorageRouter both(StatsStorage history) {
        return new CollectionStatsStorageRouter(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()) {

            @Override
            public void putStorageMetaData(StorageMetaData metaData) {
                memory.putStorageMetaData(metaData);
                history.putStorageMetaData(metaData);
            }

            @Override
            public void putStaticInfo(Persistable staticInfo) {
                memory.putStaticInfo(staticInfo);
                history.putStaticInfo(staticInfo);
            }

            @Override
            public void putUpdate(Persistable update) {
                memory.putUpdate(update);
                history.putUpdate(update);
            }
        };
    }

    private static void train(TrainingListener listener) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.addListeners(listener);
        DataSet data = new DataSet(
                Nd4j.rand(8, 4), Nd4j.eye(3).get(NDArrayIndex.indices(0, 1, 2, 0, 1, 2, 0, 1), NDArrayIndex.all()));
        for (int i = 0; i < ITERATIONS; i++) {
            network.fit(data);
        }
    }

    @Test
    void statsListenerTrainsIntoTheHistory() throws IOException {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            train(new StatsListener(both(history), 1));
            assertThat(history.problems()).isEmpty();
        }
        try (RunHistory history = RunHistory.openReadOnly(folder.resolve("run.db"))) {
            assertSame(history);
        }
    }

    @Test
    void j7StatsListenerTrainsIntoTheHistory() throws IOException {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            train(new J7StatsListener(both(history), 1));
            assertThat(history.problems()).isEmpty();
            assertSame(history);
        }
    }

    private void assertSame(RunHistory history) {
        assertThat(history.listSessionIDs()).hasSize(1).isEqualTo(memory.listSessionIDs());
        String session = history.listSessionIDs().get(0);
        assertThat(history.listTypeIDsForSession(session)).containsExactly(StatsListener.TYPE_ID);
        String worker = history.listWorkerIDsForSession(session).get(0);
        assertThat(history.getNumUpdateRecordsFor(session)).isEqualTo(ITERATIONS);
        assertThat(bytes(history.getStaticInfo(session, StatsListener.TYPE_ID, worker)))
                .isEqualTo(bytes(memory.getStaticInfo(session, StatsListener.TYPE_ID, worker)));
        assertThat(bytes(history.getStorageMetaData(session, StatsListener.TYPE_ID)))
                .isEqualTo(bytes(memory.getStorageMetaData(session, StatsListener.TYPE_ID)));
        // Memory keeps one update a millisecond, the later one; the history keeps all.
        for (long time : memory.getAllUpdateTimes(session, StatsListener.TYPE_ID, worker)) {
            assertThat(bytes(history.getUpdate(session, StatsListener.TYPE_ID, worker, time)))
                    .isEqualTo(bytes(memory.getUpdate(session, StatsListener.TYPE_ID, worker, time)));
        }
        List<Persistable> updates = history.getAllUpdatesAfter(session, StatsListener.TYPE_ID, worker, 0);
        assertThat(updates)
                .extracting(update -> ((StatsReport) update).getIterationCount())
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(ITERATIONS);
    }

    private static String bytes(@Nullable Persistable record) {
        Persistable present = Objects.requireNonNull(record);
        return present.getClass().getName() + HexFormat.of().formatHex(present.encode());
    }
}
