package org.infoscope.insight;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;

/**
 * The rules by which runs are watched. Immutable; {@link #watch()} begins to watch one run.
 *
 * <pre>{@code
 * Insights.defaults().with(DeadUnits.withDefaults().withDeadShare(0.4)).without("saturated-entropy")
 * }</pre>
 *
 * @param rules each id once
 */
public record Insights(List<Rule> rules) {

    /**
     * Copies the list and checks it.
     *
     * @param rules as above
     * @throws IllegalArgumentException if two rules have the same id, or a rule wants less than one confirmation
     */
    public Insights {
        rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("There are two rules '" + rule.id() + "': with(rule) replaces one");
            }
            if (rule.confirmations() < 1) {
                throw new IllegalArgumentException(
                        "The rule '" + rule.id() + "' needs at least 1 confirmation, not " + rule.confirmations());
            }
        }
    }

    /**
     * Every rule of this package with its default thresholds.
     *
     * @return the rules
     */
    public static Insights defaults() {
        return new Insights(List.of(
                DivergingScore.withDefaults(),
                Overfitting.withDefaults(),
                CollapsedRepresentation.withDefaults(),
                DeadUnits.withDefaults(),
                OverheadOverBudget.withDefaults(),
                SaturatedEntropy.withDefaults(),
                UnsuitableBandwidth.withDefaults()));
    }

    /**
     * The rules that a run was watched by, as far as this package knows them: the defaults, changed as {@link #settings()} tells.
     *
     * @param run whose settings tell; what cannot be read in them leaves the default, and is logged
     * @return the rules
     */
    public static Insights of(RunInfo run) {
        return StoredThresholds.read(run.settings());
    }

    /**
     * No rules: nothing is watched.
     *
     * @return an empty set
     */
    public static Insights none() {
        return new Insights(List.of());
    }

    /**
     * One more rule, or another one in the place of that with the same id.
     *
     * @param rule with its thresholds
     * @return the changed copy
     */
    public Insights with(Rule rule) {
        List<Rule> changed = new ArrayList<>(rules);
        int same = ids().indexOf(rule.id());
        if (same < 0) {
            changed.add(rule);
        } else {
            changed.set(same, rule);
        }
        return new Insights(changed);
    }

    /**
     * All rules but one.
     *
     * @param id of the rule
     * @return the changed copy
     * @throws IllegalArgumentException if there is no such rule; the message names those there are
     */
    public Insights without(String id) {
        if (!ids().contains(id)) {
            throw new IllegalArgumentException("There is no rule '" + id + "', only " + ids());
        }
        return new Insights(rules.stream().filter(rule -> !rule.id().equals(id)).toList());
    }

    /**
     * What differs from the defaults, to be stored with a run: {@code insights.dead-units.deadShare = 0.4}, and as {@code insights.without} the
     * ids of the rules that are left out. Rules of other packages are not in it: who reads the run does not have them.
     *
     * @return numbers and texts by name; empty for the defaults
     */
    public Map<String, Object> settings() {
        return StoredThresholds.of(this);
    }

    /**
     * Begins to watch a run.
     *
     * @return what takes its steps, and has seen none yet
     */
    public InsightWatch watch() {
        return new InsightWatch(rules);
    }

    /**
     * What holds at the end of a run. Of thinned curves, what begins and ends within a bucket may be missing.
     *
     * @param steps of one worker, in order of time
     * @return warnings first, then in order of their beginning
     */
    public List<Insight> judge(Stream<SampledStep> steps) {
        InsightWatch watch = watch();
        steps.forEachOrdered(watch::take);
        return watch.holding();
    }

    private List<String> ids() {
        return rules.stream().map(Rule::id).toList();
    }
}
