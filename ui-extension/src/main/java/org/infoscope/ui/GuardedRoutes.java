package org.infoscope.ui;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiConsumer;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;

/**
 * Makes routes that ask {@link AccessControl} first; there is no other way to make one. What a handler throws is
 * answered.
 *
 * @param access that decides
 */
record GuardedRoutes(AccessControl access) {
    private static final String PAGES = "deeplearning4jUiAssets/infoscope/";
    private static final String ONLY_OUR_OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /** A route of the API. */
    Route get(String path, BiConsumer<List<String>, RoutingContext> handler) {
        return api(path, HttpMethod.GET, handler);
    }

    /** A page of the assets, or the door where one has to log in. */
    Route page(String path, String file) {
        return new Route(path, HttpMethod.GET, (arguments, request) -> {
            try {
                access.check(request, true);
                DoorPage.secure(request.response())
                        .putHeader("content-security-policy", ONLY_OUR_OWN)
                        .putHeader("referrer-policy", "no-referrer")
                        .putHeader("cache-control", "no-cache")
                        .sendFile(PAGES + file);
            } catch (RequestException refused) {
                DoorPage.answer(request, refused);
            }
        });
    }

    /** The form posts to the page's own address, and comes back to it: nothing says where to go that could lie. */
    Route login(String path) {
        return new Route(path, HttpMethod.POST, (arguments, request) -> {
            try {
                String token = request.request().getFormAttribute("token");
                String cookie = access.login(token == null ? "" : token, request);
                String query = request.request().query();
                request.response()
                        .putHeader("set-cookie", cookie)
                        .putHeader("cache-control", "no-store")
                        .putHeader("location", request.normalisedPath() + (query == null ? "" : '?' + query))
                        .setStatusCode(303)
                        .end();
            } catch (RequestException refused) {
                DoorPage.answer(request, refused);
            }
        });
    }

    /** Ends the login; a page asks for it by script, with its own origin. */
    Route logout(String path) {
        return api(
                path,
                HttpMethod.POST,
                (arguments, request) -> request.response()
                        .putHeader("set-cookie", access.logout(request))
                        .putHeader("cache-control", "no-store")
                        .setStatusCode(204)
                        .end());
    }

    /** Whether the page should offer a logout. */
    Route about(String path) {
        return get(path, (arguments, request) -> Answers.send(request, JsonBodies.access(access.asksForToken())));
    }

    private Route api(String path, HttpMethod method, BiConsumer<List<String>, RoutingContext> handler) {
        return new Route(path, method, (arguments, request) -> {
            try {
                access.check(request, false);
                requireReadable(request.request());
                // Not DL4J's arguments: there, a query parameter of the same name comes before the path.
                String run = request.pathParam("run");
                handler.accept(run == null ? List.of() : List.of(session(run)), request);
            } catch (RuntimeException e) {
                Answers.error(request, e);
            }
        });
    }

    /** Vert.x reads the query when it is first asked for it, and throws where it cannot. */
    private static void requireReadable(HttpServerRequest request) {
        try {
            request.params();
        } catch (IllegalArgumentException e) {
            throw RequestException.unreadable(request.query());
        }
    }

    /** In a path, an id that would be taken for a folder has a tilde before it: {@code ~..} is the session {@code ..}. */
    private static String session(String segment) {
        return segment.startsWith("~") ? segment.substring(1) : segment;
    }
}
