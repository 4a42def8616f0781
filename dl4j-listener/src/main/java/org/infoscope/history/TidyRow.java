package org.infoscope.history;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/**
 * One number of a {@link SampledStep}, as a row of the CSV export and of what a history shows to {@code sqlite3}.
 *
 * @param layer empty for what belongs to the whole step
 * @param metric id of the metric, or {@code score}, {@code training-accuracy}, {@code validation-accuracy},
 *     {@code listener}, {@code sample}
 * @param series key of the series, also of what it costs the listener; empty for what is no metric
 * @param statistic which number of the metric; an output's name for accuracies; empty where there is none
 * @param value NaN when undefined, null when there is none
 * @param unit of the value
 * @param flags of the reading; empty for an ordinary one
 * @param settings of the reading; null for what belongs to the whole step
 */
record TidyRow(
        String layer,
        String metric,
        String series,
        String statistic,
        @Nullable Double value,
        String unit,
        String flags,
        @Nullable Map<String, Object> settings) {

    static final String PURE = "1";
    private static final Flag NO_NUMBER = new Flag(
            Flag.Kind.UNDEFINED, "the network gave no finite number here (there is no loss before the first update)");

    /** The names of 0, 0.005, 0.01 ... 1: making one takes longer than all the rest of its row. */
    private static final Map<Double, String> USUAL_QUANTILES = IntStream.rangeClosed(0, 200)
            .mapToObj(i -> i / 200.0)
            .collect(Collectors.toUnmodifiableMap(level -> level, TidyRow::quantileName));

    /** Takes one row. */
    interface Sink<E extends Exception> {
        void row(TidyRow row) throws E;
    }

    /** Takes apart a step, in its own order. */
    static <E extends Exception> void each(SampledStep step, Sink<E> sink) throws E {
        before(step, sink);
        for (Reading reading : step.readings()) {
            eachOf(reading, sink);
        }
        after(step, sink);
    }

    /** What comes before the readings. */
    static <E extends Exception> void before(SampledStep step, Sink<E> sink) throws E {
        if (step.state() == SampledStep.State.LIVE) {
            sink.row(ofStep("score", "score", step.score(), PURE));
        }
        for (Map.Entry<String, Double> output : step.trainingAccuracy().entrySet()) {
            sink.row(ofStep("training-accuracy", output.getKey(), output.getValue(), PURE));
        }
        for (Map.Entry<String, Double> output : step.validationAccuracy().entrySet()) {
            sink.row(ofStep("validation-accuracy", output.getKey(), output.getValue(), PURE));
        }
    }

    /** What comes after the readings. */
    static <E extends Exception> void after(SampledStep step, Sink<E> sink) throws E {
        cost(step.cost(), sink);
        if (!step.problems().isEmpty()) {
            sink.row(new TidyRow("", "sample", "", "", null, "", text(step.problems()), null));
        }
    }

    private static <E extends Exception> void cost(SampledStep.Cost cost, Sink<E> sink) throws E {
        sink.row(ofStep("listener", "stall", (double) cost.stallNanos(), "ns"));
        sink.row(ofStep("listener", "busy", (double) cost.busyNanos(), "ns"));
        sink.row(ofStep("listener", "taken", (double) cost.taken(), PURE));
        sink.row(ofStep("listener", "skipped", (double) cost.skipped(), PURE));
        sink.row(ofStep("listener", "failed", (double) cost.failed(), PURE));
        if (cost.overhead().known()) {
            overhead(cost.overhead(), sink);
        }
    }

    private static <E extends Exception> void overhead(Overhead overhead, Sink<E> sink) throws E {
        if (Double.isFinite(overhead.budget())) {
            sink.row(ofStep("listener", "budget", overhead.budget(), PURE));
        }
        sink.row(ofStep("listener", "share", overhead.share(), PURE));
        sink.row(ofStep("listener", "runShare", overhead.runShare(), PURE));
        sink.row(ofStep("listener", "pass", (double) overhead.passNanos(), "ns"));
        sink.row(ofStep("listener", "everyNth", (double) overhead.everyNth(), PURE));
        sink.row(ofStep("listener", "leftOut", (double) overhead.leftOut(), PURE));
        sink.row(ofStep("listener", "dropped", (double) overhead.dropped(), PURE));
        for (Overhead.Series one : overhead.series()) {
            sink.row(ofSeries(one.series(), "cost", one.nanos(), "ns"));
            sink.row(ofSeries(one.series(), "everyNth", one.everyNth(), PURE));
            sink.row(ofSeries(one.series(), "leftOut", one.leftOut(), PURE));
        }
    }

    private static TidyRow ofSeries(String series, String statistic, long value, String unit) {
        return new TidyRow("", "listener", series, statistic, (double) value, unit, "", null);
    }

    private static TidyRow ofStep(String metric, String statistic, double value, String unit) {
        List<Flag> flags = Double.isFinite(value) ? List.of() : List.of(NO_NUMBER);
        return new TidyRow("", metric, "", statistic, value, unit, text(flags), null);
    }

    private static <E extends Exception> void eachOf(Reading reading, Sink<E> sink) throws E {
        String flags = text(reading.flags());
        Map<String, Object> settings = reading.settings();
        TidyRow.<E>values(
                reading,
                (statistic, value, unit) -> sink.row(new TidyRow(
                        reading.layer(), reading.metric(), reading.series(), statistic, value, unit, flags, settings)));
    }

    /** Takes the numbers of one reading. */
    interface Values<E extends Exception> {
        void add(String statistic, @Nullable Double value, String unit) throws E;

        /** The number that is made of two. */
        default void addShare(String statistic, MetricValue.Distribution of) throws E {
            add(statistic, of.undefinedFraction(), PURE);
        }
    }

    /** Takes apart a reading. */
    static <E extends Exception> void values(Reading reading, Values<E> values) throws E {
        if (reading.values().isEmpty()) {
            values.add("", null, "");
        }
        boolean plain = true;
        for (MetricValue value : reading.values()) {
            if (value instanceof MetricValue.Scalar scalar) {
                values.add(scalar.name(), scalar.value(), scalar.unit());
            } else if (value instanceof MetricValue.Distribution distribution) {
                // Only the first distribution has the plain names; a second one's would be the same.
                summary(plain ? "" : distribution.name() + '.', distribution, values);
                plain = false;
            }
            // Unit scores and maps would be thousands of rows a step: they stay in the record and in JSON Lines.
        }
    }

    private static <E extends Exception> void summary(
            String prefix, MetricValue.Distribution distribution, Values<E> values) throws E {
        String unit = distribution.unit();
        values.add(prefix + "mean", distribution.mean(), unit);
        values.add(prefix + "sd", distribution.sd(), unit);
        for (int i = 0; i < distribution.levels().size(); i++) {
            String name = prefix + quantile(distribution.levels().get(i));
            values.add(name, distribution.quantiles().get(i), unit);
        }
        values.addShare(prefix + "undefinedFraction", distribution);
    }

    /** {@code q05} for 0.05, {@code q97.5} for 0.975. */
    static String quantile(double level) {
        String known = USUAL_QUANTILES.get(level);
        return known == null ? quantileName(level) : known;
    }

    private static String quantileName(double level) {
        String percent =
                BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString();
        return (percent.indexOf('.') == 1 || percent.length() == 1 ? "q0" : "q") + percent;
    }

    /** Flags as one cell. */
    static String text(List<Flag> flags) {
        if (flags.isEmpty()) {
            return "";
        }
        return flags.stream().map(flag -> flag.kind() + ": " + flag.reason()).collect(Collectors.joining(" | "));
    }
}
