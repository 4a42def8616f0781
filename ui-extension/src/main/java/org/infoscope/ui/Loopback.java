package org.infoscope.ui;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which requests come from the same machine, and are meant for it. Asks no name server. */
final class Loopback {
    /** A host and perhaps a port; an IPv6 address stands in brackets. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::(\\d{1,5}))?");

    private static final List<String> PROXIES = List.of(
            "forwarded",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-server",
            "x-real-ip");

    private Loopback() {}

    /** Whether a numeric address is 127.0.0.0/8, ::1, or the former written as IPv6. */
    static boolean isAddress(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return false;
        }
        try {
            // Takes an IPv4 address that is written as IPv6 for what it is.
            return InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether a {@code Host} header names the same machine: {@code localhost} or a loopback address, with any port. */
    static boolean isHost(@Nullable String authority) {
        Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return isAddress(host.substring(1, host.length() - 1));
        }
        return host.equals("localhost") || (NetUtil.isValidIpV4Address(host) && isAddress(host));
    }

    /** The port that the sender of a request spoke to, as far as its {@code Host} header says: none is 80. */
    static String port(@Nullable String authority) {
        Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
        return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "80";
    }

    /** Whether a proxy says that it passed a request on, so that the peer's address is not the sender's. */
    static boolean isForwarded(HttpServerRequest request) {
        return PROXIES.stream().anyMatch(request.headers()::contains);
    }
}
