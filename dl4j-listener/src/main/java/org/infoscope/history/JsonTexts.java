package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What pieces of JSON are as cells of a row, remembered by their bytes: most readings of a series have the same. Not thread-safe. */
final class JsonTexts {

    private static final int MOST = 1024;
    private static final int LONGEST = 1 << 12;

    private final JsonFields.Item<String> reader;
    private final Map<ByteBuffer, byte[]> known = new HashMap<>();
    private byte[] lastJson = new byte[0];
    private byte[] lastCells = new byte[0];

    /**
     * Nothing yet.
     *
     * @param reader of a piece that is not known, from its first token to its last
     */
    JsonTexts(JsonFields.Item<String> reader) {
        this.reader = reader;
    }

    /**
     * The cells of a piece.
     *
     * @throws IOException if the piece cannot be read
     */
    byte[] of(byte[] json, int from, int to) throws IOException {
        if (!Arrays.equals(json, from, to, lastJson, 0, lastJson.length)) {
            byte[] piece = Arrays.copyOfRange(json, from, to);
            lastCells = find(piece);
            lastJson = piece;
        }
        return lastCells;
    }

    private byte[] find(byte[] piece) throws IOException {
        byte[] cells = known.get(ByteBuffer.wrap(piece));
        if (cells == null) {
            cells = read(piece);
            if (known.size() >= MOST) {
                known.clear();
            }
            if (piece.length <= LONGEST) {
                known.put(ByteBuffer.wrap(piece), cells);
            }
        }
        return cells;
    }

    private byte[] read(byte[] piece) throws IOException {
        try (JsonParser json = RunJson.FACTORY.createParser(piece)) {
            json.nextToken();
            return CsvBytes.utf8(reader.read(json));
        }
    }
}
