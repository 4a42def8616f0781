package org.infoscope.history;

/**
 * What makes one curve of a run.
 *
 * @param kind what is drawn
 * @param layer of a reading; empty for all else
 * @param metric of a reading; empty for all else
 * @param series of a reading; the output's name for an accuracy; empty for all else
 */
record Track(Kind kind, String layer, String metric, String series) {

    static final Track SCORE = new Track(Kind.SCORE, "", "", "");
    static final Track PROBLEMS = new Track(Kind.PROBLEMS, "", "", "");

    /** What a track is of. */
    enum Kind {
        /** The readings of one layer and series. */
        READINGS,
        /** The training score. */
        SCORE,
        /** The training accuracy of one output. */
        TRAINING_ACCURACY,
        /** The validation accuracy of one output. */
        VALIDATION_ACCURACY,
        /** What went wrong with samples as a whole; it has no numbers. */
        PROBLEMS
    }

    static Track of(Reading reading) {
        return new Track(Kind.READINGS, reading.layer(), reading.metric(), reading.series());
    }
}
