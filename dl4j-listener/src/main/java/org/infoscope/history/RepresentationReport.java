package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@link SampledStep} on its way through a DL4J storage: an update of the type {@link RunRecord#TYPE_ID}.
 *
 * <p>Works in every {@code StatsStorage} and through every {@code StatsStorageRouter}, the remote one included.
 */
public final class RepresentationReport extends RunRecord {

    static final String KIND = "step";

    @Serial
    private static final long serialVersionUID = 1L;

    private transient @Nullable SampledStep step;
    private transient ReadingDetails details = ReadingDetails.ALL;

    /** An empty report: the form in which storages make one before they decode into it. */
    public RepresentationReport() {}

    /**
     * A report.
     *
     * @param session that the run is in
     * @param worker that measured
     * @param timestamp key of the update, milliseconds since 1970-01-01 UTC; DL4J's own storages keep only one update per
     *     worker and millisecond
     * @param step what was measured
     */
    public RepresentationReport(String session, String worker, long timestamp, SampledStep step) {
        super(session, worker, timestamp);
        this.step = Objects.requireNonNull(step, "step");
    }

    /** Decodes without what {@link TidyRow} has no rows of, which is most of a record. */
    static RepresentationReport forRows(byte[] encoded, ReadingDetails.OfRows details) {
        RepresentationReport report = new RepresentationReport();
        report.details = details;
        RecordFormat.decodeForRows(encoded, report);
        return report;
    }

    /**
     * Reads a document that {@link RecordFormat} has unpacked, without the readings.
     *
     * @throws IOException if it is damaged
     */
    static RepresentationReport of(byte[] json, int length, ReadingDetails details) throws IOException {
        RepresentationReport report = new RepresentationReport();
        report.details = details;
        RecordFormat.read(json, length, report);
        return report;
    }

    /**
     * What was measured.
     *
     * @return the step
     * @throws IllegalStateException if this report is still empty
     */
    public SampledStep step() {
        if (step == null) {
            throw new IllegalStateException("This report is empty: decode something into it first");
        }
        return step;
    }

    @Override
    String kind() {
        return KIND;
    }

    @Override
    void writeContent(JsonGenerator json) throws IOException {
        RunJson.write(step(), json);
    }

    @Override
    void readContent(JsonParser json) throws IOException {
        step = RunJsonReader.step(json, details);
    }
}
