package org.infoscope.listener;

import java.io.Serial;
import java.util.UUID;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Measures what the layers of a network represent while it trains. */
public final class RepresentationListener extends BaseTrainingListener
        implements RoutingIterationListener, AutoCloseable {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient StatsStorageRouter router;
    private final transient ListenerSettings settings;
    private String session = UUID.randomUUID().toString();
    private String worker = "worker";

    /**
     * A listener with every default.
     *
     * @param router where the run goes: any StatsStorage, or a router to one
     */
    public RepresentationListener(StatsStorageRouter router) {
        this(router, new RepresentationListenerBuilder(router).build().settings);
    }

    RepresentationListener(StatsStorageRouter router, ListenerSettings settings) {
        this.router = router;
        this.settings = settings;
    }

    /**
     * A listener with options.
     *
     * @param router where the run goes: any StatsStorage, or a router to one
     * @return its options
     */
    public static RepresentationListenerBuilder builder(StatsStorageRouter router) {
        return new RepresentationListenerBuilder(router);
    }

    @Override
    public void setStorageRouter(StatsStorageRouter router) {
        this.router = router;
    }

    @Override
    public StatsStorageRouter getStorageRouter() {
        return router;
    }

    @Override
    public void setWorkerID(String workerID) {
        this.worker = workerID;
    }

    @Override
    public String getWorkerID() {
        return worker;
    }

    @Override
    public void setSessionID(String sessionID) {
        this.session = sessionID;
    }

    @Override
    public String getSessionID() {
        return session;
    }

    @Override
    public RepresentationListener clone() {
        return new RepresentationListener(router, settings);
    }

    @Override
    public void close() {}
}
