package org.infoscope.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.listener.RepresentationListenerBuilder;
import org.infoscope.listener.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains LeNet for a long time with everything on: StatsListener at every iteration, every metric, a history in one file, the
 * dashboard with a page that follows, a second reader of the file. Takes readings of memory, latency and drops, and writes
 * {@code soak.csv}, {@code soak.svg} and {@code soak.md}.
 *
 * <p>Exit codes: 0 passed, 1 something was lost, failed or grew (it says what), 2 wrong usage.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        version = "Infoscope soak",
        sortOptions = false,
        description = "Trains LeNet on drawn digits with everything on, and watches memory, latency and drops.")
public final class Soak implements Callable<Integer> {

    private static final String SESSION = "soak";
    private static final int BATCH = 64;
    private static final int PROBE = 200;
    private static final int VALIDATION = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final double MEGA = 1e6;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            paramLabel = "N",
            description = "of training (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "from reading to reading (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--out",
            defaultValue = "docs/benchmarks",
            paramLabel = "FOLDER",
            description = "where soak.csv, soak.svg and soak.md go (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("docs/benchmarks");

    @Option(
            names = "--runs-dir",
            defaultValue = "runs",
            paramLabel = "FOLDER",
            description = "where the run's file goes (default: ${DEFAULT-VALUE})")
    private Path runsDir = Path.of("runs");

    @Option(
            names = "--port",
            defaultValue = "0",
            paramLabel = "N",
            description = "of the dashboard; 0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--budget",
            defaultValue = "0.05",
            paramLabel = "SHARE",
            description = "overhead budget of the listener (default: ${DEFAULT-VALUE})")
    private double budget;

    @Option(names = "--seed", defaultValue = "0", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    /** Made by picocli, or by a program that runs the command itself. */
    public Soak() {}

    /**
     * Runs the program and ends the virtual machine.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        Programs.runAndExit(new Soak(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec, "made by picocli").commandLine();
        if (!(minutes > 0) || seconds < 1) {
            throw new ParameterException(command, "--minutes is above 0, --seconds 1 or more");
        }
        Files.createDirectories(out);
        Files.createDirectories(runsDir);
        PrintWriter console = command.getOut();
        Path file = runsDir.resolve("soak-" + Instant.now().getEpochSecond() + ".db");
        try (SoakTable table = new SoakTable(out.resolve("soak.csv"))) {
            SoakVerdict verdict = new SoakVerdict(table);
            SoakStorage storage = record(file, table, verdict, console);
            try (RunHistory reopened = RunHistory.open(file)) {
                verdict.judgeFile(reopened, SESSION, storage);
            }
            verdict.judgeReadings();
            SoakPlot.draw(table, out.resolve("soak.svg"));
            String page = verdict.page(machine(), storage);
            Files.writeString(out.resolve("soak.md"), page);
            console.println(page);
            console.flush();
            return verdict.complaints().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private SoakStorage record(Path file, SoakTable table, SoakVerdict verdict, PrintWriter console)
            throws IOException {
        TrainingData data = DataChoice.glyphs.load(null, seed);
        try (RunHistory history = RunHistory.open(file)) {
            SoakStorage storage = new SoakStorage(history);
            UIServer server = VertxUIServer.getInstance(port, false, null);
            server.attach(history);
            console.printf("%s/representation shows %s%n", server.getAddress(), file);
            console.flush();
            try (SoakFollower follower = new SoakFollower(file);
                    SoakPage page = new SoakPage(server.getAddress(), SESSION)) {
                try (SoakMeter meter =
                        new SoakMeter(history, storage, follower, page, table, out.resolve("soak.svg"), seconds)) {
                    train(data, storage, meter);
                    awaitArrival(page, storage);
                }
                verdict.judgePage(page, storage);
            } finally {
                stop();
            }
            return storage;
        }
    }

    private void train(TrainingData data, SoakStorage storage, SoakMeter meter) {
        ImageData training = data.training();
        MultiLayerNetwork network = (MultiLayerNetwork) Architecture.lenet.create(training, seed);
        StatsListener stats = new StatsListener(storage, 1);
        stats.setSessionID(SESSION);
        RepresentationListenerBuilder builder = RepresentationListener.builder(storage)
                .probe(Probe.of(training.balanced(PROBE).toDataSet()))
                .validation(Probe.of(data.validation().slice(0, VALIDATION).toDataSet()))
                .metrics(MetricPreset.full.cheap())
                .overheadBudget(budget)
                .run("soak");
        MetricPreset.full.dear().forEach(metric -> builder.metric(metric, Schedule.perEpoch()));
        long end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        try (RepresentationListener listener = builder.build()) {
            network.setListeners(stats, listener, meter);
            for (long epoch = 0; System.nanoTime() < end; epoch++) {
                network.fit(new StoppableBatches(training, BATCH, seed + epoch, () -> System.nanoTime() >= end), 1);
            }
        }
    }

    private static void awaitArrival(SoakPage page, SoakStorage storage) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (page.steps() < storage.reports() && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static void stop() throws IOException {
        try {
            VertxUIServer.stopInstance();
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("The dashboard could not be stopped", failure);
        }
    }

    private String machine() {
        return String.format(
                Locale.ROOT,
                "LeNet on drawn digits, batches of %d, StatsListener at every iteration, every metric, an overhead"
                        + " budget of %.2f, the dashboard with one page that follows, a second reader of the file; readings every"
                        + " %d s. Ended %s; Java %s on %s %s,"
                        + " %d processors, heap of at most %.0f MB, OMP_NUM_THREADS=%s.",
                BATCH,
                budget,
                seconds,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / MEGA,
                Objects.toString(System.getenv("OMP_NUM_THREADS"), "(not set)"));
    }
}
