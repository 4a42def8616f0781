package org.infoscope.ui;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.infoscope.history.RepresentationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Infoscope's part of DL4J's training UI: the page {@code /representation} and the routes below {@code
 * /representation/api}, all described in {@code docs/http-api.md}.
 *
 * <p>Found by {@link java.util.ServiceLoader}; shows the runs of every storage that is attached to the UI server. Every
 * route only reads. Safe for use by several threads; storages are read on few threads of their own, never on DL4J's
 * event loop. No exception leaves {@link #reportStorageEvents}, because DL4J's event thread would end with it.
 */
public final class RepresentationModule implements UIModule {
    private static final Logger log = LoggerFactory.getLogger(RepresentationModule.class);

    private static final String API = "/representation/api";
    private static final String PAGE = "deeplearning4jUiAssets/infoscope/index.html";
    private static final String ONLY_OUR_OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AttachedRuns runs = new AttachedRuns();
    private final LiveEvents events;
    private final RunRoutes routes;

    /** Has no side effects: DL4J makes more instances than it uses. */
    public RepresentationModule() {
        this(PATIENCE);
    }

    RepresentationModule(Duration patience) {
        Answers answers = new Answers();
        events = new LiveEvents(runs, answers, patience);
        routes = new RunRoutes(runs, answers, patience);
    }

    /**
     * The storage events this module hears.
     *
     * @return the type of Infoscope's records
     */
    @Override
    public List<String> getCallbackTypeIDs() {
        return List.of(RepresentationReport.TYPE_ID);
    }

    /**
     * The page and its routes.
     *
     * @return GET routes, the same in single-session and multi-session mode
     */
    @Override
    public List<Route> getRoutes() {
        return List.of(
                get("/representation", (path, request) -> page(request)),
                get("/representation/:run", (path, request) -> page(request)),
                get(API + "/runs", (path, request) -> routes.list(request)),
                get(API + "/runs/:run", (path, request) -> routes.run(path.get(0), request)),
                get(API + "/runs/:run/steps", (path, request) -> routes.steps(path.get(0), request)),
                get(API + "/runs/:run/export", (path, request) -> routes.export(path.get(0), request)),
                get(API + "/events", (path, request) -> events.open(request)));
    }

    /**
     * Tells the open pages that there is something to read.
     *
     * @param storageEvents of this module's type
     */
    @Override
    public void reportStorageEvents(Collection<StatsStorageEvent> storageEvents) {
        try {
            storageEvents.stream()
                    .map(StatsStorageEvent::getSessionID)
                    .distinct()
                    .forEach(events::stored);
            if (storageEvents.stream().anyMatch(event -> event.getEventType() != EventType.PostUpdate)) {
                events.listChanged();
            }
        } catch (RuntimeException e) {
            log.warn("The dashboard missed a storage event; open pages look again by themselves", e);
        }
    }

    /**
     * Adds a storage's runs.
     *
     * @param statsStorage attached to the UI server
     */
    @Override
    public void onAttach(StatsStorage statsStorage) {
        runs.attach(statsStorage);
        events.listChanged();
    }

    /**
     * Takes a storage's runs away.
     *
     * @param statsStorage detached from the UI server
     */
    @Override
    public void onDetach(StatsStorage statsStorage) {
        runs.detach(statsStorage);
        events.listChanged();
    }

    /**
     * No texts: DL4J's translations are for its own pages, and Infoscope's are in English.
     *
     * @return nothing
     */
    @Override
    public List<I18NResource> getInternationalizationResources() {
        return List.of();
    }

    /** How many pages follow live events. */
    int readers() {
        return events.readers();
    }

    private static Route get(String path, BiConsumer<List<String>, RoutingContext> handler) {
        return new Route(path, HttpMethod.GET, (arguments, request) -> {
            try {
                handler.accept(arguments, request);
            } catch (RuntimeException e) {
                Answers.error(request, e);
            }
        });
    }

    private static void page(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", ONLY_OUR_OWN)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cache-control", "no-cache")
                .sendFile(PAGE);
    }
}
