package org.infoscope.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.listener.RepresentationListenerBuilder;
import org.infoscope.listener.Schedule;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** One training, from images to a recorded run. {@link #stop} may be called by any thread, at any time. */
final class TrainingRun {

    private static final int EVALUATION_BATCH = 256;

    /** Of training's time: a sample of a minute or two would have a handful of points within the listener's own 5 %. */
    private static final double SHORT_RUN_BUDGET = 0.25;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TrainingOptions options;
    private final TrainingData data;
    private final String name;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stopped;

    TrainingRun(TrainingOptions options, TrainingData data) {
        this.options = options;
        this.data = data;
        this.name = options.run != null
                ? options.run
                : options.data + "-" + options.model + (options.shuffleLabels ? "-shuffled-" : "-")
                        + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                                .format(LocalDateTime.now(ZoneId.systemDefault()));
    }

    /**
     * The run's file; its folder is made when needed.
     *
     * @throws IOException if a run of this name is already there
     */
    Path createFile() throws IOException {
        Files.createDirectories(options.runsDir);
        Path file = options.runsDir.resolve(name + ".db");
        if (Files.exists(file)) {
            throw new IOException(file + " is already there: give another --run, or remove it");
        }
        return file;
    }

    /**
     * Trains until the last epoch or until {@link #stop}; the listener is closed afterwards, the history is not.
     *
     * @param checkpoints where to save the network after every epoch; null for nowhere
     * @return accuracy on all validation images; NaN when stopped
     */
    double train(RunHistory history, @Nullable Checkpoints checkpoints, PrintWriter out) {
        ImageData training = data.training();
        Model model = options.model.create(training, options.seed);
        int steps = options.epochs * StoppableBatches.count(training.size(), options.batch);
        out.printf(
                "%s: %,d training and %,d validation images; %s with %,d parameters%n",
                data.source(), training.size(), data.validation().size(), options.model, model.numParams());
        out.flush();
        try (RepresentationListener listener = listener(history);
                RunProgress progress = new RunProgress(history, steps)) {
            model.addListeners(listener, progress);
            if (checkpoints != null) {
                checkpoints.keep(probe());
                model.addListeners(checkpoints.listener());
            }
            for (int epoch = 0; epoch < options.epochs && !stopped; epoch++) {
                fit(model, new StoppableBatches(training, options.batch, options.seed + epoch, () -> stopped));
            }
        } finally {
            closed.countDown();
        }
        return stopped ? Double.NaN : accuracy(model);
    }

    /** Ends training between two batches and waits, for at most ten seconds, until the run is written. */
    void stop() {
        stopped = true;
        try {
            if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("The last step takes too long: leaving without it");
            }
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
        }
    }

    boolean wasStopped() {
        return stopped;
    }

    /**
     * Held in: these images are trained on, so their accuracy is the training accuracy. As many of each class, the first
     * ones, so that every run over the same data measures the same images.
     */
    private ImageData probe() {
        return data.training().balanced(options.probeSize);
    }

    private RepresentationListener listener(RunHistory history) {
        ImageData probe = probe();
        ImageData validation = data.validation()
                .slice(0, Math.min(options.validationSize, data.validation().size()));
        RepresentationListenerBuilder builder = RepresentationListener.builder(history)
                .probe(Probe.of(probe.toDataSet())
                        .describedAs(probe.size() + " training images, as many of each class"))
                .validation(Probe.of(validation.toDataSet()).describedAs(validation.size() + " validation images"))
                .metrics(options.metrics.cheap())
                .every(options.every)
                .blocking(options.blocking)
                .run(name);
        if (!options.blocking) {
            builder.overheadBudget(options.budget == null ? SHORT_RUN_BUDGET : options.budget);
        }
        options.metrics.dear().forEach(metric -> builder.metric(metric, Schedule.perEpoch()));
        return builder.build();
    }

    private static void fit(Model model, DataSetIterator batches) {
        if (model instanceof ComputationGraph graph) {
            graph.fit(batches, 1);
        } else {
            ((MultiLayerNetwork) model).fit(batches, 1);
        }
    }

    private double accuracy(Model model) {
        DataSetIterator batches = new StoppableBatches(data.validation(), EVALUATION_BATCH, 0, () -> false);
        Evaluation evaluation = model instanceof ComputationGraph graph
                ? graph.evaluate(batches)
                : ((MultiLayerNetwork) model).evaluate(batches);
        return evaluation.accuracy();
    }
}
