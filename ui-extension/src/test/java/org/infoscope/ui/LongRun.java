package org.infoscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/**
 * A {@link SyntheticRun} with so many readings that the page opens it thinned. The first curve (DSE of the first layer) has
 * what thinning must not lose: one highest value, one lowest, a stretch without values, and nothing at the layers beside it.
 *
 * @param run whose steps are changed where the extremes are
 */
record LongRun(SyntheticRun run) {
    static final int STEPS = 2500;
    static final int HIGHEST = 1234;
    static final int LOWEST = 1777;
    static final int GAP = 1500;
    static final int GAP_END = 1510;
    static final double TOP = 99;
    static final double BOTTOM = -7;

    static LongRun named(String session) {
        return new LongRun(SyntheticRun.named(session));
    }

    void record(StatsStorageRouter storage) {
        storage.putStaticInfo(run.info());
        IntStream.range(0, STEPS).forEach(n -> storage.putUpdate(report(n)));
    }

    RepresentationReport report(int n) {
        long time = SyntheticRun.START + 1000L * (n + 1);
        if (n == HIGHEST || n == LOWEST) {
            return run.report(n, time, changed(n, n == HIGHEST ? TOP : BOTTOM, List.of()), List.of());
        }
        if (n >= GAP && n < GAP_END) {
            Flag flag = new Flag(Flag.Kind.UNDEFINED, "The activations hold " + n + " NaN");
            return run.report(n, time, changed(n, Double.NaN, List.of(flag)), List.of());
        }
        return run.report(n, time);
    }

    /** The first curve's number at a step. */
    double value(int n) {
        return ((MetricValue.Scalar) report(n).step().readings().get(0).values().get(0)).value();
    }

    private List<Reading> changed(int n, double value, List<Flag> flags) {
        List<Reading> readings = new ArrayList<>(run.readings(n));
        Reading first = readings.get(0);
        readings.set(
                0,
                new Reading(
                        first.layer(),
                        first.metric(),
                        first.series(),
                        List.of(new MetricValue.Scalar("entropy", "bit", value)),
                        Map.of("n", n),
                        flags,
                        1));
        return readings;
    }
}
