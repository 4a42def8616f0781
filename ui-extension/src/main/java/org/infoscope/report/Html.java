package org.infoscope.report;

import java.util.regex.Pattern;

/** Text on its way into the page: names come out of files, and none of them becomes markup or turns the text around it. */
final class Html {

    /** One endless name must not be the report. */
    private static final int LONGEST = 200;

    private static final Pattern TURNING = Pattern.compile("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\ufffe\\uffff&&[^\\n\\t]]");

    private Html() {}

    /** For content and attributes in double quotes; marks that turn text are shown as their numbers. */
    static String text(String any) {
        String plain = CONTROL.matcher(any).replaceAll("\ufffd");
        return TURNING.matcher(plain)
                .replaceAll(mark -> String.format("[U+%04X]", (int) mark.group().charAt(0)))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The same for names, which may be cut. */
    static String name(String any) {
        return text(
                any.codePointCount(0, any.length()) > LONGEST
                        ? any.substring(0, any.offsetByCodePoints(0, LONGEST - 1)) + '…'
                        : any);
    }
}
