package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.MetricValue;

/** Real run histories, small and made by hand. */
final class RecordedRuns {

    static final SeriesInfo ENTROPY = SeriesInfo.of(DiffusionSpectralEntropy.withDefaults());

    private RecordedRuns() {}

    /** A file with runs of these names, in sessions {@code session-1}, {@code session-2} ..., each of so many steps and an end. */
    static Path write(Path file, int steps, String... names) throws IOException {
        try (RunHistory history = RunHistory.open(file)) {
            for (int i = 0; i < names.length; i++) {
                put(history, "session-" + (i + 1), names[i], steps);
            }
        }
        return file;
    }

    /** Puts one run into an open history. */
    static void put(RunHistory history, String session, String name, int steps) {
        put(history, session, name, steps, 1);
    }

    /** The same with two records of every step. */
    static void putTwice(RunHistory history, String session, String name, int steps) {
        put(history, session, name, steps, 2);
    }

    /** Puts what a run says of itself. */
    static void begin(RunHistory history, String session, String name) {
        long start = 1_700_000_000_000L;
        RunInfo info = new RunInfo(
                name,
                start,
                "MultiLayerNetwork",
                List.of(new RunInfo.LayerInfo("conv1", "ConvolutionLayer", "[n, 4, 8, 8]")),
                List.of(ENTROPY),
                "training examples",
                Map.of("seed", 7));
        history.putStaticInfo(new RepresentationRun(session, "worker", start, info));
    }

    private static void put(RunHistory history, String session, String name, int steps, int times) {
        long start = 1_700_000_000_000L;
        begin(history, session, name);
        for (int record = 0; record < steps * times; record++) {
            history.putUpdate(new RepresentationReport(session, "worker", start + record, step(record / times)));
        }
        history.putUpdate(new RepresentationReport(session, "worker", start + (long) steps * times, end(steps)));
    }

    /** The record that a listener puts when it is closed. */
    private static SampledStep end(int steps) {
        return new SampledStep(
                10L * (steps - 1),
                (steps - 1) / 2,
                1_700_000_000_000L + steps,
                Double.NaN,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                new SampledStep.Cost(0, 0, steps, 0, 0),
                SampledStep.State.ENDED);
    }

    private static SampledStep step(int step) {
        Reading reading = new Reading(
                "conv1",
                ENTROPY.info().id(),
                ENTROPY.key(),
                List.of(new MetricValue.Scalar("entropy", "bit", 1.0 / (step + 3))),
                Map.of("n", 50),
                List.of(),
                1_000);
        return new SampledStep(
                10L * step,
                step / 2,
                1_700_000_000_000L + step,
                0.5 / (step + 1),
                Map.of("output", 0.5),
                Map.of(),
                List.of(reading),
                List.of(),
                new SampledStep.Cost(1, 2, step, 0, 0),
                SampledStep.State.LIVE);
    }
}
