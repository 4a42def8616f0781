package org.infoscope.insight;

import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;

/**
 * Something worth telling about a run, and how it is recognised. Rules are immutable and hold thresholds; what they have seen of
 * a run is kept by the {@link Judge} that they make for it.
 *
 * <p>The rules of this package are records whose components are the thresholds; all defaults are our own choice. A rule of one's
 * own may be added by {@link Insights#with}.
 */
public interface Rule {

    /**
     * Names the rule.
     *
     * @return stable, lower case words joined by hyphens, for example {@code dead-units}
     */
    String id();

    /**
     * How many judgements in a row begin or end an insight.
     *
     * @return at least 1
     */
    int confirmations();

    /**
     * Begins to watch a run.
     *
     * @return a judge that has seen nothing yet
     */
    Judge judge();

    /** Looks at the steps of one run, in their order. Not safe for use by several threads. */
    interface Judge {

        /**
         * Looks at one more step and says what it shows. Values may be missing, NaN or infinite.
         *
         * @param step of the run, not the closing one
         * @param verdicts to be given for every place that the step says something of
         */
        void look(SampledStep step, Verdicts verdicts);
    }

    /** What a step says. A place where it says nothing stays as it is. */
    interface Verdicts {

        /**
         * It holds here.
         *
         * @param place that it is about
         * @param found in the words of this step; its {@code since} is of no meaning
         */
        void supports(Place place, Insight found);

        /**
         * It may or may not hold: no insight begins here, and none ends.
         *
         * @param place that it is about
         */
        void undecided(Place place);

        /**
         * It does not hold.
         *
         * @param place that it is about
         */
        void refutes(Place place);
    }

    /**
     * What an insight is about: there is one of a rule and place at a time.
     *
     * @param layer null for the whole run
     * @param series key; null for the whole run
     */
    record Place(@Nullable String layer, @Nullable String series) {

        /** The whole run. */
        public static final Place RUN = new Place(null, null);
    }
}
