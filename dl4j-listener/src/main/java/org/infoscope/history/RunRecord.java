package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.deeplearning4j.core.storage.Persistable;

/**
 * What Infoscope puts into a DL4J storage: something of one run, with the storage's keys (session, type, worker, time) and
 * one versioned encoding (see {@link RecordFormat}), the same for bytes, buffers, streams and Java serialisation.
 *
 * <p>Like every {@link Persistable} it is made whole by its constructor or empty and then by one {@code decode}; after
 * that it does not change and may be shared between threads.
 */
public abstract sealed class RunRecord implements Persistable permits RepresentationRun, RepresentationReport {

    /** The type id of all Infoscope records. */
    public static final String TYPE_ID = "InfoscopeRepresentation";

    @Serial
    private static final long serialVersionUID = 1L;

    private transient String session = "";
    private transient String worker = "";
    private transient long timestamp;

    /** An empty record, to be decoded into. */
    RunRecord() {}

    /**
     * A record.
     *
     * @param session that the run is in
     * @param worker that measured
     * @param timestamp milliseconds since 1970-01-01 UTC
     */
    RunRecord(String session, String worker, long timestamp) {
        this.session = WellFormed.name(Objects.requireNonNull(session, "session"));
        this.worker = WellFormed.name(Objects.requireNonNull(worker, "worker"));
        this.timestamp = timestamp;
    }

    /** Names the field that holds the content: {@code run} or {@code step}. */
    abstract String kind();

    abstract void writeContent(JsonGenerator json) throws IOException;

    abstract void readContent(JsonParser json) throws IOException;

    final void identify(String newSession, String newWorker, long newTimestamp) {
        session = WellFormed.name(newSession);
        worker = WellFormed.name(newWorker);
        timestamp = newTimestamp;
    }

    @Override
    public final String getSessionID() {
        return session;
    }

    @Override
    public final String getTypeID() {
        return TYPE_ID;
    }

    @Override
    public final String getWorkerID() {
        return worker;
    }

    @Override
    public final long getTimeStamp() {
        return timestamp;
    }

    @Override
    public final int encodingLengthBytes() {
        return encode().length;
    }

    @Override
    public final byte[] encode() {
        return RecordFormat.encode(this);
    }

    @Override
    public final void encode(ByteBuffer buffer) {
        buffer.put(encode());
    }

    @Override
    public final void encode(OutputStream out) throws IOException {
        out.write(encode());
    }

    /**
     * Fills this empty record.
     *
     * @param encoded what {@link #encode()} gave, of this version of Infoscope or an older one
     * @throws IllegalArgumentException if it is something else, is damaged, or comes from a newer version; the message
     *     says which
     */
    @Override
    public final void decode(byte[] encoded) {
        RecordFormat.decode(encoded, this);
    }

    @Override
    public final void decode(ByteBuffer buffer) {
        byte[] encoded = new byte[buffer.remaining()];
        buffer.get(encoded);
        decode(encoded);
    }

    @Override
    public final void decode(InputStream in) throws IOException {
        decode(in.readAllBytes());
    }

    /** Stands in for a record where Java serialisation is asked for (DL4J's J7FileStatsStorage and Spark do). */
    private static final class Serialized implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        private final boolean run;
        private final byte[] encoded;

        private Serialized(boolean run, byte[] encoded) {
            this.run = run;
            this.encoded = encoded;
        }

        @Serial
        private Object readResolve() {
            RunRecord record = run ? new RepresentationRun() : new RepresentationReport();
            record.decode(encoded);
            return record;
        }
    }

    /**
     * Java serialisation writes the record's own encoding.
     *
     * @return the stand-in
     */
    @Serial
    protected final Object writeReplace() {
        return new Serialized(this instanceof RepresentationRun, encode());
    }

    /**
     * A stream that holds a record itself was not written by {@link #writeReplace}.
     *
     * @param in not read
     * @throws InvalidObjectException always
     */
    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A run record is read from its own encoding only");
    }

    static UncheckedIOException impossible(IOException e) {
        return new UncheckedIOException("Writing to memory failed", e);
    }
}
