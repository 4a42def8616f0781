package org.infoscope.ui;

import java.io.Serial;

/** A request that cannot be answered, for a reason that its sender should read. */
final class RequestException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    private RequestException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    static RequestException badParameter(String name, String value, String allowed) {
        return new RequestException(400, "Parameter '" + name + "' is '" + value + "'; it must be " + allowed);
    }

    static RequestException missingParameter(String name, String allowed) {
        return new RequestException(400, "Parameter '" + name + "' is missing; it must be " + allowed);
    }

    static RequestException unknownSession(String session) {
        return new RequestException(
                404,
                "No attached storage holds a run '" + session
                        + "'. GET /representation/api/runs lists the runs there are");
    }

    static RequestException tooManyReaders(int most) {
        return new RequestException(503, "Already " + most + " readers of live events; close a page and try again");
    }

    /** The HTTP status that says so. */
    int status() {
        return status;
    }
}
