package org.infoscope.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.StatsStorage;

/** Where the steps of a run are read from, as blocks and whole. */
interface StepSource {

    /** The fast way into a {@link RunHistory}, the general one into any other storage. */
    static StepSource of(StatsStorage storage) {
        return storage instanceof RunHistory history ? history.steps() : new StoredSteps(storage);
    }

    /** By worker, the timestamp of its last record. */
    SortedMap<String, Long> latest(String session);

    /** By series, the name of the value that is drawn. */
    Map<String, String> headlines(String session, String worker);

    /** All steps of a worker that may lie in a range of iterations, in blocks. */
    void blocks(String session, String worker, long from, long to, Consumer<StepBlock> sink);

    /** The whole records of some steps, in their order, until the sink has enough. */
    void records(String session, String worker, List<Kept.Step> steps, Sink sink);

    /** How much a session holds, if that can be told without decoding. */
    Optional<RunExtent> extent(String session);

    /** The whole records of some iterations, in the order of a run. */
    List<RepresentationReport> at(String session, String worker, Set<Long> iterations);

    /** Takes whole records. */
    interface Sink {
        /** Takes one; false if it wants no more. */
        boolean take(RepresentationReport report);
    }
}
