package org.infoscope.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a history's curves are drawn from, and what its records say should be. */
final class SameCurves {

    private static final int BUCKETS = 16;

    /**
     * All that curves show.
     *
     * @param steps how many
     * @param readings how many
     * @param kept by time, the step with what is kept of its readings
     * @param problems counted
     */
    record Drawn(long steps, long readings, Map<Long, SampledStep> kept, List<RunCurves.Problem> problems) {}

    private SameCurves() {}

    static Drawn ofBlocks(RunHistory history, String session, String worker) {
        return drawn(history.steps(), session, worker);
    }

    /** Decodes every record and knows nothing of blocks. */
    static Drawn ofRecords(RunHistory history, String session, String worker) {
        return drawn(new StoredSteps(history), session, worker);
    }

    private static Drawn drawn(StepSource source, String session, String worker) {
        CurveThinning thinning = new CurveThinning(
                new CurveThinning.Range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                BUCKETS,
                track -> "value",
                track -> true);
        source.blocks(session, worker, Long.MIN_VALUE, Long.MAX_VALUE, thinning::add);
        return drawn(thinning);
    }

    static Drawn drawn(CurveThinning thinning) {
        Map<Long, SampledStep> kept = new TreeMap<>();
        thinning.kept().forEach(each -> kept.put(each.at().timestamp(), each.step()));
        return new Drawn(thinning.steps(), thinning.readings(), kept, thinning.problems());
    }
}
