package org.infoscope.insight;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
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

    /** Looks at one reading, and at what is remembered of its layer and series. */
    @FunctionalInterface
    interface Look<T> {
        void look(SampledStep step, Reading reading, T remembered, Rule.Verdicts verdicts);
    }

    /** Has every reading of one metric looked at, as long as there are not too many layers and series. */
    Rule.Judge judge(String metric, Look<T> look) {
        return (step, verdicts) -> step.readings().stream()
                .filter(reading -> reading.metric().equals(metric))
                .forEach(reading -> {
                    T remembered = of(reading);
                    if (remembered != null) {
                        look.look(step, reading, remembered, verdicts);
                    }
                });
    }

    /** All, in order of their first readings. */
    Map<Rule.Place, T> all() {
        return tracks;
    }
}
