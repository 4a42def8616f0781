package org.infoscope.insight;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.infoscope.history.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What a judge remembers of each layer's series. Beyond {@value #MOST} of them it remembers no more, so that memory is bounded
 * whatever the records say.
 *
 * @param <T> what is remembered
 */
final class Tracks<T> {

    private static final int MOST = 10_000;

    private final Map<Rule.Place, T> tracks = new LinkedHashMap<>();
    private final Supplier<T> blank;

    /**
     * Nothing is remembered yet.
     *
     * @param blank what is remembered before the first reading
     */
    Tracks(Supplier<T> blank) {
        this.blank = blank;
    }

    /** Of the reading's layer and series; null when there are too many. */
    @Nullable
    T of(Reading reading) {
        Rule.Place place = Figures.place(reading);
        T known = tracks.get(place);
        if (known == null && tracks.size() < MOST) {
            known = blank.get();
            tracks.put(place, known);
        }
        return known;
    }

    /** All, in order of their first readings. */
    Map<Rule.Place, T> all() {
        return tracks;
    }
}
