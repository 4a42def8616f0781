package org.infoscope.command;

import java.io.Serial;

/** A file or a run that a command cannot work with; the message tells a person why and what to do. */
final class BadInput extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
