package org.infoscope.command;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.infoscope.history.SeriesInfo;
import org.infoscope.listener.RepresentationAnalysis;
import org.infoscope.reconstruction.DecoderProgress;
import org.jspecify.annotations.Nullable;

/**
 * Tells on standard error how far an analysis is: a bar on a terminal, elsewhere one line per model. Whether it is a
 * terminal the script that starts the command finds out; Java 22 and newer no longer tell by {@code System.console()}.
 */
final class AnalysisProgress implements RepresentationAnalysis.Progress, DecoderProgress, AutoCloseable {

    /** Lines per phase of a decoder where there is no bar. */
    private static final int LINES = 10;

    private static final String IS_TERMINAL = "infoscope.terminal";

    private final PrintWriter err;
    private final int models;
    private final @Nullable ProgressBar bar;
    private int current;
    private String name = "";

    /**
     * Over some models.
     *
     * @param err for the lines
     * @param models that are to be measured
     */
    AnalysisProgress(PrintWriter err, int models) {
        this.err = err;
        this.models = models;
        this.bar = !Boolean.getBoolean(IS_TERMINAL) || models == 0
                ? null
                : new ProgressBarBuilder()
                        .setTaskName("analyse")
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .build();
    }

    /** The next model begins. */
    void begin(String model) {
        current++;
        name = model;
        if (bar == null) {
            err.println(String.format(Locale.ROOT, "%s (%d of %d)", model, current, models));
            err.flush();
        } else {
            bar.setExtraMessage(" " + model);
        }
    }

    @Override
    public void measured(int done, int total, String layer, SeriesInfo series) {
        if (bar != null) {
            bar.maxHint((long) models * total);
            bar.stepTo((long) (current - 1) * total + done);
            bar.setExtraMessage(" " + layer + " " + series.info().symbol() + " " + name);
        }
    }

    @Override
    public void at(String layer, Phase phase, int done, int total) {
        String work = phase == Phase.TRAINING ? "training its decoder" : "measuring its reconstructions";
        int percent = (int) (100L * done / total);
        if (bar != null) {
            bar.setExtraMessage(" " + name + " " + layer + " " + work + " " + percent + " %");
        } else if (done * (long) LINES / total > (done - 1) * (long) LINES / total) {
            err.println(String.format(Locale.ROOT, "  %s: %s, %d %%", layer, work, percent));
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
