package org.infoscope.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.infoscope.metric.MetricValue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a put holds up the caller, some 200 a second, while the writer's thread commits to the disk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PutUpdateBenchmark {

    private static final int LAYERS = 20;
    private static final long PAUSE_NANOS = 5_000_000;

    private Path folder;
    private RunHistory history;
    private RepresentationReport next;
    private long time;

    /** Opens a file. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("put-update");
        history = RunHistory.open(folder.resolve("run.db"));
    }

    /** Before every put. */
    @Setup(Level.Invocation)
    public void between() {
        LockSupport.parkNanos(PAUSE_NANOS);
        time++;
        List<Reading> readings = IntStream.range(0, LAYERS)
                .mapToObj(layer -> new Reading(
                        "layer" + layer,
                        "diffusion-spectral-entropy",
                        "diffusion-spectral-entropy-1a2b3c4d",
                        List.of(new MetricValue.Scalar("entropy", "bit", time + layer)),
                        Map.of("n", 256, "sigma", 10.0),
                        List.of(),
                        time))
                .toList();
        SampledStep.Cost cost = new SampledStep.Cost(1, 2, time, 0, 0);
        next = new RepresentationReport(
                "s",
                "w",
                time,
                new SampledStep(
                        time, 0, time, 1, Map.of(), Map.of(), readings, List.of(), cost, SampledStep.State.LIVE));
    }

    /** One record of twenty readings. */
    @Benchmark
    public void put() {
        history.putUpdate(next);
    }

    /** Nothing may have been lost. */
    @TearDown
    public void close() throws IOException {
        history.close();
        Files.delete(folder.resolve("run.db"));
        Files.deleteIfExists(folder.resolve("run.db-lock"));
        Files.delete(folder);
    }
}
