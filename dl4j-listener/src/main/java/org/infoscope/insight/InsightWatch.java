package org.infoscope.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one run: takes its steps one by one and tells which insights begin, and which hold.
 *
 * <p>An insight begins when its rule has found it at one place {@link Rule#confirmations()} times in a row, and ends when the rule
 * has refuted it as often in a row; between the two thresholds of a rule it stays as it is. So it is told once until it has ended.
 * At most {@value #MOST_PLACES} places of a rule are told apart, so that memory is bounded. What a step lacks is no reason for or
 * against anything; a rule that throws is logged and not asked again. Not safe for use by several threads.
 */
public final class InsightWatch {

    private static final Logger LOG = LoggerFactory.getLogger(InsightWatch.class);

    /** Of one rule. */
    static final int MOST_PLACES = 4096;

    private final List<Watched> watched = new ArrayList<>();

    InsightWatch(List<Rule> rules) {
        for (Rule rule : rules) {
            try {
                watched.add(new Watched(rule));
            } catch (RuntimeException | LinkageError | AssertionError failure) {
                leftOut(rule, failure);
            }
        }
    }

    /**
     * Looks at one more step.
     *
     * @param step of the run, in order of time; of a closing one nothing is asked
     * @return the insights that begin with it, mostly none
     */
    public List<Insight> take(SampledStep step) {
        List<Insight> begun = new ArrayList<>();
        if (step.state() == SampledStep.State.LIVE) {
            watched.removeIf(one -> !one.look(step, begun));
        }
        return begun;
    }

    /**
     * What holds after the last step taken.
     *
     * @return warnings first, then in order of their beginning
     */
    public List<Insight> holding() {
        return watched.stream()
                .flatMap(one -> one.suspicions.values().stream())
                .filter(suspicion -> suspicion.holds)
                .map(suspicion -> suspicion.found.since(suspicion.since))
                .sorted(Comparator.comparing(Insight::severity).reversed().thenComparingLong(Insight::since))
                .toList();
    }

    private static void leftOut(Rule rule, Throwable failure) {
        LOG.warn(
                "The rule '{}' failed and is left out; all others go on",
                rule.getClass().getName(),
                failure);
    }

    /** A rule with what it has found so far. */
    private static final class Watched {

        private final Rule rule;
        private final Rule.Judge judge;
        private final Map<Rule.Place, Suspicion> suspicions = new LinkedHashMap<>();

        Watched(Rule rule) {
            this.rule = rule;
            this.judge = Objects.requireNonNull(rule.judge(), "judge");
        }

        /** False when the rule is not to be asked again. */
        boolean look(SampledStep step, List<Insight> begun) {
            try {
                judge.look(step, new Tally(step.iteration(), begun));
                return true;
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
                leftOut(rule, failure);
                return false;
            }
        }

        /** Counts verdicts. */
        private final class Tally implements Rule.Verdicts {

            private final long iteration;
            private final List<Insight> begun;

            Tally(long iteration, List<Insight> begun) {
                this.iteration = iteration;
                this.begun = begun;
            }

            @Override
            public void supports(Rule.Place place, Insight found) {
                Suspicion suspicion = suspicions.get(place);
                if (suspicion == null && suspicions.size() < MOST_PLACES) {
                    suspicion = new Suspicion(found);
                    suspicions.put(place, suspicion);
                }
                if (suspicion != null && suspicion.support(found, iteration, rule.confirmations())) {
                    begun.add(found.since(suspicion.since));
                }
            }

            @Override
            public void undecided(Rule.Place place) {
                end(place, suspicions.get(place), 0);
            }

            @Override
            public void refutes(Rule.Place place) {
                end(place, suspicions.get(place), 1);
            }

            private void end(Rule.Place place, @Nullable Suspicion suspicion, int against) {
                if (suspicion != null && suspicion.oppose(against, rule.confirmations())) {
                    suspicions.remove(place);
                }
            }
        }
    }

    /** What a rule has found at one place, at first without much weight. */
    private static final class Suspicion {

        private Insight found;
        private long since;
        private int supported;
        private int refuted;
        private boolean holds;

        Suspicion(Insight found) {
            this.found = found;
        }

        /** True when it begins to hold. */
        boolean support(Insight again, long iteration, int confirmations) {
            found = again;
            refuted = 0;
            if (supported == 0) {
                since = iteration;
            }
            // Beyond what is asked for, more say no more.
            supported = Math.min(supported + 1, confirmations);
            boolean begins = !holds && supported == confirmations;
            holds |= begins;
            return begins;
        }

        /** True when nothing is left of it. */
        boolean oppose(int against, int confirmations) {
            refuted = against == 0 ? 0 : refuted + against;
            return !holds || refuted == confirmations;
        }
    }
}
