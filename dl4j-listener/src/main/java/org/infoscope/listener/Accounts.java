package org.infoscope.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;

/**
 * One account for every metric, and one for the pass that all share: a sample without its metrics. Guarded by its owner: not
 * safe for use by several threads.
 */
final class Accounts {

    private final Map<ScheduledMetric, Account> metrics = new LinkedHashMap<>();
    private final List<ScheduledMetric> order;
    private final Account pass = new Account();
    private long recordingNanos;

    Accounts(List<ScheduledMetric> metrics) {
        metrics.forEach(one -> this.metrics.put(one, new Account()));
        order = List.copyOf(metrics);
    }

    Account pass() {
        return pass;
    }

    Account of(ScheduledMetric one) {
        @Nullable Account account = metrics.get(one);
        if (account == null) {
            throw new IllegalArgumentException(
                    "Not a metric of this run: " + one.series().key());
        }
        return account;
    }

    /** In the order of the settings. */
    List<ScheduledMetric> metrics() {
        return order;
    }

    void forEach(BiConsumer<ScheduledMetric, Account> taker) {
        metrics.forEach(taker);
    }

    /** Putting a record took this long. */
    void recorded(long nanos) {
        recordingNanos = nanos;
    }

    /**
     * Learns what a record of a sample cost to measure.
     *
     * @param nanos all in all
     * @param slow metrics whose record has nothing else in it
     */
    void measured(SampledStep step, long nanos, List<ScheduledMetric> slow) {
        Map<ScheduledMetric, TurnCost> turns = new LinkedHashMap<>();
        metrics.keySet().forEach(one -> TurnCost.of(one, step).ifPresent(turn -> turns.put(one, turn)));
        long ofMetrics = turns.values().stream().mapToLong(TurnCost::nanos).sum();
        long rest = Math.max(0, nanos - ofMetrics);
        boolean first = !pass.known();
        boolean slowOnly = !turns.isEmpty() && slow.containsAll(turns.keySet());
        if (!slowOnly) {
            pass.cost(rest + recordingNanos, step.iteration(), first);
        }
        long shared = slowOnly ? rest / turns.size() : 0;
        turns.forEach((one, turn) ->
                of(one).cost(turn.complete(shared), step.iteration(), first && turn.layers() == turn.all()));
    }

    /** For the record. */
    List<Overhead.Series> recorded() {
        return metrics.entrySet().stream()
                .map(entry -> entry.getValue().recorded(entry.getKey().series().key()))
                .toList();
    }
}
