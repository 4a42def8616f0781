package org.infoscope.metric;

import java.util.Objects;

/**
 * Why a reading is not an ordinary one.
 *
 * @param kind what is the matter
 * @param reason a sentence for a person
 */
public record Flag(Kind kind, String reason) {

    /** What is the matter with a reading. */
    public enum Kind {
        /** The metric has no value for this input; the value is NaN. */
        UNDEFINED,
        /** The value is at the end of its range and tells little. */
        SATURATED,
        /** The value holds, with a caution that its reader should know. */
        CAUTION,
        /** The metric does not apply to this layer; this is no failure. */
        NOT_APPLICABLE,
        /** The reading was left out on purpose. */
        SKIPPED,
        /** The computation failed. */
        FAILED
    }

    /**
     * Checks that nothing is null.
     *
     * @param kind as above
     * @param reason as above
     */
    public Flag {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
    }
}
