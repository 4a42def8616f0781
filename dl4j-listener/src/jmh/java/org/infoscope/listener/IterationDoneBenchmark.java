package org.infoscope.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
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
 * What the callbacks of one iteration cost the training thread when it is not sampled, into a real run history, as often as a
 * fast training calls: one iteration a millisecond. Run with OMP_NUM_THREADS=1 on a shared machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class IterationDoneBenchmark {

    private static final long PAUSE_NANOS = 1_000_000;

    /** Whether the listener reports scores as a StatsListener would, as it does by default where there is none. */
    @Param({"true", "false"})
    public boolean statsListener;

    private Path folder;
    private RunHistory history;
    private RepresentationListener listener;
    private MultiLayerNetwork network;
    private int iteration;

    /** Trains two steps, so that everything there is has been set up. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("iteration-done");
        history = RunHistory.open(folder.resolve("run.db"));
        network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list(
                        new DenseLayer.Builder().nIn(20).nOut(20).build(),
                        new OutputLayer.Builder().nIn(20).nOut(2).build())
                .build());
        network.init();
        INDArray features = Nd4j.rand(DataType.FLOAT, 64, 20);
        DataSet data = new DataSet(features, Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, 32));
        listener = RepresentationListener.builder(history)
                .probe(Probe.of(data))
                .metrics(Metrics.economy())
                .every(Integer.MAX_VALUE)
                .statsListener(statsListener)
                .build();
        network.setListeners(listener);
        network.fit(data);
        network.fit(data);
        iteration = 2;
    }

    /** Training has its own work between two iterations; without it the scores' queue would overflow, and drop them at once. */
    @Setup(Level.Invocation)
    public void between() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** The four callbacks of one iteration. */
    @Benchmark
    public void unsampled() {
        listener.onForwardPass(network, List.of());
        listener.onGradientCalculation(network);
        listener.onBackwardPass(network);
        listener.iterationDone(network, iteration++, 0);
    }

    /** Ends the run. */
    @TearDown
    public void close() throws IOException {
        listener.close();
        history.close();
        for (String file : List.of("run.db", "run.db-lock")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
    }
}
