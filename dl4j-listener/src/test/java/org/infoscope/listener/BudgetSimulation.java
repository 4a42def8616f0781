package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.infoscope.history.Overhead;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insights;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Need;
import org.infoscope.network.LayerSelection;
import org.jspecify.annotations.Nullable;

/**
 * A training with a worker, in simulated time: what the budget sees is as in a run, and every cost is known. The worker does one sample
 * at a time, and one may wait.
 */
final class BudgetSimulation {

    static final double SECOND = 1e9;

    /** Of a network with five layers. */
    static final int LAYERS = 5;

    /** What a metric costs in all, in seconds. */
    final Map<String, Double> costs = new LinkedHashMap<>();

    /** For every metric, the iterations at which it was measured on all layers. */
    final Map<String, List<Long>> measured = new LinkedHashMap<>();

    /** When the worker was busy. */
    final List<long[]> busy = new ArrayList<>();

    double passSeconds = 0.01;

    /** How many times as much the first sample costs, in which code runs for the first time. */
    double cold = 1;

    double iterationSeconds = 0.1;
    int epochIterations = Integer.MAX_VALUE;
    long iteration = -1;
    long now;
    long skipped;

    private final List<ScheduledMetric> metrics = new ArrayList<>();
    private final double share;
    private final Schedule general;
    private final FitTime fit = new FitTime();
    private final CostLedger ledger = new CostLedger(() -> now, fit);
    private final CostLedger.Meter meter = ledger.meter();
    private @Nullable OverheadBudget budget;
    private @Nullable DueMetrics due;
    private @Nullable Turn current;
    private @Nullable Turn waiting;
    private long currentIteration;
    private long waitingIteration;
    private long started;
    private long ends;

    BudgetSimulation(double share, Schedule general) {
        this.share = share;
        this.general = general;
    }

    /** A metric on the general schedule. */
    BudgetSimulation quick(String id, double seconds) {
        return add(id, seconds, general, false, Set.of(Need.ACTIVATIONS));
    }

    /** A metric of gradients on its own schedule. */
    BudgetSimulation gradients(String id, double seconds, Schedule schedule) {
        return add(id, seconds, schedule, true, Set.of(Need.GRADIENTS));
    }

    BudgetSimulation add(String id, double seconds, Schedule schedule, boolean own, Set<Need> needs) {
        TestMetric metric = new TestMetric(id, snapshot -> TestMetric.result(0), needs);
        metrics.add(new ScheduledMetric(metric, SeriesInfo.of(metric), schedule, own));
        costs.put(id, seconds);
        measured.put(id, new ArrayList<>());
        return this;
    }

    OverheadBudget budget() {
        if (budget == null) {
            budget = new OverheadBudget(share, metrics, ledger, meter, new Complaints());
            ListenerSettings settings = new ListenerSettings(
                    null,
                    null,
                    metrics,
                    new LayerSelection.AfterNonlinearity(),
                    general,
                    null,
                    false,
                    0,
                    null,
                    false,
                    1,
                    share,
                    Insights.none(),
                    insight -> {},
                    () -> now);
            due = new DueMetrics(settings, budget);
        }
        return budget;
    }

    /** Trains on, after each iteration telling whoever looks. */
    void train(double seconds, Runnable look) {
        budget();
        long until = now + Math.round(seconds * SECOND);
        if (iteration < 0) {
            fit.callback(now);
            fit.epoch(epochIterations != Integer.MAX_VALUE);
            sample(schedule -> false);
        }
        while (now < until) {
            iteration++;
            advance(now + Math.round(iterationSeconds * SECOND));
            fit.callback(now);
            boolean epochs = epochIterations != Integer.MAX_VALUE;
            long at = iteration;
            sampleIfDue(schedule -> epochs ? schedule.atIteration(at) : schedule.atIterationWithoutEpochs(at));
            if (epochs && (iteration + 1) % epochIterations == 0) {
                sampleIfDue(schedule -> schedule.atEpochEnd((int) (at / epochIterations)));
            }
            look.run();
        }
    }

    private void sampleIfDue(Predicate<Schedule> when) {
        if (due != null && due.any(when)) {
            sample(when);
        }
    }

