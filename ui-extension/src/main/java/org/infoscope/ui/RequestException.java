package org.infoscope.ui;

import io.vertx.core.http.HttpServerResponse;
import java.io.Serial;

/** A request that cannot be answered, for a reason that its sender should read. */
final class RequestException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int LONGEST_VALUE = 200;

    private final int status;
    private final long retrySeconds;

    private RequestException(int status, String reason) {
        this(status, reason, 0);
    }

    private RequestException(int status, String reason, long retrySeconds) {
        super(reason, null, false, false);
        this.status = status;
        this.retrySeconds = retrySeconds;
    }

    static RequestException badParameter(String name, String value, String allowed) {
        return new RequestException(400, "Parameter '" + name + "' is '" + brief(value) + "'; it must be " + allowed);
    }

    static RequestException missingParameter(String name, String allowed) {
        return new RequestException(400, "Parameter '" + name + "' is missing; it must be " + allowed);
    }

    static RequestException repeatedParameter(String name) {
        return new RequestException(400, "Parameter '" + name + "' is there more than once");
    }

    static RequestException unreadable(String query) {
        return new RequestException(
                400, "The query '" + brief(query) + "' cannot be read; every % must begin an escaped byte, as in %20");
    }

    static RequestException unknownSession(String session) {
        return new RequestException(
                404,
                "No attached storage holds a run '" + brief(session)
                        + "'. GET /representation/api/runs lists the runs there are");
    }

    static RequestException unknownFile(String name) {
        return new RequestException(404, "The pages have no file '" + brief(name) + "'");
    }

    static RequestException tooManyReaders(int most) {
        return new RequestException(503, "Already " + most + " readers of live events; close a page and try again");
    }

    /** Who asks has not shown the token. */
    static RequestException loginNeeded(String reason) {
        return new RequestException(401, reason);
    }

    /** Whoever asks, this is not for them. */
    static RequestException forbidden(String reason) {
        return new RequestException(403, reason);
    }

    /** Too many wrong tokens from one address. */
    static RequestException tooManyLogins(long seconds) {
        return new RequestException(
                429, "Too many wrong tokens came from your address; try again in " + seconds + " s", seconds);
    }

    /** The HTTP status that says so. */
    int status() {
        return status;
    }

    private static String brief(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    /** Sets the status, and the header that goes with it. */
    void head(HttpServerResponse response) {
        response.setStatusCode(status);
        if (status == 401) {
            response.putHeader("www-authenticate", "Bearer realm=\"infoscope\"");
        } else if (retrySeconds > 0) {
            response.putHeader("retry-after", Long.toString(retrySeconds));
        }
    }
}
