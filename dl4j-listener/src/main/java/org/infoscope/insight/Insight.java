package org.infoscope.insight;

import java.util.Objects;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has found in a run, in plain words, with the reading that shows it.
 *
 * @param rule {@link Rule#id()}
 * @param severity how much it matters
 * @param title a few words
 * @param explanation what was seen, with its figures; names no layer, so that a name can be shown as such
 * @param advice what to do about it
 * @param layer of the reading; null when it is about the run
 * @param series key of the reading's series; null when it is about the score or the run
 * @param since the iteration from which it has held without a break
 * @param iteration of the latest sample that shows it
 */
public record Insight(
        String rule,
        Severity severity,
        String title,
        String explanation,
        String advice,
        @Nullable String layer,
        @Nullable String series,
        long since,
        long iteration) {

    /** How much an insight matters. */
    public enum Severity {
        /** The readings need to be read with care; training is not affected. */
        NOTE,
        /** Training does not do what it should, or pays too much for being watched. */
        WARNING
    }

    /**
     * Checks that only layer and series may be null.
     *
     * @param rule as above
     * @param severity as above
     * @param title as above
     * @param explanation as above
     * @param advice as above
     * @param layer as above
     * @param series as above
     * @param since as above
     * @param iteration as above
     */
    public Insight {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(advice, "advice");
    }

    /** What a step's reading shows. */
    static Insight of(
            Rule rule,
            Severity severity,
            String title,
            String explanation,
            String advice,
            SampledStep step,
            Reading reading) {
        return new Insight(
                rule.id(),
                severity,
                title,
                explanation,
                advice,
                reading.layer(),
                reading.series(),
                step.iteration(),
                step.iteration());
    }

    /** The same, having held from an earlier iteration on. */
    Insight since(long earlier) {
        return new Insight(rule, severity, title, explanation, advice, layer, series, earlier, iteration);
    }
}
