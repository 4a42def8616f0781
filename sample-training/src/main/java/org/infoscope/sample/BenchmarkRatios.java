package org.infoscope.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Times over those without a listener. A run is divided by the mean of the runs of nobody next before and next after it in
 * its round, at most four runs away, so that a machine that slowly grows busier or hotter cancels out.
 */
final class BenchmarkRatios {

    private final List<BenchmarkRow> rows;

    /**
     * Of finished runs.
     *
     * @param rows in the order they were run; an unfinished round counts as far as it has a run of nobody after it
     */
    BenchmarkRatios(List<BenchmarkRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Wall times; for {@link Configuration#NONE} those of nobody over their neighbours of nobody: the measurement's own noise. */
    double[] time(Configuration configuration) {
        return ratios(configuration, MeasuredRun::seconds);
    }

    /** Processor times of the whole process. */
    double[] processorTime(Configuration configuration) {
        return ratios(configuration, MeasuredRun::processorSeconds);
    }

    /** Wall times of one configuration over those of another in the same round. */
    double[] time(Configuration configuration, Configuration other) {
        double[] over = ratios(configuration, MeasuredRun::seconds);
        double[] under = ratios(other, MeasuredRun::seconds);
        return IntStream.range(0, Math.min(over.length, under.length))
                .mapToDouble(round -> over[round] / under[round])
                .toArray();
    }

    /** All runs of one configuration. */
    List<MeasuredRun> runs(Configuration configuration) {
        return rows.stream()
                .filter(row -> row.configuration().equals(configuration))
                .map(BenchmarkRow::run)
                .toList();
    }

    private double[] ratios(Configuration configuration, ToDoubleFunction<MeasuredRun> quantity) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).configuration().equals(configuration)) {
                double baseline = baseline(i, quantity);
                if (!Double.isNaN(baseline)) {
                    ratios.add(quantity.applyAsDouble(rows.get(i).run()) / baseline);
                }
            }
        }
        return ratios.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double baseline(int row, ToDoubleFunction<MeasuredRun> quantity) {
        double before = nearest(row, -1, quantity);
        double after = nearest(row, 1, quantity);
        boolean nobody = rows.get(row).configuration().equals(Configuration.NONE);
        if (nobody && Double.isNaN(before)) {
            return after;
        }
        return nobody && Double.isNaN(after) ? before : (before + after) / 2;
    }

    private double nearest(int row, int direction, ToDoubleFunction<MeasuredRun> quantity) {
        for (int i = row + direction; i >= 0 && i < rows.size(); i += direction) {
            BenchmarkRow other = rows.get(i);
            if (other.round() != rows.get(row).round()) {
                break;
            }
            if (other.configuration().equals(Configuration.NONE)) {
                return quantity.applyAsDouble(other.run());
            }
        }
        return Double.NaN;
    }
}
