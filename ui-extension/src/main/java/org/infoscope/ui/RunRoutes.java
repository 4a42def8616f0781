package org.infoscope.ui;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RunExport;

/** {@code GET /representation/api/runs…}: the runs, their steps and their export. */
final class RunRoutes {
    private static final int STEPS = 500;
    private static final int MOST_STEPS = 5000;
    private static final int LONGEST_NAME = 120;

    private final AttachedRuns runs;
    private final Answers answers;
    private final CurveRoutes curves;
    private final Duration patience;

    /**
     * Routes over the attached runs.
     *
     * @param runs to answer from
     * @param answers that carry them
     * @param curves of the same runs
     * @param patience how long the reader of an export may take nothing
     */
    RunRoutes(AttachedRuns runs, Answers answers, CurveRoutes curves, Duration patience) {
        this.runs = runs;
        this.answers = answers;
        this.curves = curves;
        this.patience = patience;
    }

    void list(RoutingContext request) {
        answers.json(request, () -> JsonBodies.runs(runs.list(), runs::hidden, System.currentTimeMillis()));
    }

    void run(String session, RoutingContext request) {
        answers.json(request, () -> JsonBodies.run(runs.find(session), System.currentTimeMillis()));
    }

    void steps(String session, RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        if (parameters.has("iterations")) {
            curves.steps(session, request);
            return;
        }
        Cursor after = Cursor.parse(parameters.text("after", ""));
        int limit = parameters.number("limit", STEPS, 1, MOST_STEPS);
        answers.json(request, () -> JsonBodies.page(runs.find(session).read(after, limit)));
    }

    void export(String session, RoutingContext request) {
        ExportFormat format = new Parameters(request.request()).format();
        answers.compute(request, () -> runs.find(session), run -> stream(run, format, request));
    }

    private void stream(AttachedRun run, ExportFormat format, RoutingContext request) {
        String extension = format.name().toLowerCase(Locale.ROOT);
        HttpServerResponse response = request.response()
                .setChunked(true)
                .putHeader("content-type", contentType(format))
                .putHeader("content-disposition", disposition(run.session(), extension))
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin");
        answers.exporters(request)
                .<Void>executeBlocking(
                        promise -> {
                            try (OutputStream out = new ResponseStream(response, patience)) {
                                RunExport.write(run.storage(), run.session(), format, out);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            promise.complete();
                        },
                        false,
                        written -> {
                            if (written.failed()) {
                                Answers.error(request, written.cause());
                            } else if (!response.closed()) {
                                response.end();
                            }
                        });
    }

    private static String contentType(ExportFormat format) {
        return switch (format) {
            case CSV -> "text/csv; charset=utf-8";
            case JSONL -> "application/x-ndjson; charset=utf-8";
        };
    }

    /**
     * RFC 6266: a plain name for everyone, the real one for all who know UTF-8. Neither is hidden, endless, or shown other
     * than it is.
     */
    private static String disposition(String session, String extension) {
        String name = session.codePoints()
                        .limit(LONGEST_NAME)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                        .replaceAll("\\p{C}|^\\.", "_")
                + '.'
                + extension;
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String real = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + real;
    }
}
