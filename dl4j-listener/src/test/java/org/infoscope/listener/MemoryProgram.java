package org.infoscope.listener;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Metrics;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains with little memory and prints what it took; what it measures is in {@link BoundedMemoryTest}. Arguments: {@code readings},
 * {@code samples} or {@code buffers}, and the file of the run.
 */
final class MemoryProgram {

    static final int SAMPLES = 10_000;
    static final int EARLY = 1_000;
    static final int SERIES = 500;
    static final int SIDE = 1_400;
    static final int EXAMPLES = 16;

    private MemoryProgram() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "readings" -> readings(Path.of(arguments[1]));
            case "samples" -> samples(Path.of(arguments[1]));
            case "buffers" -> buffers();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** A million readings, and their export, while the network goes on to exist. */
    private static void readings(Path file) throws IOException {
        MultiLayerNetwork network = dense(8);
        List<Metric> metrics = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            metrics.add(new TestMetric("test-" + series, snapshot -> TestMetric.result(1)));
        }
        try (RunHistory history = RunHistory.open(file)) {
            RepresentationListener listener = RepresentationListener.builder(history)
                    .probe(Probe.of(data(8)))
                    .metrics(metrics)
                    .every(1)
                    .blocking(true)
                    .build();
            network.setListeners(listener);
            DataSet data = data(8);
            // Two layers, and the sample before the first update.
            for (int step = 1; step < 1_000_000 / (2 * SERIES); step++) {
                network.fit(data);
            }
            listener.close();
            Lines lines = new Lines();
            history.export(history.listSessionIDs().get(0), ExportFormat.JSONL, lines);
            System.out.println("exported " + lines.lines + " lines " + lines.readings + " readings");
            history.problems().forEach(System.out::println);
        }
    }

    /** Counts what it is given. */
    private static final class Lines extends OutputStream {

        private static final byte[] READING = "\"metric\":\"test-".getBytes(StandardCharsets.UTF_8);

        private long lines;
        private long readings;
        private int matched;

        @Override
        public void write(int letter) {
            lines += letter == '\n' ? 1 : 0;
            matched = letter == READING[matched] ? matched + 1 : letter == READING[0] ? 1 : 0;
            if (matched == READING.length) {
                readings++;
                matched = 0;
            }
        }
    }

    /** Ten thousand samples; memory is read off early and at the end. */
    private static void samples(Path file) throws IOException {
        MultiLayerNetwork network = dense(8);
        DataSet data = data(8);
        try (RunHistory history = RunHistory.open(file);
                CpuKernels kernels = new CpuKernels(3);
                RepresentationListener listener = RepresentationListener.builder(history)
                        .probe(Probe.of(data(8)))
                        .metrics(Metrics.economy())
                        .kernels(kernels)
                        .every(1)
                        .blocking(true)
                        .build()) {
            network.setListeners(listener);
            for (int sample = 1; sample < SAMPLES; sample++) {
                network.fit(data);
                if (sample == EARLY) {
                    print("early", history);
                }
            }
            print("late", history);
        }
    }

    /** What the parameters' copies take, and what twenty samples add to it. */
    private static void buffers() throws InterruptedException {
        MultiLayerNetwork network = dense(SIDE);
        Awaited storage = new Awaited();
        Probe probe = Probe.of(data(SIDE));
        collect();
        long before = nativeBytes();
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(probe)
                .metrics(Metrics.economy())
                .every(1)
                .blocking(true)
                .statsListener(false)
                .build()) {
            listener.iterationDone(network, 0, 0);
            storage.reports.acquire();
            collect();
            long first = nativeBytes();
            for (int sample = 1; sample <= 20; sample++) {
                listener.iterationDone(network, sample, 0);
                storage.reports.acquire();
            }
            collect();
            System.out.println("parameters " + 4 * network.numParams());
            System.out.println("held " + (first - before));
            System.out.println("added " + (nativeBytes() - first));
        }
    }

    /** Keeps nothing, counts the reports. */
    private static final class Awaited extends InMemoryStatsStorage {

        private final Semaphore reports = new Semaphore(0);

        @Override
        public void putUpdate(Persistable update) {
            if (update instanceof RepresentationReport) {
                reports.release();
            }
        }
    }

    /**
     * Without biases: ND4J M2.1 adds them with an operation whose temporary array the garbage collector may free while native code
     * still reads it, and a heap as small as these programs' is collected so often that this happens on a busy machine.
     */
    private static MultiLayerNetwork dense(int side) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list(
                        new DenseLayer.Builder()
                                .nIn(side)
                                .nOut(side)
                                .hasBias(false)
                                .build(),
                        new OutputLayer.Builder()
                                .nIn(side)
                                .nOut(2)
                                .hasBias(false)
                                .build())
                .build());
        network.init();
        return network;
    }

    private static DataSet data(int side) {
        return new DataSet(Networks.gaussian(1, EXAMPLES, side), Networks.oneHot(1, EXAMPLES, 2));
    }

    private static void print(String when, StatsStorage history) {
        history.listSessionIDs(); // waits until everything is stored
        collect();
        Runtime memory = Runtime.getRuntime();
        System.out.println(when + " heap " + (memory.totalMemory() - memory.freeMemory()));
        System.out.println(when + " native " + nativeBytes());
        System.out.println(when + " resident " + Pointer.physicalBytes());
    }

    /** ND4J's arrays; JavaCPP does not count them. */
    private static long nativeBytes() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    /** ND4J frees native arrays on threads of its own, behind the collector: until nothing has been freed for a while. */
    private static void collect() {
        int idle = 0;
        while (idle < 20) {
            long before = nativeBytes();
            System.gc();
            Pointer.deallocateReferences();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            idle = nativeBytes() < before ? 0 : idle + 1;
        }
    }
}
