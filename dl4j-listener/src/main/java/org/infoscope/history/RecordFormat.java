package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a {@link RunRecord}: four letters, one byte for the version, then one JSON document, deflated.
 *
 * <p>The document of version 1 is {@code {"infoscope":1,"kind":"step","session":…,"worker":…,"timestamp":…,"step":{…}}} (or
 * {@code "run"}). It is also one line of a JSON Lines export. A reader leaves out fields that it does not know, so that
 * fields may be added within a version; a version is counted up only when an older reader would misunderstand.
 */
final class RecordFormat {

    static final int VERSION = 1;

    private static final byte[] MAGIC = {'I', 'S', 'C', 'P'};
    private static final int HEADER = MAGIC.length + 1;
    /** What a record may unpack to (ours): a few kilobytes of a damaged or hostile file could fill the memory otherwise. */
    private static final long LONGEST_JSON = 128L << 20;

    private RecordFormat() {}

    static byte[] encode(RunRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        bytes.writeBytes(MAGIC);
        bytes.write(VERSION);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (JsonGenerator json = RunJson.FACTORY.createGenerator(new DeflaterOutputStream(bytes, deflater, 4096))) {
            write(record, json);
            json.flush();
            if (deflater.getBytesRead() > LONGEST_JSON) {
                throw new IllegalArgumentException("A record of " + deflater.getBytesRead()
                        + " bytes is too long: measure fewer layers, examples or maps at once");
            }
        } catch (IOException e) {
            throw RunRecord.impossible(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Writes the JSON document of the present version. */
    static void write(RunRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("infoscope", VERSION);
        json.writeStringField("kind", record.kind());
        json.writeStringField("session", record.getSessionID());
        json.writeStringField("worker", record.getWorkerID());
        json.writeNumberField("timestamp", record.getTimeStamp());
        json.writeFieldName(record.kind());
        record.writeContent(json);
        json.writeEndObject();
    }

    /** The JSON document inside an encoding, or null if it is not of the present version and must be written anew. */
    static byte @Nullable [] currentJson(byte[] encoded) {
        if (version(encoded) != VERSION) {
            return null;
        }
        try (InputStream in = inflate(encoded)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * Unpacks the JSON document inside an encoding.
     *
     * @return its length; negative if it is not of the present version, or is as long as the buffer or longer
     * @throws IOException if it is damaged
     */
    static int unpack(byte[] encoded, byte[] buffer) throws IOException {
        if (version(encoded) != VERSION) {
            return -1;
        }
        int length = 0;
        try (InputStream in = inflate(encoded)) {
            int read = 0;
            while (read >= 0 && length < buffer.length) {
                length += read;
                read = in.read(buffer, length, buffer.length - length);
            }
        }
        return length < buffer.length ? length : -1;
    }

    static void decode(byte[] encoded, RunRecord empty) {
        decode(encoded, empty, inflated -> inflated);
    }

    /** Decodes a step without what {@link TidyRow} has no rows of. */
    static void decodeForRows(byte[] encoded, RepresentationReport empty) {
        decode(encoded, empty, LongListsLeftOut::new);
    }

    private static void decode(byte[] encoded, RunRecord empty, UnaryOperator<InputStream> filter) {
        int version = version(encoded);
        if (version > VERSION) {
            throw new IllegalArgumentException("This Infoscope record has format " + version
                    + ", and this Infoscope reads formats up to " + VERSION + ": use a newer Infoscope");
        }
        try {
            JsonBytes.read(() -> filter.apply(inflate(encoded)), json -> {
                readAll(json, empty);
                return empty;
            });
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** Reads a document of the present version. */
    static void read(byte[] document, int length, RunRecord empty) throws IOException {
        try (JsonParser json = RunJson.FACTORY.createParser(document, 0, length)) {
            json.nextToken();
            readAll(json, empty);
        }
    }

    /** To the very end: only there the checksum tells that every byte before it is as it was written. */
    private static void readAll(JsonParser json, RunRecord empty) throws IOException {
        read(json, empty);
        if (json.nextToken() != null) {
            throw new IOException("there is more behind it");
        }
    }

    private static void read(JsonParser json, RunRecord empty) throws IOException {
        String session = null;
        String worker = null;
        long timestamp = 0;
        boolean content = false;
        JsonFields.begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = JsonFields.enter(json);
            switch (field) {
                case "session" -> session = json.getText();
                case "worker" -> worker = json.getText();
                case "timestamp" -> timestamp = json.getLongValue();
                default -> {
                    if (field.equals(empty.kind())) {
                        empty.readContent(json);
                        content = true;
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }
        if (!content) {
            throw new IOException("it holds no " + empty.kind());
        }
        empty.identify(JsonFields.required(session, "session"), JsonFields.required(worker, "worker"), timestamp);
    }

    private static int version(byte[] encoded) {
        if (encoded.length < HEADER || !Arrays.equals(encoded, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("These " + encoded.length + " bytes are no Infoscope record");
        }
        return encoded[MAGIC.length];
    }

    private static InputStream inflate(byte[] encoded) {
        return new BoundedInflation(encoded);
    }

    /** Ends with an error where more comes out than any record of ours holds. */
    private static final class BoundedInflation extends InputStream {

        private final Inflater inflater = new Inflater();
        private long left = LONGEST_JSON;

        BoundedInflation(byte[] encoded) {
            inflater.setInput(encoded, HEADER, encoded.length - HEADER);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = inflater.inflate(buffer, offset, length);
                left -= read;
                if (left < 0) {
                    throw new IOException("it unpacks to more than " + LONGEST_JSON + " bytes");
                }
                if (read > 0 || length == 0) {
                    return read;
                }
                if (inflater.finished()) {
                    return -1;
                }
            } catch (DataFormatException e) {
                throw new IOException("its packed bytes are wrong: " + e.getMessage(), e);
            }
            throw new IOException("it ends too early");
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private static IllegalArgumentException damaged(Exception e) {
        return new IllegalArgumentException("This Infoscope record is damaged: " + e.getMessage(), e);
    }
}
