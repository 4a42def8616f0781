package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunExtent;
import org.infoscope.history.RunJson;
import org.infoscope.history.SampledStep;

/** The bodies of the JSON answers, as UTF-8. Numbers that JSON does not know are the strings that {@link RunJson} uses. */
final class JsonBodies {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private JsonBodies() {}

    /** Something that writes itself. */
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static byte[] error(String reason) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("error", reason);
            json.writeEndObject();
        });
    }

    static byte[] access(boolean token) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("token", token);
            json.writeEndObject();
        });
    }

    /** How far runs are that have grown. */
    static byte[] grown(List<AttachedRun> runs) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("runs");
            for (AttachedRun run : runs) {
                json.writeStartObject();
                json.writeStringField("session", run.session());
                writeProgress(run, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * The list of runs.
     *
     * @param runs that are shown
     * @param hidden how many runs of the same id are not
     * @param now the server's clock
     */
    static byte[] runs(List<AttachedRun> runs, ToLongFunction<AttachedRun> hidden, long now) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("now", now);
            json.writeArrayFieldStart("runs");
            for (AttachedRun run : runs) {
                json.writeStartObject();
                writeSummary(run, json);
                long others = hidden.applyAsLong(run);
                if (others > 0) {
                    json.writeNumberField("hidden", others);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static byte[] run(AttachedRun run, long now) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("now", now);
            writeSummary(run, json);
            json.writeArrayFieldStart("infos");
            for (RepresentationRun info : run.infos()) {
                json.writeStartObject();
                json.writeStringField("worker", info.getWorkerID());
                json.writeFieldName("info");
                RunJson.write(info.info(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static byte[] page(AttachedRun.Page page) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("next", page.next().toString());
            json.writeBooleanField("more", page.more());
            json.writeArrayFieldStart("steps");
            for (RepresentationReport report : page.reports()) {
                writeReport(report, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static byte[] report(RepresentationReport report) {
        return bytes(json -> writeReport(report, json));
    }

    private static void writeSummary(AttachedRun run, JsonGenerator json) throws IOException {
        List<RepresentationRun> infos = run.infos();
        json.writeStringField("session", run.session());
        json.writeStringField(
                "name", infos.isEmpty() ? run.session() : infos.get(0).info().name());
        if (!infos.isEmpty()) {
            json.writeNumberField("startedMillis", infos.get(0).info().startedMillis());
            json.writeStringField("model", infos.get(0).info().model());
        }
        writeProgress(run, json);
    }

    /** How many records there are of which workers, and whether more are to come. */
    private static void writeProgress(AttachedRun run, JsonGenerator json) throws IOException {
        // Asked first: a writer may put the last record and leave while the records are read.
        boolean left = run.isLeft();
        List<RepresentationReport> latest = run.latest();
        json.writeArrayFieldStart("workers");
        for (String worker : run.workers()) {
            json.writeString(worker);
        }
        json.writeEndArray();
        json.writeNumberField(
                "steps", run.size() - latest.stream().filter(JsonBodies::ends).count());
        json.writeNumberField(
                "samples",
                latest.stream()
                        .mapToLong(report -> report.step().cost().taken())
                        .sum());
        Optional<RunExtent> extent = RunExtent.of(run.storage(), run.session());
        if (extent.isPresent()) {
            json.writeNumberField("readings", extent.get().readings());
            json.writeNumberField("firstIteration", extent.get().firstIteration());
            json.writeNumberField("lastIteration", extent.get().lastIteration());
        }
        if (!latest.isEmpty()) {
            json.writeNumberField(
                    "lastMillis",
                    latest.stream()
                            .mapToLong(RepresentationReport::getTimeStamp)
                            .max()
                            .orElseThrow());
        }
        boolean ended = !latest.isEmpty() && latest.stream().allMatch(JsonBodies::ends);
        json.writeBooleanField("ended", ended);
        json.writeBooleanField("stopped", left && !ended);
    }

    private static boolean ends(RepresentationReport report) {
        return report.step().state() == SampledStep.State.ENDED;
    }

    static void writeReport(RepresentationReport report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("worker", report.getWorkerID());
        json.writeNumberField("timestamp", report.getTimeStamp());
        json.writeFieldName("step");
        RunJson.write(report.step(), json);
        json.writeEndObject();
    }

    /** A field that is a list of whole numbers, one of each row. */
    static <T> void longs(String name, List<T> rows, ToLongFunction<T> number, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (T row : rows) {
            json.writeNumber(number.applyAsLong(row));
        }
        json.writeEndArray();
    }

    /** The same of numbers that need not be whole. */
    static <T> void doubles(String name, List<T> rows, ToDoubleFunction<T> number, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T row : rows) {
            json.writeNumber(number.applyAsDouble(row));
        }
        json.writeEndArray();
    }

    static byte[] bytes(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
