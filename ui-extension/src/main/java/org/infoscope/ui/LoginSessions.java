package org.infoscope.ui;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who has logged in. A session is a random number of 256 bits that its browser holds in a cookie; kept here is its
 * SHA-256 alone, so that a dump of the memory logs nobody in. They end after seven days, at logout, and with the
 * program; of more than {@value #MOST} the oldest goes (all ours). Safe for use by several threads.
 */
final class LoginSessions {
    static final Duration LIFE = Duration.ofDays(7);
    static final int MOST = 1000;

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> started = new LinkedHashMap<>();
    private final LongSupplier nanos;

    /**
     * Nobody has.
     *
     * @param nanos a clock as {@link System#nanoTime}
     */
    LoginSessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Starts a session and gives the value of its cookie. */
    synchronized String start() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Arrays.fill(secret, (byte) 0);
        if (started.size() >= MOST) {
            started.remove(started.keySet().iterator().next());
        }
        started.put(key(cookie), nanos.getAsLong());
        return cookie;
    }

    synchronized boolean holds(String cookie) {
        Long start = started.get(key(cookie));
        return start != null && nanos.getAsLong() - start < LIFE.toNanos();
    }

    synchronized void end(String cookie) {
        started.remove(key(cookie));
    }

    private static String key(String cookie) {
        return HexFormat.of().formatHex(AccessToken.sha256(cookie));
    }
}
