package org.infoscope.ui;

/**
 * The iterations that a request is about.
 *
 * @param from first one; the smallest long for the beginning of the run
 * @param to last one; the largest long for its end
 */
record IterationRange(long from, long to) {

    static final IterationRange WHOLE = new IterationRange(Long.MIN_VALUE, Long.MAX_VALUE);

    private static final long BEFORE_THE_FIRST_UPDATE = -1;

    /**
     * Reads {@code from} and {@code to}.
     *
     * @throws RequestException with status 400 if they are no iterations, or the wrong way round
     */
    static IterationRange of(Parameters parameters) {
        long from = parameters.has("from") ? iteration(parameters, "from", BEFORE_THE_FIRST_UPDATE) : Long.MIN_VALUE;
        long least = Math.max(from, BEFORE_THE_FIRST_UPDATE);
        return new IterationRange(from, parameters.has("to") ? iteration(parameters, "to", least) : Long.MAX_VALUE);
    }

    private static long iteration(Parameters parameters, String name, long least) {
        return Parameters.number(name, parameters.text(name, ""), least, Long.MAX_VALUE);
    }

    boolean isFromBeginning() {
        return from == Long.MIN_VALUE;
    }

    boolean isToEnd() {
        return to == Long.MAX_VALUE;
    }
}
