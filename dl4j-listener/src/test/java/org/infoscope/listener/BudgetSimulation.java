package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.infoscope.history.Overhead;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insights;
import org.infoscope.kernel.PausePoint;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Need;
import org.infoscope.network.LayerSelection;
import org.jspecify.annotations.Nullable;

/**
 * A training with a worker, in simulated time: what the budget and the pace see is as in a run, and every cost is known. The worker does
 * one sample at a time, one may wait, and where the pace lets it, the waiting one comes between. Its thread and the test's take turns, so that
 * every run is the same.
 */
final class BudgetSimulation {

    static final double SECOND = 1e9;

    /** Of a network with five layers. */
    static final int LAYERS = 5;

    /** What lies between two pause points, in seconds. */
    double piece = 0.05;

    /** A piece more, of the metrics of gradients in the middle layer. */
    double longPiece;

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
    private long samples;

    private final List<ScheduledMetric> metrics = new ArrayList<>();
    private final double share;
    private final Schedule general;
    private final FitTime fit = new FitTime();
    private final CostLedger ledger = new CostLedger(() -> now, fit);
    private final CostLedger.Meter meter = ledger.meter();
    private @Nullable OverheadBudget budget;
    private @Nullable DueMetrics due;
    private @Nullable Pace pace;
    private @Nullable Task waiting;
    private boolean slotTaken;
    private final Semaphore toWorker = new Semaphore(0);
    private final Semaphore toTraining = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long wakes = Long.MAX_VALUE;
    private boolean wakesForTask;
    private long workingSince = Long.MAX_VALUE;

    private record Task(Turn turn, long iteration) {}

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
            pace = new Pace(() -> now, budget, meter, this::rest);
            Thread worker = new Thread(this::work, "simulated worker");
            worker.setDaemon(true);
            worker.start();
            toTraining.acquireUninterruptibly();
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

    /** The program does something else. */
    void stand(double seconds) {
        advance(now + Math.round(seconds * SECOND));
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
        if (slotTaken) {
            all.skipped(turn);
            skipped++;
            return;
        }
        all.taken(turn);
        slotTaken = true;
        waiting = new Task(turn, iteration);
        if (wakesForTask) {
            handOver();
        }
    }

    private void advance(long until) {
        while (wakes <= until) {
            now = wakes;
            handOver();
        }
        now = until;
    }

    /** The test's thread lets the worker go on until that waits again. */
    private void handOver() {
        wakes = Long.MAX_VALUE;
        toWorker.release();
        toTraining.acquireUninterruptibly();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    /** The worker waits until a time, or until it is given something to do. */
    private void await(long until, boolean forTask) {
        wakes = until;
        wakesForTask = forTask;
        toTraining.release();
        toWorker.acquireUninterruptibly();
        wakesForTask = false;
    }

    private boolean rest(long millis, boolean others) {
        if (!others || waiting == null) {
            await(now + millis * 1_000_000, others);
        }
        if (others) {
            perform();
        }
        return true;
    }

    private void work() {
        try {
            while (true) {
                if (waiting == null) {
                    await(Long.MAX_VALUE, true);
                }
                perform();
            }
        } catch (RuntimeException | Error thrown) {
            failure.set(thrown);
            toTraining.release();
        }
    }

    private void perform() {
        Task task = waiting;
        if (task == null) {
            return;
        }
        waiting = null;
        boolean between = pace().isBetween();
        slotTaken = between;
        meter.begin();
        measure(task);
        budget().done(task.turn());
        meter.end();
        slotTaken &= !between;
    }

    private Pace pace() {
        return Objects.requireNonNull(pace);
    }

    /** As in a run: the quick metrics layer by layer, as long as the allowance lasts, then the slow ones. */
    private void measure(Task task) {
        double cold = samples++ == 0 ? this.cold : 1;
        long begun = pace().nanos();
        Turn turn = task.turn();
        Allowance allowance = new Allowance(pace()::nanos, turn.quickNanos());
        List<Reading> quick = new ArrayList<>();
        pace().quickly(() -> {
            compute(cold * passSeconds);
            for (int layer = 0; layer < LAYERS; layer++) {
                read(layer, turn.quick(), cold, allowance, quick);
            }
        });
        boolean together = quick.isEmpty() || turn.slow().isEmpty();
        if (!together) {
            budget().measured(step(task, quick), pace().nanos() - begun, turn);
            begun = pace().nanos();
            count(task, quick);
            quick.clear();
        }
        if (!turn.slow().isEmpty()) {
            Allowance all = new Allowance(pace()::nanos, Long.MAX_VALUE);
            pace().slowly(() -> {
                for (int layer = 0; layer < LAYERS; layer++) {
                    read(layer, turn.slow(), cold, all, quick);
                }
            });
        }
        budget().measured(step(task, quick), pace().nanos() - begun, turn);
        count(task, quick);
    }

    private void read(int layer, List<ScheduledMetric> metrics, double cold, Allowance allowance, List<Reading> taken) {
        boolean exhausted = allowance.isExhausted();
        for (ScheduledMetric one : metrics) {
            long begun = pace().nanos();
            if (!exhausted) {
                String id = one.metric().info().id();
                allowance.spend(() -> {
                    compute(cold * Objects.requireNonNull(costs.get(id)) / LAYERS);
                    if (layer == LAYERS / 2 && one.needs(Need.GRADIENTS)) {
                        work(nanos(longPiece));
                    }
                });
            }
            List<Flag> flags = exhausted ? List.of(Allowance.EXHAUSTED) : List.of();
            long cost = pace().nanos() - begun;
            taken.add(new Reading("layer" + layer, "m", one.series().key(), List.of(), Map.of(), flags, cost));
        }
    }

    /** Work in pieces, with a pause point before each. */
    private void compute(double seconds) {
        for (long left = nanos(seconds); left > 0; left -= nanos(piece)) {
            work(Math.min(left, nanos(piece)));
        }
    }

    private void work(long nanos) {
        PausePoint.here();
        workingSince = now;
        await(now + nanos, false);
        busy.add(new long[] {workingSince, now});
        workingSince = Long.MAX_VALUE;
    }

    private void count(Task task, List<Reading> readings) {
        for (ScheduledMetric one : task.turn().metrics()) {
            List<Reading> own = readings.stream()
                    .filter(reading -> reading.series().equals(one.series().key()))
                    .toList();
            if (!own.isEmpty()
                    && own.stream().allMatch(reading -> reading.flags().isEmpty())) {
                turns(one.metric().info().id()).add(task.iteration());
            }
        }
    }

    private SampledStep step(Task task, List<Reading> readings) {
        return new SampledStep(
                task.iteration(),
                0,
                0,
                0,
                Map.of(),
                Map.of(),
                List.copyOf(readings),
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
        sum += Math.max(0, until - Math.max(from, workingSince / SECOND));
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
