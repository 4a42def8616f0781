package org.infoscope.history;

import java.io.IOException;
import java.util.Map;

/**
 * Makes rows of stored readings without reading them: what most readings have in common is known from earlier ones as bytes, and
 * their numbers are copied. Not thread-safe.
 */
final class StoredReadings {

    private final ReadingPatterns patterns = new ReadingPatterns();
    private final ReadingPattern.Places places = new ReadingPattern.Places();
    private final JsonTexts settings = new JsonTexts(json -> {
        Map<String, Object> read = Settings.copyOf(ReadingDetails.ALL.settings(json));
        return CsvBytes.quoted(RunJson.toJson(read)) + CsvBytes.LINE_END;
    });
    private final JsonTexts flags =
            new JsonTexts(json -> CsvBytes.cells(TidyRow.text(JsonFields.list(json, RunJsonReader::flag))));
    private final byte[] noSettings = CsvBytes.utf8("{}" + CsvBytes.LINE_END);
    private final byte[] noFlags = CsvBytes.utf8(",");
    private byte[] json = noFlags;

    /**
     * Adds the rows of a step's readings.
     *
     * @param step whose readings they are
     * @param before what each row begins with
     * @param out where they are added
     * @return false if some of them are none of the usual ones: then not all are added
     */
    boolean addRows(StoredStep step, byte[] before, CsvBytes out) {
        json = step.json();
        int end = step.end();
        int at = step.begin();
        if (at == end) {
            return true;
        }
        try {
            do {
                at = addReading(at, end, before, out);
                if (at == end) {
                    return true;
                }
            } while (json[at++] == ',');
        } catch (IOException | RuntimeException unusual) {
            // Whoever reads all of the step then will say what is wrong, if anything is.
            return false;
        }
        return false;
    }

    /** Answers where the reading ends that begins at a place. */
    private int addReading(int from, int end, byte[] before, CsvBytes out) throws IOException {
        ReadingPattern pattern = patterns.at(json, from, end, places);
        byte[] flagged = cells(flags, pattern.flags(), noFlags);
        byte[] set = cells(settings, pattern.settings(), noSettings);
        for (PatternRow row : pattern.rows()) {
            out.add(before);
            out.add(row.curve());
            addValue(row.value(), out);
            out.add(row.unit());
            out.add(flagged);
            out.add(set);
        }
        return places.end();
    }

    private byte[] cells(JsonTexts texts, int part, byte[] none) throws IOException {
        return part < 0 ? none : texts.of(json, places.from(part), places.to(part));
    }

    private void addValue(PatternRow.Value value, CsvBytes out) {
        if (value instanceof PatternRow.Part part) {
            out.addNumber(json, places.from(part.index()), places.to(part.index()));
        } else if (value instanceof PatternRow.Share share) {
            long total = whole(share.total());
            out.add(total == 0 ? Double.NaN : (double) whole(share.undefined()) / total);
        } else if (value instanceof PatternRow.Word word) {
            out.add(CsvBytes.utf8(word.text()));
        }
    }

    /** A part that is a long; 0 where there is none. */
    private long whole(int part) {
        if (part < 0) {
            return 0;
        }
        long number = 0;
        boolean negative = json[places.from(part)] == '-';
        for (int i = places.from(part) + (negative ? 1 : 0); i < places.to(part); i++) {
            number = 10 * number + json[i] - '0';
        }
        return negative ? -number : number;
    }
}
