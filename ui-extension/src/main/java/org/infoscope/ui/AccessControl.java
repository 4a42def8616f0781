package org.infoscope.ui;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is answered; stands before every route.
 *
 * <p>Without a token: programs on the same machine that ask for it by a loopback name, which defeats DNS rebinding. With
 * one: everybody who has it, from wherever, and nobody else, since behind a proxy or a tunnel all senders look local. Either way
 * nothing that another site's page asks for, save that a link may open the page. A token that is configured and cannot
 * be used closes every route; training and DL4J's own pages go on. Safe for use by several threads.
 */
final class AccessControl {
    private static final Logger log = LoggerFactory.getLogger(AccessControl.class);

    private static final String STILL_ALLOWED = AccessControl.class.getName() + ".stillAllowed";
    private static final String BEARER = "Bearer ";
    private static final String HOW_TO_OPEN = " Start the program with a token (the file that"
            + " -Dorg.infoscope.ui.tokenFile names, or 'infoscope ui --token-file FILE') and log in, or make an SSH"
            + " tunnel: ssh -L 9000:localhost:9000 THAT-MACHINE, then open http://localhost:9000/representation";

    private final @Nullable AccessToken token;
    private final boolean closed;
    private final LoginSessions sessions;
    private final FailedLogins failures;

    /**
     * Control with a token, or of loopback alone.
     *
     * @param token to ask for; null for loopback only
     * @param closed whether nobody at all is answered
     * @param nanos a clock as {@link System#nanoTime}
     */
    AccessControl(@Nullable AccessToken token, boolean closed, LongSupplier nanos) {
        this.token = token;
        this.closed = closed;
        sessions = new LoginSessions(nanos);
        failures = new FailedLogins(nanos);
    }

    /** As this program was started. */
    static AccessControl configured() {
        try {
            Optional<AccessToken> token = AccessToken.configured();
            if (token.isPresent()) {
                token.get().warnOfReaders();
                log.info("The dashboard asks for its token");
            }
            return new AccessControl(token.orElse(null), false, System::nanoTime);
        } catch (IOException | RuntimeException e) {
            log.error("The dashboard answers nobody, because its token cannot be used: {}", e.toString());
            return new AccessControl(null, true, System::nanoTime);
        }
    }

    /** Whether there is a login, and so a logout. */
    boolean asksForToken() {
        return token != null;
    }

    /**
     * Lets a request pass.
     *
     * @param page whether it is for the page itself, to which other sites may link
     * @throws RequestException with status 401, 403 or 429, and a reason that says what to do
     */
    void check(RoutingContext request, boolean page) {
        requireOpen();
        requireOwnPage(request.request(), page);
        if (token == null) {
            requireLoopback(request.request());
            return;
        }
        String header = request.request().getHeader("authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            requireToken(token, header.substring(BEARER.length()).strip(), request);
            return;
        }
        Cookie cookie = request.request().getCookie(cookieName(request));
        if (cookie == null || !sessions.holds(cookie.getValue())) {
            throw RequestException.loginNeeded(
                    "Log in at /representation, or send the header 'Authorization: Bearer TOKEN'");
        }
        BooleanSupplier still = () -> sessions.holds(cookie.getValue());
        request.put(STILL_ALLOWED, still);
    }

    /** Whether the login that a long answer began with still holds. */
    static boolean stillAllowed(RoutingContext request) {
        BooleanSupplier still = request.get(STILL_ALLOWED);
        return still == null || still.getAsBoolean();
    }

    /**
     * Logs in with the token.
     *
     * @param candidate that the form holds
     * @return the {@code Set-Cookie} header of the session
     * @throws RequestException as {@link #check}
     */
    String login(String candidate, RoutingContext request) {
        requireOpen();
        requireOwnPage(request.request(), false);
        if (token == null) {
            requireLoopback(request.request());
            throw RequestException.forbidden("There is no token to log in with: this program was started without one");
        }
        requireToken(token, candidate, request);
        log.info("A dashboard login from {}", address(request));
        return setCookie(request, sessions.start(), "");
    }

    /** Ends the session of a request that {@link #check} let pass, and gives the header that takes its cookie away. */
    String logout(RoutingContext request) {
        Cookie cookie = request.request().getCookie(cookieName(request));
        if (cookie != null) {
            sessions.end(cookie.getValue());
        }
        return setCookie(request, "", "; Max-Age=0");
    }

    private void requireOpen() {
        if (closed) {
            throw RequestException.forbidden(
                    "The token that was configured cannot be used, so nobody is answered; the log of"
                            + " the program that serves this says why");
        }
    }

    private void requireToken(AccessToken wanted, String candidate, RoutingContext request) {
        String address = address(request);
        long wait = failures.secondsToWait(address);
        if (wait > 0) {
            throw RequestException.tooManyLogins(wait);
        }
        if (!wanted.matches(candidate)) {
            failures.failed(address);
            log.warn("A wrong dashboard token from {}", address);
            throw RequestException.loginNeeded("That is not the token");
        }
        failures.succeeded(address);
    }

    /** Browsers say which site's page asks. Old ones do not, and curl does not; they are not what this is against. */
    private static void requireOwnPage(HttpServerRequest request, boolean page) {
        String site = request.getHeader("sec-fetch-site");
        boolean own = site == null || site.equals("same-origin") || site.equals("none");
        if (!own && !(page && "navigate".equals(request.getHeader("sec-fetch-mode")))) {
            throw RequestException.forbidden(
                    "This request comes from another site's page (Sec-Fetch-Site: " + site + ")");
        }
        String origin = request.getHeader("origin");
        if (origin != null && !sameAuthority(origin, request.host())) {
            throw RequestException.forbidden("This request comes from a page of " + origin + ", not of "
                    + request.host() + ". If a proxy is in between, let it pass the Host header on");
        }
    }

    private static boolean sameAuthority(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String asked = host == null ? "" : host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://")) {
            return withoutPort(lower.substring(8), ":443").equals(withoutPort(asked, ":443"));
        }
        return lower.startsWith("http://")
                && withoutPort(lower.substring(7), ":80").equals(withoutPort(asked, ":80"));
    }

    private static String withoutPort(String authority, String usual) {
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }

    private static void requireLoopback(HttpServerRequest request) {
        if (!Loopback.isAddress(request.remoteAddress().host())) {
            throw RequestException.forbidden("Without a token only the same machine is answered." + HOW_TO_OPEN);
        }
        if (Loopback.isForwarded(request)) {
            throw RequestException.forbidden(
                    "This request came through a proxy, and so perhaps from another machine." + HOW_TO_OPEN);
        }
        if (request.headers().getAll("host").size() > 1 || !Loopback.isHost(request.host())) {
            throw RequestException.forbidden(
                    "Without a token the dashboard answers at localhost or a loopback address, not at '"
                            + request.host() + "'." + HOW_TO_OPEN);
        }
    }

    private static String address(RoutingContext request) {
        return request.request().remoteAddress().host();
    }

    /** Browsers send a host's cookies to all its ports: each port has a name of its own, as its user sees it. */
    private static String cookieName(RoutingContext request) {
        return "infoscope-session-" + Loopback.port(request.request().host());
    }

    private static String setCookie(RoutingContext request, String value, String more) {
        String secure = "https".equalsIgnoreCase(request.request().getHeader("x-forwarded-proto")) ? "; Secure" : "";
        return cookieName(request) + '=' + value + "; Path=/representation; HttpOnly; SameSite=Strict" + secure + more;
    }
}
