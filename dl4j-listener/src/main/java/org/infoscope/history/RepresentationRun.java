package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RunInfo} on its way through a DL4J storage: the static info of the type {@link RunRecord#TYPE_ID}, put once
 * before the first {@link RepresentationReport}; put again, the later one holds.
 */
public final class RepresentationRun extends RunRecord {

    static final String KIND = "run";

    @Serial
    private static final long serialVersionUID = 1L;

    private transient @Nullable RunInfo info;

    /** An empty run: the form in which storages make one before they decode into it. */
    public RepresentationRun() {}

    /**
     * A run.
     *
     * @param session that the run is in
     * @param worker that measures
     * @param timestamp milliseconds since 1970-01-01 UTC
     * @param info what holds for the whole run
     */
    public RepresentationRun(String session, String worker, long timestamp, RunInfo info) {
        super(session, worker, timestamp);
        this.info = Objects.requireNonNull(info, "info");
    }

    /**
     * What holds for the whole run.
     *
     * @return the info
     * @throws IllegalStateException if this run is still empty
     */
    public RunInfo info() {
        if (info == null) {
            throw new IllegalStateException("This run is empty: decode something into it first");
        }
        return info;
    }

    @Override
    String kind() {
        return KIND;
    }

    @Override
    void writeContent(JsonGenerator json) throws IOException {
        RunJson.write(info(), json);
    }

    @Override
    void readContent(JsonParser json) throws IOException {
        info = RunJson.readRun(json);
    }
}
