package org.infoscope.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of a step as bytes. What the rows of a reading share is quoted and encoded once; what most readings share is kept.
 * Not thread-safe.
 */
final class CsvRows {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST_TEXTS = 1024;

    private final ReadingDetails.OfRows details = new ReadingDetails.OfRows();
    private final StoredStep stored = new StoredStep();
    private final StoredReadings readings = new StoredReadings();
    private final Map<Map<String, Object>, String> texts = new HashMap<>();
    private final CsvBytes out = new CsvBytes();
    private byte[] before = new byte[0];
    private byte[] curve = new byte[0];
    private byte[] after = new byte[0];
    private @Nullable TidyRow last;

    /** Whose rows they are. */
    interface Runs {
        /** The name of the run that a report is of. */
        String name(RepresentationReport report);
    }

    /**
     * All rows of a step in its stored form.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    byte[] of(byte[] encoded, Runs runs) {
        RepresentationReport bare = stored.read(encoded);
        if (bare != null) {
            begin(runs.name(bare), bare.getWorkerID(), bare.step());
            TidyRow.<RuntimeException>before(bare.step(), this::row);
            if (readings.addRows(stored, before, out)) {
                TidyRow.<RuntimeException>after(bare.step(), this::row);
                return out.toBytes();
            }
        }
        // Whatever is unusual: what holds for it is known in one place only.
        RepresentationReport whole = RepresentationReport.forRows(encoded, details);
        return of(runs.name(whole), whole.getWorkerID(), whole.step());
    }

    /** All rows of a step of a run, each with its line's end. */
    byte[] of(String run, String worker, SampledStep step) {
        begin(run, worker, step);
        TidyRow.<RuntimeException>each(step, this::row);
        return out.toBytes();
    }

    private void begin(String run, String worker, SampledStep step) {
        out.clear();
        last = null;
        before = CsvBytes.utf8(CsvBytes.cells(
                run,
                worker,
                Long.toString(step.iteration()),
                Integer.toString(step.epoch()),
                TIME.format(Instant.ofEpochMilli(step.timeMillis()))));
    }

    private void row(TidyRow row) {
        TidyRow above = last;
        if (above == null
                || !row.layer().equals(above.layer())
                || !row.metric().equals(above.metric())
                || !row.series().equals(above.series())) {
            curve = CsvBytes.utf8(CsvBytes.cells(row.layer(), row.metric(), row.series()));
        }
        if (above == null
                || !row.unit().equals(above.unit())
                || !row.flags().equals(above.flags())
                || row.settings() != above.settings()) {
            String text = ',' + CsvBytes.cells(row.unit(), row.flags()) + settings(row.settings()) + CsvBytes.LINE_END;
            after = CsvBytes.utf8(text);
        }
        last = row;
        out.add(before);
        out.add(curve);
        out.add(CsvBytes.utf8(CsvBytes.cells(row.statistic())));
        if (row.value() != null) {
            out.add(row.value());
        }
        out.add(after);
    }

    /** Rows of a reading share one map, and most readings of a series have equal ones. */
    private String settings(@Nullable Map<String, Object> settings) {
        if (settings == null) {
            return "";
        }
        String text = texts.get(settings);
        if (text == null) {
            text = CsvBytes.quoted(RunJson.toJson(settings));
            if (texts.size() >= MOST_TEXTS) {
                texts.clear();
            }
            texts.put(settings, text);
        }
        return text;
    }
}
