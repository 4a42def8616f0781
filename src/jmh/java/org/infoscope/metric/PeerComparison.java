package org.infoscope.metric;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.infoscope.kernel.CpuKernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * First births against gudhi and Ripser, entropies against the published formula in Python: side by side in one run, in turns, on one
 * thread, in processor time, on the same data. Both sides' answers are compared.
 *
 * <p>Argument: which rows ({@code births}, {@code entropy} or {@code .*}). The environment's {@code PYTHON} runs {@code peers.py}.
 */
public final class PeerComparison implements AutoCloseable {

    private static final int ROUNDS = 5;
    private static final int DIMENSION = 64;
    private static final int CLASSES = 10;

    private final CpuKernels kernels = new CpuKernels();
    private final Path data = Files.createTempFile("peers", ".raw");
    private final Process peer;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private PeerComparison(String python) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(python, "jmh/python/peers.py");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        for (String variable : new String[] {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) {
            builder.environment().put(variable, "1");
        }
        peer = builder.start();
        requests = peer.outputWriter();
        answers = peer.inputReader();
    }

    /**
     * Prints a table.
     *
     * @param arguments which rows
     * @throws IOException if the peers cannot be asked
     */
    public static void main(String[] arguments) throws IOException {
        String rows = arguments.length > 0 ? arguments[0] : ".*";
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        try (PeerComparison comparison = new PeerComparison(python)) {
            if ("births".matches(rows)) {
                System.out.println("first births, us per map: median of " + ROUNDS + " turns");
                for (int side : new int[] {7, 14, 28, 56, 112}) {
                    comparison.births(side);
                }
            }
            if ("entropy".matches(rows)) {
                System.out.println("entropies, ms: median of " + ROUNDS + " turns");
                for (int n : new int[] {500, 1000, 2000}) {
                    comparison.entropy(
                            n, "DSE ", DiffusionSpectralEntropy.withDefaults(), "dse " + n + ' ' + DIMENSION);
                }
                for (int n : new int[] {500, 1000, 2000}) {
                    String request = "dsmi " + n + ' ' + DIMENSION;
                    comparison.entropy(n, "DSMI", DiffusionSpectralMutualInformation.withDefaults(), request);
                }
            }
        }
    }

    private void births(int side) throws IOException {
        int count = side <= 56 ? 9 : 2;
        Random random = new Random(side);
        // The peers get the first maps only; those alone would be over for us before the clock has moved.
        int all = Math.max(count, 2_000_000 / (side * side));
        float[] pixels = new float[all * side * side];
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
            bytes.putFloat(pixels[i]);
        }
        Files.write(data, Arrays.copyOf(bytes.array(), Float.BYTES * count * side * side));
        INDArray maps = Nd4j.createFromArray(pixels).reshape(all, side, side);
        int[][] found = new int[1][];
        warm(() -> kernels.firstCycleBirths(maps)[0]);
        double[][] times = new double[3][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            times[0][round] = seconds(() -> (found[0] = kernels.firstCycleBirths(maps))[0]) / all;
            double[] theirs = ask("births " + side + ' ' + count + ' ' + data);
            times[1][round] = theirs[0];
            times[2][round] = theirs[1];
            for (int map = 0; map < count; map++) {
                require(found[0][map], theirs[2 + map], 0);
            }
        }
        double own = median(times[0]);
        double gudhi = median(times[1]);
        double ripser = median(times[2]);
        String byRipser =
                ripser > 0 ? "%9.0f (%6.0f x)".formatted(1e6 * ripser, ripser / own) : "below the spread of its start";
        System.out.printf(
                "m = %4d  ours %9.2f  gudhi %9.0f (%6.0f x)  ripser %s%n",
                side, 1e6 * own, 1e6 * gudhi, gudhi / own, byRipser);
    }

    private void entropy(int n, String name, Metric metric, String request) throws IOException {
        Random random = new Random(n);
        double[] values = new double[n * DIMENSION];
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + 2 * Math.sin(i / DIMENSION % CLASSES + i % DIMENSION);
            bytes.putDouble(values[i]);
        }
        Files.write(data, bytes.array());
        INDArray samples = Nd4j.createFromArray(values).reshape(n, DIMENSION);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % CLASSES);
        DoubleSupplier own = () -> {
            Snapshot snapshot = new Snapshot("peers", samples, null, labels, 1, kernels);
            MetricValue value = metric.compute(snapshot).values().get(0);
            return value instanceof MetricValue.Scalar scalar ? scalar.value() : Double.NaN;
        };
        warm(own);
        double sigma = 10;
        String classes = request.startsWith("dsmi") ? " " + CLASSES : "";
        double[][] times = new double[2][ROUNDS];
        double[] value = new double[1];
        for (int round = 0; round < ROUNDS; round++) {
            times[0][round] = seconds(() -> value[0] = own.getAsDouble());
            double[] theirs = ask(request + ' ' + sigma + classes + ' ' + data);
            times[1][round] = theirs[0];
            require(value[0], theirs[1], 1e-8);
        }
        double mine = median(times[0]);
        double published = median(times[1]);
        System.out.printf(
                "%s n = %4d  ours %8.1f  published formula %8.1f (%.2f x)  value %.6f%n",
                name, n, 1e3 * mine, 1e3 * published, published / mine, value[0]);
    }

    private static void warm(DoubleSupplier work) {
        for (double spent = 0; spent < 2; ) {
            spent += seconds(work);
        }
    }

    private static double seconds(DoubleSupplier work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        require(work.getAsDouble(), Double.NaN, Double.POSITIVE_INFINITY);
        return 1e-9 * (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }

    private static void require(double ours, double theirs, double tolerance) {
        if (Math.abs(ours - theirs) > tolerance) {
            throw new IllegalStateException("We find " + ours + ", the peer " + theirs);
        }
    }

    private double[] ask(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The peer ended without an answer to: " + request);
        }
        return Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException {
        requests.close();
        Files.delete(data);
        kernels.close();
    }
}
