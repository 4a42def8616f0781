package org.infoscope.sample;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.infoscope.history.SampledStep;

/**
 * What a run's own records say about its listening.
 *
 * @param sampled iterations that were measured or reported
 * @param skipped samples left out
 * @param leftOut samples that the budget has left out
 * @param failed readings or samples that failed
 * @param readings in all
 * @param nanos the training thread's stalls and the worker's wall time
 * @param runShare the share of fit's time that the listener itself recorded last; NaN without one
 */
record ListeningCosts(
        Set<Long> sampled, long skipped, long leftOut, long failed, long readings, long nanos, double runShare) {

    static final ListeningCosts NONE = new ListeningCosts(Set.of(), 0, 0, 0, 0, 0, Double.NaN);

    static ListeningCosts of(List<SampledStep> steps) {
        Set<Long> sampled = steps.stream()
                .filter(step -> step.state() == SampledStep.State.LIVE
                        && !step.readings().isEmpty())
                .map(SampledStep::iteration)
                .collect(Collectors.toSet());
        SampledStep.Cost last = steps.get(steps.size() - 1).cost();
        return new ListeningCosts(
                sampled,
                last.skipped(),
                last.overhead().leftOut(),
                last.failed(),
                steps.stream().mapToLong(step -> step.readings().size()).sum(),
                steps.stream()
                        .filter(step -> step.state() == SampledStep.State.LIVE)
                        .mapToLong(
                                step -> step.cost().stallNanos() + step.cost().busyNanos())
                        .sum(),
                last.overhead().runShare());
    }
}
