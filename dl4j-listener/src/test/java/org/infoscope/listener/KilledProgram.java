package org.infoscope.listener;

import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.infoscope.history.HistoryProcess;
import org.infoscope.history.RunHistory;
import org.infoscope.metric.Metrics;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Writes a history until it is killed, and says on its standard output what it puts before each put, and that it is put after.
 * Arguments: the file, and {@code training} (a real one, with StatsListener and RepresentationListener) or {@code commits}
 * (thousands of records a second, and a reader who has them committed at once, so that there is nearly always a commit under way).
 */
final class KilledProgram {

    static final String SESSION = "s";

    private static final int BURST = 10;
    private static final long PAUSE_NANOS = 2_000_000;

    private KilledProgram() {}

    public static void main(String[] arguments) {
        RunHistory history = RunHistory.open(Path.of(arguments[0]));
        if (arguments[1].equals("training")) {
            train(new Telling(history));
        } else {
            Thread reader = new Thread(() -> {
                while (true) {
                    history.getNumUpdateRecordsFor(SESSION);
                }
            });
            reader.start();
            putWithoutEnd(new Telling(history));
        }
    }

    private static void train(Telling router) {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        StatsListener stats = new StatsListener(router, 1);
        stats.setSessionID(SESSION);
        RepresentationListener listener = RepresentationListener.builder(router)
                .probe(Probe.of(Networks.images(50, 30, CNN2DFormat.NCHW)))
                .metrics(Metrics.standard())
                .every(1)
                .build();
        network.setListeners(stats, listener);
        for (long seed = 0; ; seed++) {
            DataSet batch = Networks.images(seed % 100, 8, CNN2DFormat.NCHW);
            network.fit(batch);
        }
    }

    private static void putWithoutEnd(Telling router) {
        router.putStaticInfo(HistoryProcess.run());
        for (long time = 1; ; time++) {
            router.putUpdate(HistoryProcess.report(time));
            if (time % BURST == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** What identifies a record's content. */
    static long checksum(Persistable record) {
        CRC32 sum = new CRC32();
        sum.update(record.encode());
        return sum.getValue();
    }

    /** Puts into a history, and says so. Each type of record is put by one thread, so lines of a type are in order. */
    private record Telling(RunHistory history) implements StatsStorageRouter {

        @Override
        public void putUpdate(Persistable update) {
            String name = update.getTypeID() + " " + update.getWorkerID();
            System.out.println("new " + name + " " + checksum(update) + ";");
            history.putUpdate(update);
            System.out.println("put " + name + " " + System.currentTimeMillis() + ";");
        }

        @Override
        public void putUpdate(Collection<? extends Persistable> updates) {
            updates.forEach(this::putUpdate);
        }

        @Override
        public void putStaticInfo(Persistable staticInfo) {
            history.putStaticInfo(staticInfo);
        }

        @Override
        public void putStaticInfo(Collection<? extends Persistable> staticInfo) {
            history.putStaticInfo(staticInfo);
        }

        @Override
        public void putStorageMetaData(StorageMetaData storageMetaData) {
            history.putStorageMetaData(storageMetaData);
        }

        @Override
        public void putStorageMetaData(Collection<? extends StorageMetaData> storageMetaData) {
            history.putStorageMetaData(storageMetaData);
        }
    }
}
