package org.infoscope.metric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One named number, distribution, list of scores or set of maps of a {@link MetricResult}: the closed set that pages and exports render. */
public sealed interface MetricValue {

    /**
     * Stable within the metric, lower camel case.
     *
     * @return the name, for example {@code entropy}
     */
    String name();

    /**
     * The unit.
     *
     * @return for example {@code bit}; {@code 1} for a pure number
     */
    String unit();

    /**
     * One number.
     *
     * @param name stable within the metric
     * @param unit of {@code value}
     * @param value NaN when undefined; the result then carries a flag that says why
     */
    record Scalar(String name, String unit, double value) implements MetricValue {}

    /**
     * A sample's distribution: a histogram on fixed bins beside exact summary statistics of the defined observations.
     *
     * @param name stable within the metric
     * @param unit of the observations
     * @param edges ascending, one more than {@code counts}; bin k holds {@code edges[k] <= x < edges[k+1]}, the last bin
     *     its upper edge too
     * @param counts defined observations per bin
     * @param mean of the defined observations; NaN when there are none
     * @param sd population standard deviation of the defined observations; NaN when there are none
     * @param levels of the quantiles, ascending, in [0, 1]
     * @param quantiles one per level; NaN when there are no defined observations
     * @param total observations, defined or not
     * @param undefined observations without a value, those from non-finite input included
     * @param nonFinite observations whose input held a NaN or an infinity
     */
    record Distribution(
            String name,
            String unit,
            List<Double> edges,
            List<Long> counts,
            double mean,
            double sd,
            List<Double> levels,
            List<Double> quantiles,
            long total,
            long undefined,
            long nonFinite)
            implements MetricValue {

        /**
         * Copies the lists and checks that they fit each other.
         *
         * @param name as above
         * @param unit as above
         * @param edges as above
         * @param counts as above
         * @param mean as above
         * @param sd as above
         * @param levels as above
         * @param quantiles as above
         * @param total as above
         * @param undefined as above
         * @param nonFinite as above
         */
        public Distribution {
            edges = List.copyOf(edges);
            counts = List.copyOf(counts);
            levels = List.copyOf(levels);
            quantiles = List.copyOf(quantiles);
            if (edges.size() != counts.size() + 1 || levels.size() != quantiles.size()) {
                throw new IllegalArgumentException(
                        "A distribution needs one edge more than counts and one quantile per level");
            }
        }

        /**
         * The share of observations without a value.
         *
         * @return in [0, 1]; NaN when there are no observations
         */
        public double undefinedFraction() {
            return total == 0 ? Double.NaN : (double) undefined / total;
        }
    }

    /**
     * One number per unit of the layer (its channels, in order).
     *
     * @param name stable within the metric
     * @param unit of the scores
     * @param scores one per unit; NaN where the unit has none
     */
    record UnitScores(String name, String unit, List<Double> scores) implements MetricValue {

        /**
         * Copies the list.
         *
         * @param name as above
         * @param unit as above
         * @param scores as above
         */
        public UnitScores {
            scores = List.copyOf(scores);
        }

        /**
         * The units from the lowest score to the highest.
         *
         * @return their indices; units without a score are left out, equal scores stay in the order of the units
         */
        public List<Integer> ascending() {
            return IntStream.range(0, scores.size())
                    .filter(unit -> !scores.get(unit).isNaN())
                    .boxed()
                    .sorted(Comparator.comparing(scores::get))
                    .toList();
        }
    }

    /**
     * One map per probe example: a number for each cell of a grid laid over the input.
     *
     * @param name stable within the metric
     * @param unit of the numbers
     * @param rows of the grid; 1 when the input is no image
     * @param columns of the grid
     * @param examples of the probe, by index, one per map
     * @param maps each with rows x columns numbers in C order; NaN where there is none
     */
    record PixelMaps(String name, String unit, int rows, int columns, List<Integer> examples, List<List<Double>> maps)
            implements MetricValue {

        /**
         * Copies the lists and checks that they fit each other.
         *
         * @param name as above
         * @param unit as above
         * @param rows as above
         * @param columns as above
         * @param examples as above
         * @param maps as above
         */
        public PixelMaps {
            examples = List.copyOf(examples);
            maps = maps.stream().map(List::copyOf).toList();
            int cells = Math.multiplyExact(rows, columns);
            if (examples.size() != maps.size() || maps.stream().anyMatch(map -> map.size() != cells)) {
                throw new IllegalArgumentException(
                        "There must be one map per example, each of " + rows + " x " + columns + " numbers");
            }
        }
    }
}
