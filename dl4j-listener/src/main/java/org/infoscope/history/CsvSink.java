package org.infoscope.history;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@link ExportFormat#CSV}: one {@link TidyRow} a line. */
final class CsvSink implements ExportSink {

    static final String HEADER =
            "run,worker,iteration,epoch,time,layer,metric,series,statistic,value,unit,flag,settings";

    private static final String LINE_END = "\r\n";
    private static final double WHOLE = 1e15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST_TEXTS = 1024;

    private final Writer out;
    private final Map<Map<String, Object>, String> texts = new HashMap<>();
    private @Nullable Map<String, Object> lastSettings;
    private String lastText = "";
    private @Nullable RepresentationRun run;
    private final StringBuilder line = new StringBuilder();
    private String layer = "";
    private String metric = "";
    private String series = "";
    private String curve = ",,,";

    CsvSink(OutputStream target) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), 1 << 16);
        out.write(HEADER);
        out.write(LINE_END);
    }

    @Override
    public void run(RepresentationRun newRun) {
        run = newRun;
    }

    @Override
    public void step(RepresentationReport report) throws IOException {
        SampledStep step = report.step();
        String before = quoted(name(report))
                + ','
                + quoted(report.getWorkerID())
                + ','
                + step.iteration()
                + ','
                + step.epoch()
                + ','
                + TIME.format(Instant.ofEpochMilli(step.timeMillis()))
                + ',';
        TidyRow.<RuntimeException>each(step, row -> row(before, row));
        out.append(line);
        line.setLength(0);
    }

    @Override
    public Step decoded(byte[] encoded) {
        RepresentationReport report = RepresentationReport.forRows(encoded);
        return () -> step(report);
    }

    private String name(RepresentationReport report) {
        RepresentationRun known = run;
        if (known == null || !known.getWorkerID().equals(report.getWorkerID())) {
            return report.getSessionID();
        }
        return known.info().name();
    }

    private void row(String before, TidyRow row) {
        line.append(before);
        // The rows of a reading share these texts.
        if (!row.layer().equals(layer)
                || !row.metric().equals(metric)
                || !row.series().equals(series)) {
            layer = row.layer();
            metric = row.metric();
            series = row.series();
            curve = quoted(layer) + ',' + quoted(metric) + ',' + quoted(series) + ',';
        }
        line.append(curve).append(quoted(row.statistic())).append(',');
        if (row.value() != null) {
            line.append(number(row.value()));
        }
        line.append(',').append(quoted(row.unit())).append(',');
        line.append(quoted(row.flags())).append(',');
        line.append(settings(row.settings())).append(LINE_END);
    }

    /** Rows of a reading share one map, and most readings of a series have equal ones. */
    private String settings(@Nullable Map<String, Object> settings) {
        if (settings == null) {
            return "";
        }
        if (settings == lastSettings) {
            return lastText;
        }
        String text = texts.get(settings);
        if (text == null) {
            text = quoted(RunJson.toJson(settings));
            if (texts.size() >= MOST_TEXTS) {
                texts.clear();
            }
            texts.put(settings, text);
        }
        lastSettings = settings;
        lastText = text;
        return text;
    }

    /** The shortest text that reads back as the same double; a whole number without a point. */
    static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
        if (whole && (value != 0 || 1 / value > 0)) {
            return Long.toString((long) value);
        }
        return NumberOutput.toString(value, true);
    }

    /** RFC 4180: in quotes where a comma, a quote or a line break asks for it. */
    static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == ',' || letter == '"' || letter == '\r' || letter == '\n') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
