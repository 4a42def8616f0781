package org.infoscope.history;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;

/**
 * A thin reading as it lies in a block. Of those that are kept of a block many give way to others of later blocks: so it becomes
 * a {@link Reading} only when all are chosen. Immutable.
 *
 * @param track that it is of
 * @param shape of its values
 * @param slots its own copy, since what is kept must not keep its block in memory
 * @param flags of the reading
 */
record ThinReading(Track track, ThinShape shape, ByteBuffer slots, List<Flag> flags) {

    /** Without settings and cost. */
    Reading toReading() {
        return new Reading(
                track.layer(),
                track.metric(),
                track.series(),
                shape.values(slot -> slots.getLong(Long.BYTES * slot)),
                Map.of(),
                flags,
                0);
    }
}
