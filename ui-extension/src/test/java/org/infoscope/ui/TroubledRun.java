package org.infoscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/**
 * A run with things to tell: entropy at its upper end in all layers, and from step {@value #LOST} on a score that is no number.
 *
 * @param run whose first series is changed
 */
record TroubledRun(SyntheticRun run) {

    static final int LOST = 30;

    private static final Flag SATURATED = new Flag(Flag.Kind.SATURATED, "the entropy is above 98 % of log2 n");

    static TroubledRun of(String session, List<String> layers) {
        return new TroubledRun(new SyntheticRun(session, "worker-0", layers));
    }

    RepresentationRun info() {
        return run.info(System.currentTimeMillis());
    }

    RepresentationReport report(int n) {
        List<Reading> readings = new ArrayList<>();
        for (Reading reading : run.readings(n)) {
            readings.add(reading.series().equals("dse-fixed") ? saturated(reading) : reading);
        }
        RepresentationReport ordinary = run.report(n, SyntheticRun.START + 1000L * (n + 1), readings, List.of());
        SampledStep step = ordinary.step();
        SampledStep changed = new SampledStep(
                step.iteration(),
                step.epoch(),
                step.timeMillis(),
                n < LOST ? step.score() : Double.NaN,
                step.trainingAccuracy(),
                step.validationAccuracy(),
                readings,
                step.problems(),
                step.cost(),
                step.state());
        return new RepresentationReport(
                ordinary.getSessionID(), ordinary.getWorkerID(), ordinary.getTimeStamp(), changed);
    }

    private static Reading saturated(Reading reading) {
        List<MetricValue> values = List.of(
                new MetricValue.Scalar("entropy", "bit", 7.97),
                new MetricValue.Scalar("sigma", "activation", 10),
                new MetricValue.Scalar("log2n", "bit", 8),
                new MetricValue.Scalar("meanNorm", "activation", 90));
        return new Reading(
                reading.layer(), reading.metric(), reading.series(), values, Map.of("n", 256), List.of(SATURATED), 1);
    }
}