    private void sample(Predicate<Schedule> when) {
        DueMetrics all = Objects.requireNonNull(due);
        Turn turn = all.at(when);
        if (!turn.taken()) {
            return;
        }
        if (waiting != null) {
            all.skipped(turn);
            skipped++;
            return;
        }
        all.taken(turn);
        waiting = turn;
        waitingIteration = iteration;
        begin();
    }

    private void begin() {
        Turn next = waiting;
        if (current == null && next != null) {
            current = next;
            currentIteration = waitingIteration;
            waiting = null;
            started = now;
            meter.begin();
            ends = now + passNanos() + result(next, false).cost + result(next, true).cost;
        }
    }

    private void advance(long until) {
        while (current != null && ends <= until) {
            now = ends;
            finish(current);
            begin();
        }
        now = until;
    }

    private void finish(Turn turn) {
        Result quick = result(turn, false);
        Result slow = result(turn, true);
        boolean together = quick.readings.isEmpty() || slow.readings.isEmpty();
        if (together) {
            quick.readings.addAll(slow.readings);
            budget().measured(step(quick.readings), passNanos() + quick.cost + slow.cost);
        } else {
            budget().measured(step(quick.readings), passNanos() + quick.cost);
            budget().measured(step(slow.readings), slow.cost);
        }
        budget().done();
        meter.end();
        busy.add(new long[] {started, now});
        current = null;
        for (ScheduledMetric one : turn.metrics()) {
            List<Flag> flags = quick.flags.getOrDefault(one, slow.flags.getOrDefault(one, List.of()));
            if (flags.isEmpty()) {
                turns(one.metric().info().id()).add(currentIteration);
            }
        }
    }

    private static final class Result {
        private final List<Reading> readings = new ArrayList<>();
        private final Map<ScheduledMetric, List<Flag>> flags = new LinkedHashMap<>();
        private long cost;
    }

    /** Layer by layer, as long as the allowance lasts. */
    private Result result(Turn turn, boolean gradients) {
        Result result = new Result();
        long allowance = gradients ? turn.gradientNanos() : turn.quickNanos();
        for (int layer = 0; layer < LAYERS; layer++) {
            boolean exhausted = result.cost >= allowance;
            for (ScheduledMetric one : turn.metrics()) {
                if (one.needs(Need.GRADIENTS) == gradients) {
                    long cost = exhausted
                            ? 0
                            : nanos(coldness()
                                            * Objects.requireNonNull(costs.get(
                                                    one.metric().info().id())))
                                    / LAYERS;
                    List<Flag> flags = exhausted ? List.of(Allowance.EXHAUSTED) : List.of();
                    result.readings.add(
                            new Reading("layer" + layer, "m", one.series().key(), List.of(), Map.of(), flags, cost));
                    result.cost += cost;
                    if (exhausted) {
                        result.flags.put(one, flags);
                    }
                }
            }
        }
        return result;
    }

    private long passNanos() {
        return nanos(coldness() * passSeconds);
    }

    private double coldness() {
        return busy.isEmpty() ? cold : 1;
    }

    private SampledStep step(List<Reading> readings) {
        return new SampledStep(
                currentIteration,
                0,
                0,
                0,
                Map.of(),
                Map.of(),
                readings,
                List.of(),
                new SampledStep.Cost(0, 0, 0, 0, 0),
                SampledStep.State.LIVE);
    }

    /** The iterations at which a metric was measured on all layers. */
    List<Long> turns(String id) {
        return Objects.requireNonNull(measured.get(id));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * SECOND);
    }

    /** Seconds for which the worker was busy between two times, by the exact account. */
    double busy(double from, double until) {
        double sum = 0;
        for (int i = busy.size() - 1; i >= 0 && busy.get(i)[1] / SECOND > from; i--) {
            long[] one = busy.get(i);
            sum += Math.max(0, Math.min(until, one[1] / SECOND) - Math.max(from, one[0] / SECOND));
        }
        if (current != null) {
            sum += Math.max(0, until - Math.max(from, started / SECOND));
        }
        return sum;
    }

    double seconds() {
        return now / SECOND;
    }

    Overhead.Series series(String id) {
        return budget().overhead(0).series().stream()
                .filter(one -> one.series().startsWith(id))
                .findFirst()
                .orElseThrow();
    }
}
