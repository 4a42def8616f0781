package org.infoscope.history;

import java.util.Locale;

/**
 * Names as every file and parser takes them. Half of a surrogate pair is no letter: UTF-8 has no bytes for it, SQLite keeps a
 * question mark instead, and a JSON parser refuses the record in which it names a field. It is spelt by its number, {@code
 * [U+D800]} (ours), so that names that differ in nothing else stay apart.
 */
final class WellFormed {

    private WellFormed() {}

    /** The same text where it is well-formed, which is nearly always. */
    static String name(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return spelt(text);
            }
        }
        return text;
    }

    private static String spelt(String text) {
        StringBuilder spelt = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (Character.isBmpCodePoint(letter) && Character.isSurrogate((char) letter)) {
                spelt.append(String.format(Locale.ROOT, "[U+%04X]", letter));
            } else {
                spelt.appendCodePoint(letter);
            }
        });
        return spelt.toString();
    }
}
