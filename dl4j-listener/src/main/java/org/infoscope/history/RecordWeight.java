package org.infoscope.history;

import org.deeplearning4j.core.storage.Persistable;
import org.infoscope.metric.MetricValue;

/** About how many numbers a record holds while it waits to be stored: cheap to tell, and what its memory goes by. */
final class RecordWeight {

    /** What a reading's names, settings and objects take beside its numbers. */
    private static final long READING = 20;

    /** A StatsListener's report; so many of them as the queue has places weigh what it may hold. */
    private static final long FOREIGN = 400;

    private RecordWeight() {}

    static long of(Persistable record) {
        if (!(record instanceof RepresentationReport report)) {
            return FOREIGN;
        }
        long weight = READING;
        for (Reading reading : report.step().readings()) {
            weight += READING + reading.settings().size();
            for (MetricValue value : reading.values()) {
                weight += numbers(value);
            }
        }
        return weight;
    }

    private static long numbers(MetricValue value) {
        if (value instanceof MetricValue.Distribution distribution) {
            return (long) distribution.edges().size()
                    + distribution.counts().size()
                    + distribution.quantiles().size();
        }
        if (value instanceof MetricValue.UnitScores units) {
            return units.scores().size();
        }
        return value instanceof MetricValue.PixelMaps maps
                ? (long) maps.maps().size() * maps.rows() * maps.columns()
                : 1;
    }
}
