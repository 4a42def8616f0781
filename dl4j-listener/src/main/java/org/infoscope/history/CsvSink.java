package org.infoscope.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes {@link ExportFormat#CSV}: one {@link TidyRow} a line, which {@link CsvRows} makes. */
final class CsvSink implements ExportSink {

    private static final String HEADER =
            "run,worker,iteration,epoch,time,layer,metric,series,statistic,value,unit,flag,settings\r\n";

    private final OutputStream out;
    private final ThreadLocal<CsvRows> rows = ThreadLocal.withInitial(CsvRows::new);
    private volatile @Nullable RepresentationRun run;

    CsvSink(OutputStream target) throws IOException {
        out = new BufferedOutputStream(target, 1 << 16);
        out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void run(RepresentationRun newRun) {
        run = newRun;
    }

    @Override
    public void step(RepresentationReport report) throws IOException {
        out.write(rows.get().of(name(report), report.getWorkerID(), report.step()));
    }

    @Override
    public Step decoded(byte[] encoded) {
        byte[] lines = rows.get().of(encoded, this::name);
        return () -> out.write(lines);
    }

    private String name(RepresentationReport report) {
        RepresentationRun known = run;
        if (known == null || !known.getWorkerID().equals(report.getWorkerID())) {
            return report.getSessionID();
        }
        return known.info().name();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
