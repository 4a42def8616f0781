package org.infoscope.listener;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.insight.Insight;
import org.infoscope.insight.Insights;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsChoice;
import org.infoscope.metric.Metric;
import org.infoscope.network.LayerSelection;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Options of a {@link RepresentationListener}; {@link #build()} checks them together. Not safe for use by several
 * threads.
 */
public final class RepresentationListenerBuilder {

    private final StatsStorageRouter router;
    private @Nullable Probe probe;
    private @Nullable Probe validation;
    private final ChosenMetrics metrics = new ChosenMetrics();
    private LayerSelection layers = new LayerSelection.AfterNonlinearity();
    private Schedule schedule = Schedule.every(10);
    private @Nullable String run;
    private boolean blocking;
    private long maxReplicaBytes;
    private @Nullable Kernels kernels;
    private boolean statsListener = true;
    private long patienceMillis = ListenerSettings.DEFAULT_PATIENCE_MILLIS;
    private @Nullable Double overheadBudget;
    private Insights insights = Insights.defaults();
    private Consumer<Insight> onInsight = insight -> {};
    private LongSupplier clock = System::nanoTime;

    RepresentationListenerBuilder(StatsStorageRouter router) {
        this.router = Objects.requireNonNull(router, "router: give a StatsStorage, or a router to one");
    }

    /**
     * The fixed examples to measure on. Without it, the first 256 distinct training examples.
     *
     * @param probe some hundred examples with labels
     * @return this
     */
    public RepresentationListenerBuilder probe(Probe probe) {
        this.probe = Objects.requireNonNull(probe, "probe");
        return this;
    }

    /**
     * Examples for the validation accuracy. Without it there is none.
     *
     * @param validation with labels
     * @return this
     */
    public RepresentationListenerBuilder validation(Probe validation) {
        this.validation = Objects.requireNonNull(validation, "validation");
        return this;
    }

    /**
     * Examples for the validation accuracy, read once now and held in memory.
     *
     * @param validation with labels
     * @return this
     * @throws IllegalArgumentException if it gives no examples
     */
    public RepresentationListenerBuilder validation(DataSetIterator validation) {
        return validation(Probe.of(validation).describedAs("validation set"));
    }

    /**
     * What to measure, with its options (bandwidth rules are options of the metrics). The default is
     * {@code Metrics.standard()}.
     *
     * @param metrics for example {@code Metrics.full()}
     * @return this
     */
    public RepresentationListenerBuilder metrics(List<Metric> metrics) {
        this.metrics.choose(metrics);
        return this;
    }

    /**
     * What to measure, with its options (bandwidth rules are options of the metrics).
     *
     * @param metrics at least one
     * @return this
     */
    public RepresentationListenerBuilder metrics(Metric... metrics) {
        return metrics(Arrays.asList(metrics));
    }

    /**
     * Measures a metric on a schedule of its own; adds the metric if {@link #metrics} does not name it. A step then holds
     * the metrics that are due at it, no others; the first sample of a run holds all, without those of gradients if there is an
     * {@link #overheadBudget}: these follow when it has room for them. When a sample is skipped because the
     * worker is busy, the metrics with a schedule of their own are measured with the next sample instead. What the end of
     * the run cuts short is not made up for.
     *
     * <p>Information discarding and every other metric that needs gradients has
     * {@code Schedule.perEpochOrEvery(1000)} unless it is given one here (our own choice).
     *
     * @param metric with its options
     * @param schedule of this metric; given again, the later one holds
     * @return this
     */
    public RepresentationListenerBuilder metric(Metric metric, Schedule schedule) {
        metrics.choose(metric, schedule);
        return this;
    }

    /**
     * Measures these layers only. Any layer or vertex may be named, those that the default leaves out too; a name that
     * the network does not have is reported with the run.
     *
     * @param names as the network gives them; a layer without a name is {@code layer} and its index from 0
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public RepresentationListenerBuilder layers(String... names) {
        this.layers = new LayerSelection.Named(new LinkedHashSet<>(Arrays.asList(names)));
        return this;
    }

    /**
     * Measures the layers and vertices whose name passes; asked once, on the listener's own thread.
     *
     * @param names true to measure
     * @return this
     */
    public RepresentationListenerBuilder layers(Predicate<String> names) {
        this.layers = new LayerSelection.Matching(names);
        return this;
    }

    /**
     * Samples iterations 0, n, 2n ... The default is every 10.
     *
     * @param n at least 1
     * @return this
     * @throws IllegalArgumentException if n is below 1
     */
    public RepresentationListenerBuilder every(int n) {
        return schedule(Schedule.every(n));
    }

    /**
     * When to sample: score, accuracies and every metric without a schedule of its own. The default is every 10 iterations.
     *
     * @param schedule every n, per epoch or logarithmic
     * @return this
     */
    public RepresentationListenerBuilder schedule(Schedule schedule) {
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        return this;
    }

    /**
     * Names the run. Without it, the model's class and the time.
     *
     * @param name for people
     * @return this
     */
    public RepresentationListenerBuilder run(String name) {
        this.run = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Waits for the worker instead of skipping a sample while it is busy: for experiments that must not miss any. Closing
     * the listener waits for every sample too; the end of the program does not. After ten minutes of waiting a sample is
     * skipped, and closing goes on, all the same, so that a hanging storage does not stop training. The default is false.
     *
     * <p>A blocking listener has no overhead budget: one that leaves samples out would contradict it.
     *
     * @param blocking true to wait
     * @return this
     */
    public RepresentationListenerBuilder blocking(boolean blocking) {
        this.blocking = blocking;
        return this;
    }

    /**
     * The most memory that the private copy of the network may take: two parameter vectors, three if a metric needs
     * gradients (the third for those of the largest layer, so mostly less); beyond it nothing is measured and the reason is
     * recorded. The default is a quarter of the memory that is free when the copy is made.
     *
     * @param bytes above 0
     * @return this
     */
    public RepresentationListenerBuilder maxReplicaBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxReplicaBytes must be above 0, not " + bytes);
        }
        this.maxReplicaBytes = bytes;
        return this;
    }

    /**
     * Who computes. The default is {@code Kernels.best()}; kernels given here are not closed by the listener.
     *
     * @param kernels open until the listener is closed
     * @return this
     */
    public RepresentationListenerBuilder kernels(Kernels kernels) {
        this.kernels = Objects.requireNonNull(kernels, "kernels");
        return this;
    }

    /**
     * Whether to report score and speed as a light StatsListener would when the network has none, so that Deeplearning4j's
     * own Overview page has its score chart. The default is true. There is a report of every iteration, or where iterations are short
     * at most one a millisecond, and as seldom as keeps the reports within half of the overhead budget.
     *
     * @param light false to go without
     * @return this
     */
    public RepresentationListenerBuilder statsListener(boolean light) {
        this.statsListener = light;
        return this;
    }

    /**
     * How much of training's wall time listening may take: stall of the training thread plus wall time for which the
     * listener's workers are busy, divided by the wall time of {@code fit}, over its last 60 s. The default is 0.05.
     *
     * <p>The listener measures what each metric costs, and leaves out samples and metrics to stay inside: a metric
     * that takes less than its fair part keeps its schedule, a dearer one is measured at every second, third ... of its due points.
     * What by itself costs most of a minute's budget, or more, and every metric of gradients, is measured with rests, as long as that takes; samples that are due
     * meanwhile come between, and its record comes after theirs. What is left out is counted; it, the intervals in effect and the
     * share are recorded with every step ({@link org.infoscope.history.Overhead}). The model is our own choice.
     *
     * <p>Rests come between chunks of examples, metrics, subsets of rows, and passes for gradients. The share can exceed the budget only where one such piece takes
     * longer than a minute's budget, or where a slow storage takes more than half of it, which the log
     * tells. A metric of your own that computes for seconds should call {@link org.infoscope.kernel.PausePoint#here}.
     *
     * <p>For short runs: half of a minute's budget may be spent at intervals that grow from 1, and metrics of gradients wait for the
     * second minute. The recorded share of a run of less than a minute is that of its own time, and may lie above the budget.
     *
     * @param share above 0 and at most 1; {@code Double.POSITIVE_INFINITY} for no budget
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public RepresentationListenerBuilder overheadBudget(double share) {
        if (!(share > 0 && share <= 1) && share != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "overheadBudget is a share of training's time, above 0 and at most 1 (0.05"
                            + " for 5 %), or Double.POSITIVE_INFINITY for none, not " + share);
        }
        this.overheadBudget = share;
        return this;
    }

    /**
     * The rules that watch the run. What they find is logged once when it begins, as a warning or, where only a reading needs care,
     * as information. The default is {@code Insights.defaults()}.
     *
     * @param rules with their thresholds; {@code Insights.none()} to watch for nothing
     * @return this
     */
    public RepresentationListenerBuilder insights(Insights rules) {
        this.insights = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /**
     * Who is told when an insight begins, beside the log: once until it has ended.
     *
     * @param consumer called on a thread of the listener's, never on two at once, within the overhead budget; what it throws is counted as
     *     a failure and logged once, and training goes on
     * @return this
     */
    public RepresentationListenerBuilder onInsight(Consumer<Insight> consumer) {
        this.onInsight = Objects.requireNonNull(consumer, "consumer");
        return this;
    }

    /** Nanoseconds, for costs and the time of fit. */
    RepresentationListenerBuilder clock(LongSupplier nanos) {
        this.clock = nanos;
        return this;
    }

    /** How long a blocking listener waits for a sample at most. */
    RepresentationListenerBuilder patience(long millis) {
        this.patienceMillis = millis;
        return this;
    }

    /**
     * Checks the options together.
     *
     * @return a listener for one network
     * @throws IllegalArgumentException if two metrics make the same series, the validation set has no labels, or a blocking
     *     listener has an overhead budget
     */
    public RepresentationListener build() {
        if (blocking && overheadBudget != null && Double.isFinite(overheadBudget)) {
            throw new IllegalArgumentException("blocking(true) takes every sample, overheadBudget(" + overheadBudget
                    + ") leaves samples out: choose one of them");
        }
        return new RepresentationListener(share());
    }

    /**
     * Measures finished networks instead of one that trains, in a session of its own. Probe, validation set, metrics,
     * layers, name, kernels and {@code maxReplicaBytes} hold as in training; schedules, {@code blocking} and
     * {@code overheadBudget} have no meaning.
     *
     * @return an analysis, to be closed
     * @throws IllegalArgumentException if there is no probe, two metrics make the same series or the validation set has no
     *     labels
     */
    public RepresentationAnalysis analysis() {
        return new RepresentationAnalysis(router, settings(), UUID.randomUUID().toString());
    }

    /**
     * The same in a session that the caller names. If the storage has Infoscope data of that session, it is continued:
     * what is measured is added to what is there, and {@link RepresentationAnalysis#measured} tells what that is.
     *
     * @param session of the run
     * @return an analysis, to be closed
     * @throws IllegalArgumentException as above, if the router is no StatsStorage, so that nobody can tell what the
     *     session has, or if its name takes more than 255 bytes in UTF-8
     */
    public RepresentationAnalysis analysis(String session) {
        if (!(router instanceof StatsStorage)) {
            throw new IllegalArgumentException("Only a StatsStorage tells what a session has, not a "
                    + router.getClass().getSimpleName() + ": give one, or name no session");
        }
        return new RepresentationAnalysis(router, settings(), ShortName.of(session, "session"));
    }

    SharedRun share() {
        return new SharedRun(router, settings());
    }

    private double overheadBudget() {
        if (overheadBudget != null) {
            return overheadBudget;
        }
        return blocking ? Double.POSITIVE_INFINITY : ListenerSettings.DEFAULT_OVERHEAD;
    }

    private ListenerSettings settings() {
        if (validation != null && validation.targets() == null && validation.ids() == null) {
            throw new IllegalArgumentException("The validation set has no labels, so there is no accuracy to compute");
        }
        if (kernels == null) {
            // Here, at the door, where a wrong name may still throw.
            KernelsChoice.fromProperty();
        }
        return new ListenerSettings(
                probe,
                validation,
                metrics.scheduled(schedule),
                layers,
                schedule,
                run,
                blocking,
                maxReplicaBytes,
                kernels,
                statsListener,
                patienceMillis,
                overheadBudget(),
                insights,
                onInsight,
                clock);
    }
}
