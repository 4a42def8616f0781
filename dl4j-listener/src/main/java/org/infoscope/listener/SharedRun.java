package org.infoscope.listener;

import java.lang.ref.WeakReference;
import java.util.UUID;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.util.UIDProvider;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.infoscope.network.NetworkBlueprint;
import org.jspecify.annotations.Nullable;

/**
 * What a listener and its clones share: one run, of the network that calls first.
 *
 * <p>Safe for use by several threads.
 */
final class SharedRun {

    private final ListenerSettings settings;
    private final Complaints complaints = new Complaints();
    private volatile StatsStorageRouter router;
    private volatile String session = UUID.randomUUID().toString();
    private volatile boolean sessionFixed;
    private volatile boolean closed;
    private volatile @Nullable WeakReference<Model> leader;
    private volatile @Nullable RepresentationListener leadingCaller;
    private volatile @Nullable TrainingObserver observer;
    private volatile @Nullable ProbedRun run;
    private volatile @Nullable String leadingWorker;

    SharedRun(StatsStorageRouter router, ListenerSettings settings) {
        this.router = router;
        this.settings = settings;
    }

    static String defaultWorkerId() {
        return UIDProvider.getJVMUID() + "_" + Thread.currentThread().getId();
    }

    /**
     * Passes a callback on if it comes from the network that leads; the first that comes does. Never throws.
     *
     * @param caller the listener or clone that is called
     */
    void observe(Model model, RepresentationListener caller, Consumer<TrainingObserver> callback) {
        if (closed) {
            return;
        }
        try {
            if (leads(model, caller)) {
                TrainingObserver current = observer;
                if (current != null) {
                    current.call(callback);
                }
            }
        } catch (Throwable failure) {
            complaints.about("Listening", failure);
        }
    }

    private boolean leads(Model model, RepresentationListener caller) {
        WeakReference<Model> first = leader;
        if (first == null) {
            return lead(model, caller);
        }
        boolean leads = first.get() == model;
        if (!leads && caller == leadingCaller) {
            complaints.about(
                    "A RepresentationListener follows one network; the second one that it is attached to is not"
                            + " measured: give it a listener of its own");
        }
        return leads;
    }

    private synchronized boolean lead(Model model, RepresentationListener caller) {
        WeakReference<Model> first = leader;
        if (first != null) {
            return first.get() == model;
        }
        if (closed || !(model instanceof MultiLayerNetwork || model instanceof ComputationGraph)) {
            // Single layers call too, while they are pretrained.
            return false;
        }
        leader = new WeakReference<>(model);
        leadingCaller = caller;
        NetworkBlueprint blueprint = NetworkBlueprint.of(model);
        BaseStatsListener stats = StatsSession.on(model);
        String worker = caller.ownWorker();
        if (stats != null && !sessionFixed) {
            session = stats.getSessionID();
            worker = stats.getWorkerID();
        }
        leadingWorker = worker;
        ProbedRun begun = new ProbedRun(model, blueprint, settings, router, session, worker, complaints);
        run = begun;
        ScoreChart chart = stats == null && settings.statsListener() ? begun.scoreChart(session, worker) : null;
        observer = new TrainingObserver(model, settings, blueprint, begun, chart);
        return true;
    }

    StatsStorageRouter router() {
        return router;
    }

    void router(StatsStorageRouter other) {
        router = other;
    }

    String session() {
        return session;
    }

    synchronized void session(String fixed) {
        if (leader == null) {
            session = fixed;
            sessionFixed = true;
        }
    }

    String leadingWorker(String otherwise) {
        String leading = leadingWorker;
        return leading == null ? otherwise : leading;
    }

    /** Whether nothing is being measured or stored. */
    boolean isIdle() {
        ProbedRun begun = run;
        return begun == null || begun.isIdle();
    }

    void close() {
        ProbedRun begun;
        TrainingObserver last;
        synchronized (this) {
            closed = true;
            begun = run;
            last = observer;
            observer = null;
        }
        WeakReference<Model> first = leader;
        Model model = first == null ? null : first.get();
        if (last != null && model != null) {
            try {
                last.beforeClose(model);
            } catch (RuntimeException | Error failure) {
                complaints.about("The last sample", failure);
            }
        }
        if (begun != null) {
            begun.close();
        }
    }
}
