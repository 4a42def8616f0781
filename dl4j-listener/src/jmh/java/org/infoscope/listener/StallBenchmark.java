package org.infoscope.listener;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.metric.Metrics;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a sampled step holds up the training thread, against a bare copy of the same parameters. Both begin with other data
 * in the processor's caches, as after a training step. Run with OMP_NUM_THREADS=1 on a shared machine.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class StallBenchmark {

    /** A network of about so many parameters. */
    @State(Scope.Benchmark)
    public static class Training {

        private static final int PROBE = 16;

        /** Thousands of parameters. */
        @Param({"50", "1000", "25000"})
        public int kiloParameters;

        private final int[] elsewhere = new int[16 << 20];
        MultiLayerNetwork network;
        DataSet data;

        /** One dense layer of a square weight matrix holds nearly all. */
        @Setup
        public void create() {
            int side = (int) Math.sqrt(1000.0 * kiloParameters);
            network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .list(
                            new DenseLayer.Builder().nIn(side).nOut(side).build(),
                            new OutputLayer.Builder().nIn(side).nOut(2).build())
                    .build());
            network.init();
            data = new DataSet(
                    Nd4j.rand(DataType.FLOAT, PROBE, side),
                    Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, PROBE / 2));
        }

        void emptyCaches() {
            Arrays.setAll(elsewhere, i -> elsewhere[i] + 1);
        }
    }

    /** A buffer. */
    @State(Scope.Benchmark)
    public static class Buffer {

        private INDArray buffer;

        /** Makes it. */
        @Setup
        public void create(Training training) {
            buffer = training.network.params().dup();
        }

        /** Before every copy. */
        @Setup(Level.Invocation)
        public void between(Training training) {
            training.emptyCaches();
        }
    }

    /** A listener whose worker has nothing to do when the next step comes. */
    @State(Scope.Benchmark)
    public static class Listening {

        private final Semaphore reports = new Semaphore(0);
        private RepresentationListener listener;
        private int iteration;

        /** Takes the first sample. */
        @Setup
        public void open(Training training) throws InterruptedException {
            listener = RepresentationListener.builder(new Discarding(reports))
                    .probe(Probe.of(training.data))
                    .metrics(Metrics.economy())
                    .every(1)
                    .overheadBudget(Double.POSITIVE_INFINITY)
                    .statsListener(false)
                    .build();
            listener.iterationDone(training.network, iteration++, 0);
            reports.acquire();
        }

        /** Before every step. */
        @Setup(Level.Invocation)
        public void between(Training training) {
            training.emptyCaches();
        }

        /** After every step. */
        @TearDown(Level.Invocation)
        public void await() throws InterruptedException {
            if (!reports.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The step was not sampled");
            }
        }

        /** Ends the run. */
        @TearDown
        public void close() {
            listener.close();
        }
    }

    /** Keeps nothing, counts the reports. */
    private static final class Discarding extends InMemoryStatsStorage {

        private final Semaphore reports;

        Discarding(Semaphore reports) {
            this.reports = reports;
        }

        @Override
        public void putUpdate(Persistable update) {
            if (update instanceof RepresentationReport) {
                reports.release();
            }
        }

        @Override
        public void putUpdate(Collection<? extends Persistable> updates) {
            updates.forEach(this::putUpdate);
        }
    }

    /** A sampled step. */
    @Benchmark
    public void sampled(Training training, Listening listening) {
        listening.listener.iterationDone(training.network, listening.iteration++, 0);
    }

    /** What it cannot go below. */
    @Benchmark
    public INDArray copy(Training training, Buffer buffer) {
        return buffer.buffer.assign(training.network.params());
    }
}
