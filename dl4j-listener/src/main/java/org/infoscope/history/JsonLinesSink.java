package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes {@link ExportFormat#JSONL}: each line is the document of {@link RecordFormat}. */
final class JsonLinesSink implements ExportSink {

    private final OutputStream out;

    JsonLinesSink(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    @Override
    public void run(RepresentationRun run) throws IOException {
        line(run);
    }

    @Override
    public void step(RepresentationReport report) throws IOException {
        line(report);
    }

    @Override
    public Step decoded(byte[] encoded) {
        byte[] json = RecordFormat.currentJson(encoded);
        if (json == null) {
            return ExportSink.super.decoded(encoded);
        }
        return () -> {
            out.write(json);
            out.write('\n');
        };
    }

    private void line(RunRecord record) throws IOException {
        try (JsonGenerator json = RunJson.FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            RecordFormat.write(record, json);
        }
        out.write('\n');
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
