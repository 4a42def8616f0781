package org.infoscope.ui;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.core.storage.StatsStorage;
import org.jspecify.annotations.Nullable;

/** {@code GET /representation/api/events}: the pages that follow a run. Safe for use by several threads. */
final class LiveEvents {
    static final int MOST_READERS = 64;

    private static final Duration TICK = Duration.ofSeconds(3);
    private static final int RETRY_MILLIS = 2000;

    private final AttachedRuns runs;
    private final Answers answers;
    private final Duration patience;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();

    /** Requests that have a place, those included whose run is still being looked up. */
    private final Set<RoutingContext> places = ConcurrentHashMap.newKeySet();

    /** The histories that somebody wrote to when that was looked at last; null before. */
    private final AtomicReference<@Nullable Set<StatsStorage>> written = new AtomicReference<>();

    /** One look at a time, for all pages: a disk that hangs shall not take every reading thread. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * No readers yet.
     *
     * @param runs to read
     * @param answers that carry them
     * @param patience how long a reader may take nothing before it is let go
     */
    LiveEvents(AttachedRuns runs, Answers answers, Duration patience) {
        this.runs = runs;
        this.answers = answers;
        this.patience = patience;
    }

    int readers() {
        return readers.size();
    }

    void stored(String session) {
        readers.forEach(reader -> reader.stored(session));
    }

    void listChanged() {
        readers.forEach(EventReader::listChanged);
    }

    /** Answers a request, for as long as its page is open. */
    void open(RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        String session = parameters.text("session", "");
        String lastSeen = request.request().getHeader("last-event-id");
        Cursor cursor = Cursor.parse(lastSeen == null ? parameters.text("after", "") : lastSeen);
        if (places.size() >= MOST_READERS) {
            throw RequestException.tooManyReaders(MOST_READERS);
        }
        takePlace(request);
        if (session.isEmpty()) {
            start(request, session, cursor);
        } else {
            answers.compute(request, () -> runs.find(session), run -> start(request, session, cursor));
        }
    }

    /** Until the answer has ended or its connection is closed. */
    private void takePlace(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            places.add(request);
            Handler<Void> gone = v -> places.remove(request);
            response.endHandler(gone).closeHandler(gone);
        }
    }

    /** A writer that is killed stores nothing of it: pages are told by the list. */
    private void lookForWriters(RoutingContext request) {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        answers.readers(request)
                .<Set<StatsStorage>>executeBlocking(promise -> promise.complete(runs.written()), false, found -> {
                    looking.set(false);
                    Set<StatsStorage> before = found.succeeded() ? written.getAndSet(found.result()) : null;
                    if (before != null && !before.equals(found.result())) {
                        listChanged();
                    }
                });
    }

    private void start(RoutingContext request, String session, Cursor cursor) {
        Vertx vertx = request.vertx();
        Context context = vertx.getOrCreateContext();
        HttpServerResponse response = request.response();
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .putHeader("x-accel-buffering", "no")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin");
        EventReader reader = new EventReader(
                context,
                response,
                () -> Answers.cut(request),
                answers.readers(request),
                runs,
                session,
                cursor,
                patience);
        readers.add(reader);
        long timer = vertx.setPeriodic(TICK.toMillis(), id -> {
            if (AccessControl.stillAllowed(request)) {
                reader.tick();
                lookForWriters(request);
            } else {
                Answers.cut(request);
            }
        });
        Handler<Void> gone = v -> {
            vertx.cancelTimer(timer);
            readers.remove(reader);
            places.remove(request);
        };
        response.endHandler(gone).closeHandler(gone);
        response.exceptionHandler(lost -> Answers.cut(request));
        response.write("retry: " + RETRY_MILLIS + "\n\n");
        reader.tick();
        lookForWriters(request);
    }
}
