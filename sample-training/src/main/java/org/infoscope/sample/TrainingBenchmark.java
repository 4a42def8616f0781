package org.infoscope.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.infoscope.listener.Probe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measures what listening costs: trains one network again and again, from the same beginning on the same batches, with no
 * listener, with Deeplearning4j's StatsListener and with Infoscope, in turns in this one process. Prints a table of ratios
 * and writes it beside the raw numbers, one line per run. With {@code --turns} it trains once, the listener changes, and a line is a
 * turn. See {@code --help} and docs/benchmarks.
 *
 * <p>Exit codes: 0 measured, 1 failed (the reason is on standard error), 2 wrong usage.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        version = "Infoscope benchmark of listening",
        sortOptions = false,
        description = "Measures what listening costs a training: none, StatsListener and Infoscope, in turns.")
public final class TrainingBenchmark implements Callable<Integer> {

    @Mixin
    private BenchmarkOptions options = new BenchmarkOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Made by picocli, or by a program that runs the command itself. */
    public TrainingBenchmark() {}

    /**
     * Runs the program and ends the virtual machine.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        Programs.runAndExit(new TrainingBenchmark(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        CommandLine command = Programs.checked(spec, options.problem());
        PrintWriter out = command.getOut();
        TrainingData data = options.data().load(options.dataDir, options.seed);
        if (data.training().size() < options.batch) {
            throw new IOException("--batch " + options.batch + " needs as many training images, and " + data.source()
                    + " has " + data.training().size());
        }
        BenchmarkTask task = BenchmarkTask.of(options, data);
        Files.createDirectories(options.out);
        String name = (options.turns ? "turns-" : "overhead-") + options.network + "-" + options.data() + "-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).format(LocalDateTime.now(ZoneOffset.UTC));
        Map<String, Object> facts = facts(task);
        Path csv = options.out.resolve(name + ".csv");
        String results;
        try (RawNumbers raw = new RawNumbers(csv, facts)) {
            results = options.turns ? turns(task, raw) : runs(task, raw);
        }
        String text = heading(facts, csv.getFileName()) + results;
        Path markdown = options.out.resolve(name + ".md");
        Files.writeString(markdown, text);
        out.print(text);
        out.println("\nThe raw numbers are in " + csv + ", this page in " + markdown);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** What all runs have in common. */
    private Map<String, Object> facts(BenchmarkTask task) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        facts.putAll(Machine.facts());
        facts.put("note", options.note);
        facts.put("network", options.network);
        facts.put("data", options.data());
        facts.put("parameters", task.begin().numParams());
        facts.put("batch", options.batch);
        if (!options.turns) {
            facts.put("iterations", options.iterations);
        }
        facts.put("probe", task.probe().description());
        Probe validation = task.validation();
        facts.put("validation", validation == null ? "none" : validation.description());
        facts.put("budget", options.budget());
        facts.put("seed", options.seed);
        return facts;
    }

    /** What the page says after a training of every configuration in each round. */
    private String runs(BenchmarkTask task, RawNumbers raw) throws IOException {
        List<Configuration> compared = options.compared();
        List<Configuration> warmUp = Configuration.warmUp(compared);
        Random random = new Random(options.seed);
        List<BenchmarkRow> rows = new ArrayList<>();
        int perRound = Configuration.round(compared, random).size();
        try (ProgressBar bar = bar(warmUp.size() + (long) options.rounds * perRound)) {
            for (Configuration one : warmUp) {
                bar.setExtraMessage("warm-up " + one.label());
                MeasuredRun.of(one, task, options.warmUp, options.out);
                bar.step();
            }
            for (int round = 1; round <= options.rounds; round++) {
                List<Configuration> order = Configuration.round(compared, random);
                for (int position = 0; position < order.size(); position++) {
                    Configuration one = order.get(position);
                    bar.setExtraMessage("round " + round + ", " + one.label());
                    BenchmarkRow row = new BenchmarkRow(
                            round, position, one, MeasuredRun.of(one, task, options.iterations, options.out));
                    raw.add(row.columns());
                    rows.add(row);
                    bar.step();
                }
            }
        }
        long results = rows.stream().map(row -> row.run().checksum()).distinct().count();
        return new BenchmarkTable(rows, compared, options.budget()).text() + "\nTrained parameters: "
                + (results == 1
                        ? "bit for bit the same after every run, with and without a listener.\n"
                        : "NOT the same after every run: " + results + " different results.\n");
    }

    /** What the page says after one training in which every configuration has turns. */
    private String turns(BenchmarkTask task, RawNumbers raw) throws IOException {
        List<Configuration> compared = options.compared();
        int steps = compared.get(0).every();
        int warmUp = (options.warmUp + steps - 1) / steps;
        int rounds = warmUp + options.rounds;
        List<Configuration> order = new ArrayList<>(compared);
        order.add(Configuration.NONE);
        Random random = new Random(options.seed);
        List<ListenerTurn> taken = new ArrayList<>();
        try (ProgressBar bar = bar((long) rounds * order.size());
                ListenerTurns turns = new ListenerTurns(task, steps)) {
            turns.open(order, options.out, rounds);
            for (int round = 1 - warmUp; round <= options.rounds; round++) {
                Collections.shuffle(order, random);
                for (int position = 0; position < order.size(); position++) {
                    Configuration one = order.get(position);
                    bar.setExtraMessage((round < 1 ? "warm-up " : "round " + round + ", ") + one.label());
                    ListenerTurn turn = turns.take(round, position, one);
                    if (round >= 1) {
                        raw.add(turn.columns());
                        taken.add(turn);
                    }
                    bar.step();
                }
            }
        }
        return new TurnTable(taken, compared).text();
    }

    private String heading(Map<String, Object> facts, Path csv) {
        String common = facts.entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                .collect(Collectors.joining("; "));
        return "# " + csv.toString().replace(".csv", "") + "\n\n" + common + ".\n\n" + options.rounds
                + " rounds; raw numbers in [" + csv + "](" + csv + ").\n\n";
    }

    private static ProgressBar bar(long most) {
        return new ProgressBarBuilder()
                .setTaskName("bench")
                .setInitialMax(most)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();
    }
}
