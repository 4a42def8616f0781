package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.insight.Insight;

/** {@code GET /representation/api/runs/{run}/insights}: what the rules find in a run, for the runs that were asked for last. */
final class InsightRoutes {

    private static final int MOST_RUNS = 16;
    private static final int MOST_INSIGHTS = 200;

    private final AttachedRuns runs;
    private final Answers answers;

    /** In order of use. */
    private final Map<Key, WatchedRun> watched = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Routes over the attached runs.
     *
     * @param runs to answer from
     * @param answers that carry them
     */
    InsightRoutes(AttachedRuns runs, Answers answers) {
        this.runs = runs;
        this.answers = answers;
    }

    private record Key(StatsStorage storage, String session, String worker) {}

    void insights(String session, RoutingContext request) {
        Parameters parameters = new Parameters(request.request());
        answers.json(request, () -> {
            AttachedRun run = runs.find(session);
            String worker = CurveRoutes.worker(run, parameters);
            return look(run, worker);
        });
    }

    /** Reads the storage: not for the event loop. */
    byte[] look(AttachedRun run, String worker) {
        byte[] body = body(worker, watched(run, worker).look(run, worker));
        if (!runs.holds(run.storage())) {
            // Detached meanwhile: nobody else would have it forgotten.
            forget(run.storage());
        }
        return body;
    }

    private WatchedRun watched(AttachedRun run, String worker) {
        synchronized (watched) {
            WatchedRun found =
                    watched.computeIfAbsent(new Key(run.storage(), run.session(), worker), key -> new WatchedRun());
            if (watched.size() > MOST_RUNS) {
                watched.remove(watched.keySet().iterator().next());
            }
            return found;
        }
    }

    /** A storage that is gone is not held any longer. */
    void forget(StatsStorage storage) {
        synchronized (watched) {
            watched.keySet().removeIf(key -> key.storage().equals(storage));
        }
    }

    /** How many runs are kept. */
    int kept() {
        synchronized (watched) {
            return watched.size();
        }
    }

    private static byte[] body(String worker, WatchedRun.Answer answer) {
        List<Insight> insights = answer.insights();
        return JsonBodies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("worker", worker);
            json.writeNumberField("steps", answer.steps());
            json.writeBooleanField("thinned", answer.thinned());
            json.writeNumberField("count", insights.size());
            json.writeArrayFieldStart("insights");
            for (Insight insight : insights.subList(0, Math.min(insights.size(), MOST_INSIGHTS))) {
                write(insight, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(Insight insight, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", insight.rule());
        json.writeStringField("severity", insight.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("title", insight.title());
        json.writeStringField("explanation", insight.explanation());
        json.writeStringField("advice", insight.advice());
        if (insight.layer() != null) {
            json.writeStringField("layer", insight.layer());
        }
        if (insight.series() != null) {
            json.writeStringField("series", insight.series());
        }
        json.writeNumberField("since", insight.since());
        json.writeNumberField("iteration", insight.iteration());
        json.writeEndObject();
    }
}
