package org.infoscope.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the benchmark says in the end: one line per configuration, then the targets, as Markdown that a terminal shows well. */
final class BenchmarkTable {

    private static final String HEADER = """
            | listener | time over none: median | quartiles | processor time over none | first stall, ms | stall of a sampled step, ms: median | p95 | unsampled step, us: median | taken | skipped | left out by the budget | recorded share | end, s |
            |---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final Configuration COPY = new Configuration(Listening.copy, 1);
    private static final double MOST_ECONOMY = 1.05;
    private static final double MOST_STANDARD = 1.10;

    private final BenchmarkRatios ratios;
    private final List<Configuration> compared;
    private final double budget;

    /**
     * A table.
     *
     * @param budget share of fit's wall time that Infoscope may take; infinite for none
     */
    BenchmarkTable(List<BenchmarkRow> rows, List<Configuration> compared, double budget) {
        this.ratios = new BenchmarkRatios(rows);
        this.compared = compared;
        this.budget = budget;
    }

    /** The whole text; numbers that are not there are a dash. */
    String text() {
        StringBuilder text = new StringBuilder(HEADER);
        text.append(line(Configuration.NONE));
        compared.forEach(one -> text.append(line(one)));
        List<String> targets = targets();
        if (!targets.isEmpty()) {
            text.append("\nTargets:\n\n");
            targets.forEach(target -> text.append("- ").append(target).append('\n'));
        }
        return text.toString();
    }

    private String line(Configuration one) {
        Quantiles time = Quantiles.of(ratios.time(one));
        boolean nobody = one.equals(Configuration.NONE);
        return "| " + one.label() + " | " + number(time.median(), 3) + " | " + number(time.lower(), 3) + " to "
                + number(time.upper(), 3) + " | "
                + number(Quantiles.of(ratios.processorTime(one)).median(), 3) + " | "
                + (nobody ? "- | " : number(median(one, MeasuredRun::firstMillis), 1) + " | ")
                + number(median(one, run -> run.sampled().median()), 3) + " | "
                + number(median(one, run -> run.sampled().p95()), 3) + " | "
                + number(median(one, run -> run.unsampled().median()), 1) + " | "
                + number(median(one, run -> run.costs().sampled().size()), 0) + " | "
                + number(median(one, run -> run.costs().skipped()), 0) + " | "
                + number(median(one, run -> run.costs().leftOut()), 0) + " | "
                + (one.listening().isInfoscope() ? number(median(one, MeasuredRun::recordedShare), 3) : "-") + " | "
                + number(median(one, MeasuredRun::endSeconds), 2) + " |\n";
    }

    private double median(Configuration one, ToDoubleFunction<MeasuredRun> quantity) {
        return Quantiles.of(ratios.runs(one).stream()
                        .mapToDouble(quantity)
                        .filter(number -> !Double.isNaN(number))
                        .toArray())
                .median();
    }

    /** With so many digits; a dash where there is none. */
    static String number(double number, int digits) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>();
        most(targets, new Configuration(Listening.economy, 64), MOST_ECONOMY);
        most(targets, new Configuration(Listening.standard, 64), MOST_STANDARD);
        for (Configuration one : compared) {
            if (one.listening() == Listening.full && Double.isFinite(budget)) {
                most(targets, one, 1 + budget);
            }
            Configuration stats = new Configuration(Listening.stats, one.every());
            if (one.listening().isInfoscope() && compared.contains(stats)) {
                Quantiles over = Quantiles.of(ratios.time(one, stats));
                targets.add(one.label() + " over " + stats.label() + ": " + spread(over) + "; at most 1: "
                        + verdict(over, 1));
            }
        }
        double copy = median(COPY, run -> run.sampled().median());
        if (!Double.isNaN(copy)) {
            compared.stream().filter(one -> one.listening().isInfoscope()).forEach(one -> stall(targets, one, copy));
        }
        return targets;
    }

    private void most(List<String> targets, Configuration one, double most) {
        if (compared.contains(one)) {
            Quantiles time = Quantiles.of(ratios.time(one));
            targets.add(one.label() + " over none: " + spread(time) + "; at most " + number(most, 2) + ": "
                    + verdict(time, most));
        }
    }

    private void stall(List<String> targets, Configuration one, double copy) {
        double stall = median(one, run -> run.sampled().median());
        if (!Double.isNaN(stall)) {
            double most = 1 + 2 * copy;
            targets.add(one.label() + " stalls a sampled step for " + number(stall, 3)
                    + " ms; at most 1 ms and two copies of " + number(copy, 3) + " ms, " + number(most, 3) + " ms: "
                    + (stall <= most ? "met" : "MISSED"));
        }
    }

    private static String spread(Quantiles ratio) {
        return number(ratio.median(), 3) + " (" + number(ratio.lower(), 3) + " to " + number(ratio.upper(), 3) + ")";
    }

    /** Where the quartiles lie on both sides, the runs cannot tell. */
    private static String verdict(Quantiles ratio, double most) {
        if (Double.isNaN(ratio.median())) {
            return "not measured";
        }
        if (ratio.upper() <= most) {
            return "met";
        }
        return ratio.lower() > most ? "MISSED" : ratio.median() <= most ? "met by the median" : "missed by the median";
    }
}
