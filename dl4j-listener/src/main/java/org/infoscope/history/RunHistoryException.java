package org.infoscope.history;

import java.io.Serial;

/** A run history that cannot be opened or read; the message names the file, the reason and what to do. */
public final class RunHistoryException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message for a person
     */
    public RunHistoryException(String message) {
        super(message);
    }

    /**
     * A failure with a cause.
     *
     * @param message for a person
     * @param cause what happened underneath
     */
    public RunHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
