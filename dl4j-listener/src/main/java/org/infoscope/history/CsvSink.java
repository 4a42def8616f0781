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
import org.jspecify.annotations.Nullable;

/** Writes {@link ExportFormat#CSV}: one {@link TidyRow} a line. */
final class CsvSink implements ExportSink {

    static final String HEADER =
            "run,worker,iteration,epoch,time,layer,metric,series,statistic,value,unit,flag,settings";

    private static final String LINE_END = "\r\n";
    private static final double WHOLE = 1e15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Writer out;
    private @Nullable RepresentationRun run;

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
        TidyRow.<IOException>each(step, row -> row(before, row));
    }

    private String name(RepresentationReport report) {
        RepresentationRun known = run;
        if (known == null || !known.getWorkerID().equals(report.getWorkerID())) {
            return report.getSessionID();
        }
        return known.info().name();
    }

    private void row(String before, TidyRow row) throws IOException {
        out.write(before);
        cell(row.layer());
        cell(row.metric());
        cell(row.series());
        cell(row.statistic());
        if (row.value() != null) {
            out.write(number(row.value()));
        }
        out.write(',');
        cell(row.unit());
        cell(row.flags());
        out.write(quoted(row.settings()));
        out.write(LINE_END);
    }

    private void cell(String text) throws IOException {
        out.write(quoted(text));
        out.write(',');
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
