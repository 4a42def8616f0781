package org.infoscope.history;

import java.util.Optional;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * How much a run holds, over all its workers.
 *
 * @param readings of all steps
 * @param firstIteration of all steps
 * @param lastIteration of all steps
 */
public record RunExtent(long readings, long firstIteration, long lastIteration) {

    /**
     * Asks a storage that can tell without decoding a record.
     *
     * @param storage that holds the run
     * @param session id of the run's session
     * @return empty if the storage cannot tell (it is no {@link RunHistory}, or its file was written by an Infoscope that did
     *     not count yet), or the run has no step
     */
    public static Optional<RunExtent> of(StatsStorage storage, String session) {
        return storage instanceof RunHistory history ? history.steps().extent(session) : Optional.empty();
    }
}
