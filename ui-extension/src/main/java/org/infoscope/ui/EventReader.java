package org.infoscope.ui;

import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.infoscope.history.RepresentationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open page that is sent server-sent events.
 *
 * <p>Nothing is queued for it: it has a {@link Cursor}, and while it has taken what was sent before, what comes after
 * the cursor is read from the storage and sent. A page that takes nothing for long is let go; when it comes back with
 * its last cursor it has lost nothing. All fields belong to one Vert.x context.
 */
final class EventReader {
    private static final Logger log = LoggerFactory.getLogger(EventReader.class);
    private static final int STEPS_AT_ONCE = 50;
    private static final long GATHERING_MILLIS = 200;

    /** Reading how far runs are takes this part of the time at most. */
    private static final int ONE_PART_OF = 5;

    private final Context context;
    private final HttpServerResponse response;
    private final Runnable close;
    private final WorkerExecutor workers;
    private final AttachedRuns runs;
    private final String session;
    private final Duration patience;

    private Cursor cursor;
    private boolean stepsWaiting = true;
    private boolean runsChanged;
    private final Set<String> grown = new LinkedHashSet<>();
    private boolean grownWaiting;
    private long gatheringMillis = GATHERING_MILLIS;
    private boolean busy;
    private boolean sending;
    private long sendingSince;

    /**
     * A reader that has got its head.
     *
     * @param context of the request
     * @param response chunked
     * @param close ends the connection at once
     * @param workers that read the storages
     * @param runs to read
     * @param session to follow; empty to hear which runs grow, and of changes of their list
     * @param cursor to start at
     * @param patience how long the reader may take nothing
     */
    EventReader(
            Context context,
            HttpServerResponse response,
            Runnable close,
            WorkerExecutor workers,
            AttachedRuns runs,
            String session,
            Cursor cursor,
            Duration patience) {
        this.context = context;
        this.response = response;
        this.close = close;
        this.workers = workers;
        this.runs = runs;
        this.session = session;
        this.cursor = cursor;
        this.patience = patience;
    }

    /** Something was stored in a session. From any thread. */
    void stored(String changed) {
        if (session.isEmpty()) {
            context.runOnContext(v -> gather(changed));
        } else if (session.equals(changed)) {
            context.runOnContext(v -> {
                stepsWaiting = true;
                pump();
            });
        }
    }

    /** A page that shows many runs is told of all that grew within a short while at once. */
    private void gather(String changed) {
        if (grown.isEmpty()) {
            context.owner().setTimer(gatheringMillis, timer -> {
                grownWaiting = true;
                pump();
            });
        }
        grown.add(changed);
    }

    /** A run came, went, or said something about itself. From any thread. */
    void listChanged() {
        context.runOnContext(v -> {
            runsChanged = true;
            stepsWaiting = true;
            pump();
        });
    }

    /** Shows that the connection lives, and looks for steps whose event was lost. On the context. */
    void tick() {
        if (response.closed()) {
            return;
        }
        if (busy) {
            if (sending && System.nanoTime() - sendingSince > patience.toNanos()) {
                log.info("A dashboard page took no events for {} s and is let go", patience.toSeconds());
                close.run();
            }
            return;
        }
        stepsWaiting = true;
        send(Buffer.buffer("event: tick\ndata: {\"now\":" + System.currentTimeMillis() + "}\n\n"));
    }

    /** Sends what is new, if the reader has taken what was sent before. On the context. */
    void pump() {
        if (busy || response.closed() || !(stepsWaiting || runsChanged || grownWaiting)) {
            return;
        }
        if (runsChanged) {
            runsChanged = false;
            send(Buffer.buffer("event: runs\ndata: {}\n\n"));
        } else if (grownWaiting) {
            grownWaiting = false;
            tellGrown();
        } else if (!session.isEmpty()) {
            stepsWaiting = false;
            busy = true;
            Cursor from = cursor;
            workers.<Batch>executeBlocking(promise -> promise.complete(read(from)), false, result -> {
                busy = false;
                if (result.succeeded()) {
                    deliver(result.result());
                } else if (!(result.cause() instanceof RequestException)) {
                    log.warn("The dashboard could not read run '{}'", session, result.cause());
                    close.run();
                }
            });
        }
    }

    /** What the list of runs would say of them now, so that nobody has to ask for it. */
    private void tellGrown() {
        busy = true;
        List<String> some = List.copyOf(grown);
        grown.clear();
        long began = System.nanoTime();
        workers.<Buffer>executeBlocking(
                promise -> promise.complete(Buffer.buffer("event: grown\ndata: ")
                        .appendBytes(JsonBodies.grown(runs.present(some)))
                        .appendString("\n\n")),
                false,
                result -> {
                    busy = false;
                    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
                    gatheringMillis = Math.max(GATHERING_MILLIS, (ONE_PART_OF - 1) * took);
                    if (result.succeeded()) {
                        send(result.result());
                    } else {
                        log.warn("The dashboard could not read how far runs are", result.cause());
                        close.run();
                    }
                });
    }

    private record Batch(Buffer events, Cursor next, boolean more) {}

    private Batch read(Cursor from) {
        AttachedRun.Page page = runs.find(session).read(from, STEPS_AT_ONCE);
        Buffer events = Buffer.buffer();
        Cursor at = from;
        for (RepresentationReport report : page.reports()) {
            at = at.advance(report.getWorkerID(), report.getTimeStamp());
            events.appendString("event: step\nid: ")
                    .appendString(at.toString())
                    .appendString("\ndata: ")
                    .appendString(new String(JsonBodies.report(report), StandardCharsets.UTF_8))
                    .appendString("\n\n");
        }
        return new Batch(events, page.next(), page.more());
    }

    private void deliver(Batch batch) {
        cursor = batch.next();
        stepsWaiting |= batch.more();
        if (batch.events().length() > 0) {
            send(batch.events());
        } else {
            pump();
        }
    }

    private void send(Buffer events) {
        if (response.closed()) {
            return;
        }
        busy = true;
        sending = true;
        sendingSince = System.nanoTime();
        response.write(
                events,
                sent -> context.runOnContext(v -> {
                    busy = false;
                    if (sent.failed()) {
                        close.run();
                    } else {
                        pump();
                    }
                }));
    }
}
