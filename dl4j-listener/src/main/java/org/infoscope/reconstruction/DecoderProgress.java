package org.infoscope.reconstruction;

/** Hears how far the work on one layer is. Called from the thread that measures, a few times a second at most. */
@FunctionalInterface
public interface DecoderProgress {

    /** Nobody listens. */
    DecoderProgress SILENT = (layer, phase, done, total) -> {};

    /** What is being done. */
    enum Phase {
        /** The decoder learns; counted in minibatches. */
        TRAINING,
        /** The noise is adapted and the reconstruction measured; counted in images. */
        MEASURING
    }

    /**
     * A piece of work is done.
     *
     * @param layer name
     * @param phase of the work
     * @param done pieces so far, 0 to {@code total}
     * @param total pieces in this phase
     */
    void at(String layer, Phase phase, int done, int total);
}
