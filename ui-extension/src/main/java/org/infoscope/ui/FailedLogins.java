package org.infoscope.ui;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes guessing slow: after three wrong tokens an address waits 1 s before the next one is looked at, then 2 s, 4 s and so on
 * up to a minute, and is forgiven 15 minutes after the last (all ours).
 *
 * <p>Of IPv6 the network counts (/64), since one machine has all of it. Of more than {@value #MOST_ADDRESSES} addresses the
 * rest share one place. Who is logged in is not delayed. Safe for use by several threads.
 */
final class FailedLogins {
    static final int MOST_ADDRESSES = 4096;

    private static final int FREE = 3;
    private static final long LONGEST_SECONDS = 60;
    private static final Duration FORGIVEN = Duration.ofMinutes(15);
    private static final int NETWORK_BYTES = 8;
    private static final String THE_REST = "";

    private final Map<String, Failures> failures = new HashMap<>();
    private final LongSupplier nanos;

    private record Failures(int count, long last) {}

    /**
     * Nobody has failed.
     *
     * @param nanos a clock as {@link System#nanoTime}
     */
    FailedLogins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long an address has to wait before its next token is looked at; 0 if it need not. */
    synchronized long secondsToWait(String address) {
        long now = nanos.getAsLong();
        Failures known = failures.get(place(address, now));
        if (known == null || known.count() < FREE) {
            return 0;
        }
        long delay = Math.min(LONGEST_SECONDS, 1L << Math.min(known.count() - FREE, 30));
        long left = Duration.ofSeconds(delay).toNanos() - (now - known.last());
        return Math.max(0, -Math.floorDiv(-left, Duration.ofSeconds(1).toNanos()));
    }

    /** Counts a wrong token. */
    synchronized void failed(String address) {
        long now = nanos.getAsLong();
        failures.merge(place(address, now), new Failures(1, now), (old, one) -> new Failures(old.count() + 1, now));
    }

    /** Forgives an address that knew the token in the end. */
    synchronized void succeeded(String address) {
        failures.remove(place(address, nanos.getAsLong()));
    }

    private String place(String address, long now) {
        failures.values().removeIf(old -> now - old.last() >= FORGIVEN.toNanos());
        String place = network(address);
        return failures.size() < MOST_ADDRESSES || failures.containsKey(place) ? place : THE_REST;
    }

    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length <= NETWORK_BYTES) {
            return address;
        }
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    }
}
