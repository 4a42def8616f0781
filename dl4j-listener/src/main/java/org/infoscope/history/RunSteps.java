package org.infoscope.history;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.core.storage.StatsStorage;

/** Single steps of a run, found by iteration, out of any DL4J storage. Stateless and safe for use by several threads. */
public final class RunSteps {

    private RunSteps() {}

    /**
     * All records of some iterations; an iteration may have several (the end of an epoch, readings that took long).
     *
     * @param storage that holds the run; a {@link RunHistory} decodes only what is asked for, others all of the worker's
     * @param session id of the run's session
     * @param worker id
     * @param iterations that are wanted
     * @return in order of iteration, then timestamp, then the order of putting; nothing for an iteration that has no record
     */
    public static List<RepresentationReport> at(
            StatsStorage storage, String session, String worker, Set<Long> iterations) {
        return StepSource.of(storage).at(session, worker, Set.copyOf(iterations));
    }
}
