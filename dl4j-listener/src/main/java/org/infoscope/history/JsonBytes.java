package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON in UTF-8. Versions before {@link WellFormed} wrote names of fields with half of a surrogate pair, which no parser
 * takes: before a document is given up, it is read once more with such halves spelt.
 */
final class JsonBytes {

    /** An escape: a whole pair, half of one, or any other, so that the next one begins where this one ends. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|u([dD][89a-fA-F]\\p{XDigit}{2})|.)",
            Pattern.DOTALL);

    private JsonBytes() {}

    /** Begins at the first byte, each time. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Reads one value.
     *
     * @param item is given a parser that stands at the first token; asked a second time where there are halves to spell
     */
    static <T> T read(Source source, JsonFields.Item<T> item) throws IOException {
        try {
            return parse(source.open(), item);
        } catch (StreamReadException refused) {
            String json;
            try (InputStream in = source.open()) {
                // Each byte a letter: escapes are ASCII, and the rest comes back as it was.
                json = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException damaged) {
                refused.addSuppressed(damaged);
                throw refused;
            }
            String spelt = ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(spelt(escape)));
            if (spelt.equals(json)) {
                throw refused;
            }
            return parse(new ByteArrayInputStream(spelt.getBytes(StandardCharsets.ISO_8859_1)), item);
        }
    }

    private static <T> T parse(InputStream in, JsonFields.Item<T> item) throws IOException {
        try (JsonParser json = RunJson.FACTORY.createParser(in)) {
            json.nextToken();
            return item.read(json);
        }
    }

    private static String spelt(MatchResult escape) {
        String half = escape.group(1);
        return half == null ? escape.group() : "[U+" + half.toUpperCase(Locale.ROOT) + "]";
    }
}
