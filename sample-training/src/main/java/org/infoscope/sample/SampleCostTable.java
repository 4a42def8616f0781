package org.infoscope.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one sample costs a training, from {@link SampleCosts}: for machines whose own speed changes by more than listening costs, so that the
 * times of whole trainings cannot tell.
 */
final class SampleCostTable {

    private static final String HEADER = "\nWhat one sample costs training, at least: " + SampleCosts.WINDOW
            + " steps from the sampled one on, beyond the pace of the " + SampleCosts.BESIDE
            + " before and after them.\n\n"
            + "| listener | runs | samples | mean, ms | its standard error over runs |\n"
            + "|---|---:|---:|---:|---:|\n";

    private final BenchmarkRatios ratios;
    private final List<Configuration> compared;

    SampleCostTable(BenchmarkRatios ratios, List<Configuration> compared) {
        this.ratios = ratios;
        this.compared = compared;
    }

    /** One line per configuration whose samples lie far enough apart; nothing without any. */
    String text() {
        StringBuilder lines = new StringBuilder();
        compared.stream().filter(one -> one.every() >= SampleCosts.APART).forEach(one -> lines.append(line(one)));
        return lines.isEmpty() ? "" : HEADER + line(Configuration.NONE) + lines;
    }

    /** Every run counts alike; empty without samples. */
    private String line(Configuration one) {
        List<List<Double>> runs = ratios.runs(one).stream()
                .map(MeasuredRun::sampleCosts)
                .filter(samples -> !samples.isEmpty())
                .toList();
        if (runs.isEmpty()) {
            return "";
        }
        double[] means = runs.stream().mapToDouble(SampleCostTable::mean).toArray();
        int samples = runs.stream().mapToInt(List::size).sum();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2f | %s |\n",
                one.label(),
                means.length,
                samples,
                Arrays.stream(means).average().orElseThrow(),
                means.length < 2 ? "-" : String.format(Locale.ROOT, "%.2f", standardError(means)));
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double standardError(double[] means) {
        double mean = Arrays.stream(means).average().orElseThrow();
        double squares = Arrays.stream(means).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (means.length - 1) / means.length);
    }
}
