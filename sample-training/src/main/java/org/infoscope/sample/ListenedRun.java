package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunRecord;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.listener.RepresentationListenerBuilder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The listener of one run of the benchmark, its storage on the disk, and what it has recorded. */
final class ListenedRun implements AutoCloseable {

    private static final long MOST_WAIT_MILLIS = 60_000;

    private final Configuration configuration;
    private final Path folder;
    private final @Nullable StatsStorage storage;
    private final @Nullable TrainingListener listener;

    private ListenedRun(
            Configuration configuration,
            Path folder,
            @Nullable StatsStorage storage,
            @Nullable TrainingListener listener) {
        this.configuration = configuration;
        this.folder = folder;
        this.storage = storage;
        this.listener = listener;
    }

    /**
     * Makes listener and storage; the files go into a new folder that {@link #close} removes.
     *
     * @param task whose probe Infoscope is given
     * @param parent a folder on the disk that runs are usually kept on
     */
    static ListenedRun open(Configuration configuration, BenchmarkTask task, Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, ".benchmark-");
        if (configuration.listening() == Listening.none) {
            return new ListenedRun(configuration, folder, null, null);
        }
        if (configuration.listening() == Listening.copy) {
            return new ListenedRun(configuration, folder, null, new BareCopy());
        }
        StatsStorage storage = configuration.listening() == Listening.statsfile
                ? new FileStatsStorage(folder.resolve("stats.bin").toFile())
                : RunHistory.open(folder.resolve("run.db"));
        TrainingListener listener = configuration.listening().isInfoscope()
                ? infoscope(configuration, task, storage)
                : new StatsListener(storage, configuration.every());
        return new ListenedRun(configuration, folder, storage, listener);
    }

    private static RepresentationListener infoscope(
            Configuration configuration, BenchmarkTask task, StatsStorage storage) {
        MetricPreset preset = MetricPreset.valueOf(configuration.listening().name());
        RepresentationListenerBuilder builder = RepresentationListener.builder(storage)
                .probe(task.probe())
                .metrics(preset.all())
                .every(configuration.every());
        Double budget = task.budget();
        if (budget != null) {
            builder.overheadBudget(budget);
        }
        Probe validation = task.validation();
        return (validation == null ? builder : builder.validation(validation)).build();
    }

    /** To be attached; null for nobody. */
    @Nullable
    TrainingListener listener() {
        return listener;
    }

    /** Ends the listening: what is under way is given its time, as a program that ends after training would. */
    void end() {
        if (listener instanceof RepresentationListener infoscope) {
            infoscope.close();
        }
    }

    /** What was recorded; asked after {@link #end}. */
    ListeningCosts costs() {
        if (storage == null) {
            return ListeningCosts.NONE;
        }
        String session = storage.listSessionIDs().get(0);
        if (configuration.listening().isInfoscope()) {
            return ListeningCosts.of(storage.getAllUpdatesAfter(session, RunRecord.TYPE_ID, 0).stream()
                    .map(update -> ((RepresentationReport) update).step())
                    .toList());
        }
        Set<Long> reported = new HashSet<>();
        for (Persistable update : storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, 0)) {
            reported.add((long) ((StatsReport) update).getIterationCount());
        }
        return new ListeningCosts(reported, 0, 0, 0, 0, 0, Double.NaN);
    }

    /** Waits until nothing of this run is at work any more, so that the next one has the machine to itself. */
    @Override
    public void close() throws IOException {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("infoscope-worker")) {
                    thread.join(MOST_WAIT_MILLIS);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        if (storage != null) {
            storage.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Copies the parameters, does nothing with them. */
    private static final class BareCopy extends BaseTrainingListener {

        private @Nullable INDArray buffer;

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            INDArray target = buffer;
            if (target == null) {
                buffer = model.params().dup();
            } else {
                target.assign(model.params());
            }
        }
    }
}
