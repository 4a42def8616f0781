package org.infoscope.ui;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers off the event loop and sends them on it; errors become a status and a JSON reason. One instance serves
 * one Vert.x; it belongs to that one's event loop.
 */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private static final int READERS = 4;
    private static final int EXPORTERS = 2;
    private static final int LONGEST_EXPORT_HOURS = 24;
    private static final int WORTH_COMPRESSING = 1024;
    private static final int LONG = 2 << 20;

    private @Nullable WorkerExecutor readers;
    private @Nullable WorkerExecutor exporters;

    /** The threads that read storages: few, so that the training program keeps its processors. */
    WorkerExecutor readers(RoutingContext request) {
        if (readers == null) {
            readers = request.vertx().createSharedWorkerExecutor("infoscope-dashboard", READERS);
        }
        return readers;
    }

    /** The threads that export: apart from the readers, since an export may wait for a slow network. */
    WorkerExecutor exporters(RoutingContext request) {
        if (exporters == null) {
            exporters = request.vertx()
                    .createSharedWorkerExecutor("infoscope-export", EXPORTERS, LONGEST_EXPORT_HOURS, TimeUnit.HOURS);
        }
        return exporters;
    }

    /** Answers with JSON that {@code body} makes on a worker thread. */
    void json(RoutingContext request, Supplier<byte[]> body) {
        String accepted = request.request().getHeader("accept-encoding");
        boolean compress = accepted != null && accepted.contains("gzip");
        compute(
                request,
                () -> {
                    byte[] plain = body.get();
                    return compress && plain.length >= WORTH_COMPRESSING
                            ? new Encoded(Buffer.buffer(gzip(plain)), true)
                            : new Encoded(Buffer.buffer(plain), false);
                },
                encoded -> {
                    HttpServerResponse response = headers(request.response());
                    response.putHeader("vary", "accept-encoding");
                    if (encoded.compressed()) {
                        response.putHeader("content-encoding", "gzip");
                    }
                    response.end(encoded.bytes());
                });
    }

    /** Answers with JSON that is ready. */
    static void send(RoutingContext request, byte[] json) {
        headers(request.response()).end(Buffer.buffer(json));
    }

    /** Makes a value on a worker thread and hands it to {@code then} on the event loop; an exception is answered. */
    <T> void compute(RoutingContext request, Supplier<T> work, Handler<T> then) {
        readers(request).<T>executeBlocking(promise -> promise.complete(work.get()), false, result -> {
            if (request.response().closed()) {
                return;
            }
            if (result.failed()) {
                error(request, result.cause());
                return;
            }
            try {
                then.handle(result.result());
            } catch (RuntimeException e) {
                error(request, e);
            }
        });
    }

    /** Answers an exception: a {@link RequestException} with its own status, all else with 500. */
    static void error(RoutingContext request, Throwable error) {
        HttpServerResponse response = request.response();
        if (!(error instanceof RequestException)) {
            log.warn("The dashboard could not answer {}", request.request().path(), error);
        }
        if (response.headWritten()) {
            cut(request);
        } else if (error instanceof RequestException known) {
            known.head(headers(response));
            response.end(Buffer.buffer(JsonBodies.error(String.valueOf(known.getMessage()))));
        } else {
            String reason = "The attached storage could not be read: " + error;
            headers(response).setStatusCode(500).end(Buffer.buffer(JsonBodies.error(reason)));
        }
    }

    /**
     * Ends a connection at once. {@code response.close()} would first wait for what is under way, and so for ever on a
     * reader that does not read; only the channel below can be closed without.
     */
    static void cut(RoutingContext request) {
        if (request.request().connection() instanceof ConnectionBase connection) {
            Future<?> unused = connection.channel().close();
        } else {
            request.response().close();
        }
    }

    private static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin");
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream out = plain.length < LONG ? new GZIPOutputStream(packed) : new QuickGzip(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** A third of the time for a few percent more bytes: what counts for the curves of a long run. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private record Encoded(Buffer bytes, boolean compressed) {}
}
