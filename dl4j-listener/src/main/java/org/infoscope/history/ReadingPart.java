package org.infoscope.history;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between readings of one {@link ReadingPattern}. */
enum ReadingPart {
    /** A number that is a double. */
    NUMBER,
    /** A number that is a long. */
    WHOLE,
    /** A list that no row has numbers of. */
    LEFT_OUT,
    SETTINGS,
    FLAGS;

    private static final Map<String, ReadingPart> PARTS = Map.of(
            "value", NUMBER,
            "mean", NUMBER,
            "sd", NUMBER,
            "total", WHOLE,
            "undefined", WHOLE,
            "nonFinite", WHOLE,
            "costNanos", WHOLE,
            "settings", SETTINGS,
            "flags", FLAGS);

    private static final Map<String, ReadingPart> BY_FIELD = LongListsLeftOut.FIELDS.stream()
            .collect(Collectors.collectingAndThen(Collectors.toMap(field -> field, field -> LEFT_OUT), lists -> {
                lists.putAll(PARTS);
                return Map.copyOf(lists);
            }));

    /** What a field's value is; null if it is always the same in one pattern. */
    static @Nullable ReadingPart of(String field) {
        return BY_FIELD.get(field);
    }

    /** Whether it may begin with a letter: a NaN is a text, for example. */
    boolean mayBegin(byte letter) {
        return switch (this) {
            case NUMBER, WHOLE -> JsonPieces.beginsNumber(letter);
            case LEFT_OUT, FLAGS -> letter == '[';
            case SETTINGS -> letter == '{';
        };
    }

    /** Where one ends that begins here; {@link JsonPieces#NONE} where none does. */
    int end(byte[] json, int from, int end) {
        if (from >= end || !mayBegin(json[from])) {
            return JsonPieces.NONE;
        }
        return switch (this) {
            case NUMBER -> JsonPieces.number(json, from, end);
            case WHOLE -> JsonPieces.whole(json, from, end);
            case LEFT_OUT -> JsonPieces.numbers(json, from, end);
            case SETTINGS, FLAGS -> JsonPieces.structure(json, from, end);
        };
    }
}
