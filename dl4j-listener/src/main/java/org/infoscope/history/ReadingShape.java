package org.infoscope.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a reading without its {@link ReadingPart}s.
 *
 * @param fixed what stands before, between and after the parts: one more than these
 * @param parts in their order
 */
record ReadingShape(List<ByteBuffer> fixed, List<ReadingPart> parts) {

    /** Ours: of a distribution with hundreds of quantiles. */
    static final int MOST_PARTS = 512;

    private static final String NUMBERS = "quantiles";

    /** The shape of the reading that begins in some JSON; null if it is not one of the usual ones. */
    static @Nullable ReadingShape of(byte[] json, int from, int end) {
        return new Scan(json, from, end).shape();
    }

    /** The shape as JSON: a number's place among the parts, counted from 1, stands for the number. */
    byte[] numbered() {
        StringBuilder text = new StringBuilder(
                StandardCharsets.ISO_8859_1.decode(fixed.get(0).duplicate()));
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case NUMBER, WHOLE -> text.append(i + 1);
                case LEFT_OUT, FLAGS -> text.append("[]");
                case SETTINGS -> text.append("{}");
            }
            text.append(StandardCharsets.ISO_8859_1.decode(fixed.get(i + 1).duplicate()));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How long it is without its parts. */
    int bytes() {
        return fixed.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    /** Takes one reading apart. */
    private static final class Scan {

        private final byte[] json;
        private final int end;
        private final List<ByteBuffer> fixed = new ArrayList<>();
        private final List<ReadingPart> parts = new ArrayList<>();
        private int fixedFrom;
        private int at;
        private int depth;
        private boolean inNumbers;

        Scan(byte[] json, int from, int end) {
            this.json = json;
            this.end = end;
            fixedFrom = from;
            at = from;
        }

        @Nullable
        ReadingShape shape() {
            do {
                if (at >= end || parts.size() >= MOST_PARTS || !step()) {
                    return null;
                }
            } while (depth > 0);
            endFixed();
            return new ReadingShape(List.copyOf(fixed), List.copyOf(parts));
        }

        private void endFixed() {
            fixed.add(ByteBuffer.wrap(Arrays.copyOfRange(json, fixedFrom, at)));
        }

        private boolean step() {
            byte letter = json[at];
            if (letter <= ' ') {
                // We write none between our pieces: behind a name it would hide the part that begins there.
                return false;
            }
            if (letter == '"') {
                return text();
            }
            if (inNumbers && JsonPieces.beginsNumber(letter)) {
                return part(ReadingPart.NUMBER);
            }
            if (letter == '{' || letter == '[') {
                depth++;
            } else if (letter == '}' || letter == ']') {
                depth--;
                inNumbers = false;
            }
            at++;
            return true;
        }

        /** A text, with the part that it is the name of. */
        private boolean text() {
            int from = at + 1;
            at = JsonPieces.text(json, at, end);
            if (at == JsonPieces.NONE || at + 1 >= end) {
                return false;
            }
            if (json[at] != ':') {
                return true;
            }
            String name = new String(json, from, at - 1 - from, StandardCharsets.UTF_8);
            at++;
            inNumbers = name.equals(NUMBERS) && json[at] == '[';
            ReadingPart part = ReadingPart.of(name);
            if (part == null || !part.mayBegin(json[at])) {
                // A name with escapes, or with letters in more bytes than they need, may be that of a part, too.
                return name.chars().allMatch(each -> each < 0x80 && each != '\\');
            }
            if (part != ReadingPart.SETTINGS && part != ReadingPart.FLAGS) {
                return part(part);
            }
            return depth > 1 || (!parts.contains(part) && part(part));
        }

        private boolean part(ReadingPart part) {
            endFixed();
            parts.add(part);
            at = part.end(json, at, end);
            fixedFrom = at;
            return at != JsonPieces.NONE;
        }
    }
}
