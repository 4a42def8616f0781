package org.infoscope.history;

/**
 * Finds where pieces of JSON in UTF-8 end without making anything of them. Each method is told where a piece begins, and answers
 * {@link #NONE} where none does; it looks at no byte from {@code end} on.
 */
final class JsonPieces {

    static final int NONE = -1;

    /** More digits than any double or long is written with. */
    private static final int LONGEST_NUMBER = 30;

    private static final int LONGEST_WHOLE = 18;

    private JsonPieces() {}

    static boolean beginsNumber(byte letter) {
        return letter == '-' || (letter >= '0' && letter <= '9');
    }

    /** A number with a point, as a double is written, by the grammar of RFC 8259; and not longer than ours are. */
    static int number(byte[] json, int from, int end) {
        int to = integer(json, from, end);
        if (to == NONE || to >= end || json[to] != '.') {
            return NONE;
        }
        to = digits(json, to + 1, end);
        if (to != NONE && to < end && (json[to] == 'e' || json[to] == 'E')) {
            boolean signed = to + 1 < end && (json[to + 1] == '+' || json[to + 1] == '-');
            to = digits(json, to + (signed ? 2 : 1), end);
        }
        return to - from > LONGEST_NUMBER ? NONE : beforeNext(json, to, end);
    }

    /** A number without point and exponent that surely is a long. */
    static int whole(byte[] json, int from, int end) {
        int to = integer(json, from, end);
        return to - from > LONGEST_WHOLE ? NONE : beforeNext(json, to, end);
    }

    /** A number may seem to end where it is wrong. */
    private static int beforeNext(byte[] json, int to, int end) {
        return to != NONE && to < end && (json[to] == ',' || json[to] == '}' || json[to] == ']') ? to : NONE;
    }

    private static int integer(byte[] json, int from, int end) {
        int first = from < end && json[from] == '-' ? from + 1 : from;
        int to = digits(json, first, end);
        return to > first + 1 && json[first] == '0' ? NONE : to;
    }

    private static int digits(byte[] json, int from, int end) {
        int to = from;
        while (to < end && json[to] >= '0' && json[to] <= '9') {
            to++;
        }
        return to == from ? NONE : to;
    }

    /** A text, from its quote to behind its other one. */
    static int text(byte[] json, int from, int end) {
        for (int to = from + 1; to < end; to++) {
            if (json[to] == '"') {
                return to + 1;
            }
            if (json[to] == '\\') {
                to++;
            }
        }
        return NONE;
    }

    /** A list of numbers or of such lists: a bracket inside of a text would count. */
    static int numbers(byte[] json, int from, int end) {
        int depth = 0;
        for (int to = from; to < end; to++) {
            if (json[to] == '[') {
                depth++;
            } else if (json[to] == ']' && --depth == 0) {
                return to + 1;
            }
        }
        return NONE;
    }

    /** An object or a list. */
    static int structure(byte[] json, int from, int end) {
        int depth = 0;
        for (int to = from; to < end; to++) {
            switch (json[to]) {
                case '"' -> {
                    int after = text(json, to, end);
                    if (after == NONE) {
                        return NONE;
                    }
                    to = after - 1;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return to + 1;
            }
        }
        return NONE;
    }
}
