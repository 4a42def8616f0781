package org.infoscope.ui;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.infoscope.history.RepresentationReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Infoscope's part of DL4J's training UI: the pages {@code /representation} and {@code /representation/compare}, and the routes below {@code
 * /representation/api}, all described in {@code docs/http-api.md}.
 *
 * <p>Found by {@link java.util.ServiceLoader}; shows the runs of every storage that is attached to the UI server. The
 * routes only read, and answer the same machine alone unless there is an {@link AccessToken}. Safe for use by several threads; storages are read on few threads of their own, never on DL4J's
 * event loop. No exception leaves {@link #reportStorageEvents}, because DL4J's event thread would end with it.
 */
public final class RepresentationModule implements UIModule {
    private static final Logger log = LoggerFactory.getLogger(RepresentationModule.class);

    private static final String API = "/representation/api";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AttachedRuns runs = new AttachedRuns();
    private final LiveEvents events;
    private final RunRoutes routes;
    private final CurveRoutes curves;
    private final InsightRoutes insights;
    private final PageFiles files;
    private final FirstVisit visit;
    private final @Nullable AccessControl access;

    /** Has no side effects: DL4J makes more instances than it uses. */
    public RepresentationModule() {
        this(PATIENCE);
    }

    RepresentationModule(Duration patience) {
        this(patience, null);
    }

    RepresentationModule(Duration patience, @Nullable AccessControl access) {
        this.access = access;
        Answers answers = new Answers();
        events = new LiveEvents(runs, answers, patience);
        curves = new CurveRoutes(runs, answers, new OpenedCurves());
        routes = new RunRoutes(runs, answers, curves, patience);
        insights = new InsightRoutes(runs, answers);
        files = new PageFiles(answers);
        visit = new FirstVisit(runs, curves, files);
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
     * The page and its routes, each behind the access control that {@link AccessToken} describes.
     *
     * @return the same in single-session and multi-session mode
     */
    @Override
    public List<Route> getRoutes() {
        GuardedRoutes guarded = new GuardedRoutes(access == null ? AccessControl.configured() : access);
        return List.of(
                guarded.page("/representation", "index.html"),
                guarded.page("/representation/compare", "compare.html"),
                guarded.page("/representation/:run", "index.html"),
                guarded.login("/representation"),
                guarded.login("/representation/:run"),
                guarded.get("/representation/files/:file", (path, request) -> files.answer(request)),
                guarded.get("/representation/files/:folder/:file", (path, request) -> files.answer(request)),
                guarded.get(API + "/runs", (path, request) -> routes.list(request)),
                guarded.get(API + "/runs/:run", (path, request) -> routes.run(path.get(0), request)),
                guarded.get(API + "/runs/:run/steps", (path, request) -> routes.steps(path.get(0), request)),
                guarded.get(API + "/runs/:run/curves", (path, request) -> curves.curves(path.get(0), request)),
                guarded.get(API + "/runs/:run/lines", (path, request) -> curves.lines(path.get(0), request)),
                guarded.get(API + "/runs/:run/insights", (path, request) -> insights.insights(path.get(0), request)),
                guarded.get(API + "/runs/:run/export", (path, request) -> routes.export(path.get(0), request)),
                guarded.get(API + "/events", (path, request) -> events.open(request)),
                guarded.about(API + "/access"),
                guarded.logout(API + "/logout"));
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
     * Adds a storage's runs. If it is a {@link org.infoscope.history.RunHistory} and the newest run is a long one, what a page shows of that is
     * read at once, by a thread that ends with it and that asks DL4J's server for the page over the network, so that the first reader need not wait for it.
     *
     * @param statsStorage attached to the UI server
     */
    @Override
    public void onAttach(StatsStorage statsStorage) {
        runs.attach(statsStorage);
        events.listChanged();
        visit.attached(statsStorage);
    }

    /**
     * Takes a storage's runs away.
     *
     * @param statsStorage detached from the UI server
     */
    @Override
    public void onDetach(StatsStorage statsStorage) {
        runs.detach(statsStorage);
        curves.forget(statsStorage);
        insights.forget(statsStorage);
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
}
