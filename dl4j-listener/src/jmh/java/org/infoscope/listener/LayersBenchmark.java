package org.infoscope.listener;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Diffusion entropy of eight dense layers without labels, one eigenproblem each, on one thread and on several: what layers side by
 * side gain where no layer has work to share out. Wall time, so only a machine with that many free cores shows it. Run with
 * OMP_NUM_THREADS=1.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LayersBenchmark {

    private static final int LAYERS = 8;
    private static final int WIDTH = 128;

    /** The engine's. */
    @Param({"1", "2"})
    public int threads;

    /** Of the probe. */
    @Param({"500", "1000"})
    public int examples;

    private CpuKernels kernels;
    private RepresentationAnalysis analysis;
    private MultiLayerNetwork network;

    /** Untrained layers are as good as any. */
    @Setup
    public void create() {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(1).list();
        for (int k = 1; k < LAYERS; k++) {
            layers.layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build());
        }
        network = new MultiLayerNetwork(
                layers.layer(new OutputLayer.Builder().nIn(WIDTH).nOut(2).build())
                        .build());
        network.init();
        kernels = new CpuKernels(threads);
        analysis = RepresentationListener.builder(new InMemoryStatsStorage())
                .probe(Probe.of(new DataSet(
                        Nd4j.rand(DataType.FLOAT, examples, WIDTH),
                        Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, examples / 2))))
                .metrics(DiffusionSpectralEntropy.withDefaults())
                .kernels(kernels)
                .analysis();
    }

    /** Ends the session. */
    @TearDown
    public void close() {
        analysis.close();
        kernels.close();
    }

    /** All layers once. */
    @Benchmark
    public void layers() {
        analysis.measure(network, (done, total, layer, series) -> {});
    }
}
