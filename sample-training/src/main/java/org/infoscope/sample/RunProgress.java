package org.infoscope.sample;

import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;

/**
 * The bar on the terminal. It steps with the training; its accuracies are those that the dashboard shows, taken from the
 * run's own records, so that nothing is computed twice.
 */
final class RunProgress extends BaseTrainingListener implements StatsStorageListener, AutoCloseable {

    private final StatsStorage storage;
    private final ProgressBar bar;
    private volatile String accuracies = "";

    RunProgress(StatsStorage storage, long steps) {
        this.storage = storage;
        this.bar = new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build();
        storage.registerStatsStorageListener(this);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        bar.setExtraMessage(String.format(Locale.ROOT, "loss %.3f%s", model.score(), accuracies));
        bar.step();
    }

    @Override
    public void notify(StatsStorageEvent event) {
        if (event.getEventType() != StatsStorageListener.EventType.PostUpdate
                || !RepresentationReport.TYPE_ID.equals(event.getTypeID())) {
            return;
        }
        Persistable update = storage.getLatestUpdate(event.getSessionID(), event.getTypeID(), event.getWorkerID());
        if (update instanceof RepresentationReport report
                && report.step().state() == SampledStep.State.LIVE
                && !report.step().isScoreOnly()) {
            accuracies = percent("acc", report.step().trainingAccuracy())
                    + percent("val", report.step().validationAccuracy());
        }
    }

    private static String percent(String name, Map<String, Double> accuracy) {
        return accuracy.values().stream()
                .findFirst()
                .map(value -> String.format(Locale.ROOT, ", %s %.1f%%", name, 100 * value))
                .orElse("");
    }

    @Override
    public void close() {
        storage.deregisterStatsStorageListener(this);
        bar.close();
    }
}
