package org.infoscope.sample;

import java.util.Arrays;
import java.util.List;

/** What {@link ListenerTurns} have cost, as Markdown that a terminal shows well. */
final class TurnTable {

    private static final String HEADER = """
            The cost of a turn of %1$d steps, the first due to be sampled, is what they took beyond %1$d times their median, and %1$d times the median callbacks, which are in that median. Where a listener's median step lies well above none's, its work fills the turn and the cost is too small.

            | listener | turns | median step, ms | cost of a turn, ms: mean | standard error | median | beyond none's, %% of a turn |
            |---|---:|---:|---:|---:|---:|---:|
            """;

    private final List<ListenerTurn> turns;
    private final List<Configuration> compared;
    private final int steps;

    /**
     * A table.
     *
     * @param turns those of nobody among them
     * @param compared of one interval, which is the number of steps in a turn
     */
    TurnTable(List<ListenerTurn> turns, List<Configuration> compared) {
        this.turns = turns;
        this.compared = compared;
        this.steps = compared.get(0).every();
    }

    /** The whole text; numbers that are not there are a dash. */
    String text() {
        StringBuilder text = new StringBuilder(HEADER.formatted(steps));
        text.append(line(Configuration.NONE));
        compared.forEach(one -> text.append(line(one)));
        Configuration stats = new Configuration(Listening.stats, steps);
        if (compared.contains(stats)) {
            text.append('\n');
            compared.stream()
                    .filter(one -> one.listening().isInfoscope())
                    .forEach(one -> text.append(target(one, stats)));
        }
        return text.toString();
    }

    private String line(Configuration one) {
        double[] costs = costs(one);
        double beyond = 100 * (mean(costs) - mean(costs(Configuration.NONE))) / pace();
        return "| " + one.label() + " | " + costs.length + " | " + BenchmarkTable.number(step(one), 2) + " | "
                + BenchmarkTable.number(mean(costs), 2) + " | "
                + BenchmarkTable.number(standardError(costs), 2) + " | "
                + BenchmarkTable.number(Quantiles.of(costs).median(), 2) + " | "
                + (one.equals(Configuration.NONE) ? "-" : BenchmarkTable.number(beyond, 2)) + " |\n";
    }

    private String target(Configuration one, Configuration stats) {
        double[] costs = costs(one);
        double[] others = costs(stats);
        double under = pace() + mean(others);
        double ratio = (pace() + mean(costs)) / under;
        double error = Math.hypot(standardError(costs), ratio * standardError(others)) / under;
        return "- " + one.label() + " over " + stats.label() + ": " + BenchmarkTable.number(ratio, 4) + " (se "
                + BenchmarkTable.number(error, 4) + "); at most 1: " + verdict(ratio, error) + "\n";
    }

    private static String verdict(double ratio, double error) {
        if (ratio <= 1) {
            return "met";
        }
        return ratio - 2 * error > 1 ? "MISSED" : "not told apart";
    }

    private double[] costs(Configuration one) {
        return turns.stream()
                .filter(turn -> turn.configuration().equals(one))
                .mapToDouble(turn -> turn.cost(steps))
                .toArray();
    }

    /** Of a turn without a listener, in milliseconds. */
    private double pace() {
        return steps * step(Configuration.NONE);
    }

    /** The median of the turns' median steps, in milliseconds. */
    private double step(Configuration one) {
        return Quantiles.of(turns.stream()
                        .filter(turn -> turn.configuration().equals(one))
                        .mapToDouble(ListenerTurn::stepMillis)
                        .toArray())
                .median();
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    /** Of the mean; NaN for a single number. */
    private static double standardError(double[] numbers) {
        double mean = mean(numbers);
        double squares =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (numbers.length - 1) / numbers.length);
    }
}
