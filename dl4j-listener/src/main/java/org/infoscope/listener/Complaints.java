package org.infoscope.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a failure once per kind, so that a run that fails at every step does not flood the log. */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(RepresentationListener.class);

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * Logs the first failure of a kind.
     *
     * @param kind what failed, in words
     * @param failure why
     */
    void about(String kind, Throwable failure) {
        if (known.add(kind)) {
            LOG.warn(
                    "{} failed; everything else goes on, further failures of this kind are only recorded",
                    kind,
                    failure);
        }
    }

    /**
     * Logs a message once.
     *
     * @param message a sentence
     */
    void about(String message) {
        about(message, message);
    }

    /**
     * Logs the first message of a kind.
     *
     * @param kind equal for all messages of which one is enough
     * @param message a sentence
     */
    void about(String kind, String message) {
        if (known.add(kind)) {
            LOG.warn(message);
        }
    }
}
