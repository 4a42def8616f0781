package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * One training whose listener changes: each listens for as many steps as lie between two of its samples, then another does. For
 * machines whose own speed changes within seconds, so that the times of whole trainings cannot be compared.
 */
final class ListenerTurns implements AutoCloseable {

    private final BenchmarkTask task;
    private final Model model;
    private final int steps;
    private final List<ListenedRun> opened = new ArrayList<>();
    private final Map<Configuration, TimedListener> listeners = new HashMap<>();
    private int iteration;

    /**
     * A training that has not begun.
     *
     * @param steps of each turn, which is also the interval of every listener: each turn begins with a sample
     */
    ListenerTurns(BenchmarkTask task, int steps) {
        this.task = task;
        this.model = task.begin();
        this.steps = steps;
    }

    /**
     * Makes the listeners and their storages.
     *
     * @param parent folder for the storages
     * @param most turns of each
     */
    void open(List<Configuration> configurations, Path parent, int most) throws IOException {
        for (Configuration one : configurations) {
            ListenedRun run = ListenedRun.open(one, task, parent);
            opened.add(run);
            TrainingListener listener = run.listener();
            if (listener != null) {
                listeners.put(one, new TimedListener(listener, most * steps));
            }
        }
    }

    /** Trains on, with this listener alone. */
    ListenerTurn take(int round, int position, Configuration configuration) {
        TimedListener listener = listeners.get(configuration);
        model.setListeners(listener == null ? List.of() : List.of(listener));
        int heard = listener == null ? 0 : listener.iterations();
        long collected = MeasuredRun.collecting();
        double[] millis = train();
        long collection = MeasuredRun.collecting() - collected;
        double total = Arrays.stream(millis).sum();
        double median = Quantiles.of(millis).median();
        return new ListenerTurn(
                round,
                position,
                configuration,
                total / 1e3,
                median,
                total - steps * median,
                callbackMicros(listener, heard),
                collection);
    }

    /** How long each step took, one after the other. */
    private double[] train() {
        double[] millis = new double[steps];
        long begun = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            task.step(model, iteration);
            iteration++;
            long done = System.nanoTime();
            millis[step] = (done - begun) / 1e6;
            begun = done;
        }
        return millis;
    }

    private static double callbackMicros(@Nullable TimedListener listener, int from) {
        return listener == null
                ? 0
                : Quantiles.ofSorted(listener.sorted(heard -> heard >= from), 1e3)
                        .median();
    }

    @Override
    public void close() throws IOException {
        close(opened.iterator());
    }

    /** Ends all before it closes the first, since closing waits for every worker; and goes on where one fails. */
    private static void close(Iterator<ListenedRun> rest) throws IOException {
        if (rest.hasNext()) {
            try (ListenedRun one = rest.next()) {
                try {
                    one.end();
                } finally {
                    close(rest);
                }
            }
        }
    }
}
