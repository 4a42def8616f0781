package org.infoscope.ui;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricValue;

/**
 * What a listener has stored of a training, read from its storage and from nowhere else: what the pages have to show.
 *
 * @param session DL4J's id
 * @param worker DL4J's id
 * @param info how it describes itself
 * @param steps its samples, without the record of its end
 */
record StoredTraining(String session, String worker, RunInfo info, List<SampledStep> steps) {
    static final String DSE = "diffusion-spectral-entropy";
    static final String SROP = "spectral-roll-off";
    static final String FEATURES = "feature-entropy";

    static StoredTraining of(StatsStorage storage, String session) {
        String worker = storage.listWorkerIDsForSessionAndType(session, RunRecord.TYPE_ID)
                .get(0);
        RepresentationRun run = (RepresentationRun)
                Objects.requireNonNull(storage.getStaticInfo(session, RunRecord.TYPE_ID, worker), session);
        List<SampledStep> steps = storage.getAllUpdatesAfter(session, RunRecord.TYPE_ID, worker, 0).stream()
                .map(update -> ((RepresentationReport) update).step())
                .filter(step -> step.state() == SampledStep.State.LIVE)
                .toList();
        return new StoredTraining(session, worker, run.info(), steps);
    }

    SampledStep step(long iteration) {
        return steps.stream()
                .filter(step -> step.iteration() == iteration)
                .findFirst()
                .orElseThrow();
    }

    SampledStep last() {
        return steps.get(steps.size() - 1);
    }

    List<Long> iterations() {
        return steps.stream().map(SampledStep::iteration).toList();
    }

    /** The n-th series of a metric, in the order of the run. */
    SeriesInfo series(String metric, int n) {
        return info.series().stream()
                .filter(series -> series.info().id().equals(metric))
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    static Reading reading(SampledStep step, String layer, SeriesInfo series) {
        return step.readings().stream()
                .filter(reading ->
                        reading.layer().equals(layer) && reading.series().equals(series.key()))
                .findFirst()
                .orElseThrow();
    }

    /** The number that is drawn of a reading: the scalar that its metric names, or NaN. */
    static double value(SampledStep step, String layer, SeriesInfo series) {
        return scalar(step, layer, series, series.info().headline());
    }

    /** A scalar of a reading by its name, or NaN. */
    static double scalar(SampledStep step, String layer, SeriesInfo series, String name) {
        return values(step, layer, series, MetricValue.Scalar.class)
                .filter(scalar -> scalar.name().equals(name))
                .mapToDouble(MetricValue.Scalar::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    static MetricValue.Distribution distribution(SampledStep step, String layer, SeriesInfo series) {
        return values(step, layer, series, MetricValue.Distribution.class)
                .findFirst()
                .orElseThrow();
    }

    private static <T extends MetricValue> Stream<T> values(
            SampledStep step, String layer, SeriesInfo series, Class<T> kind) {
        return reading(step, layer, series).values().stream()
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
