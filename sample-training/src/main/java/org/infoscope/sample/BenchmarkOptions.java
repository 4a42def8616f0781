package org.infoscope.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the benchmark's command line asks for; each option's default is shown by {@code --help}. */
final class BenchmarkOptions {

    /** The listener's own. */
    private static final double DEFAULT_BUDGET = 0.05;

    /** Steps of a turn whose median no sampled one decides. Our own choice. */
    private static final int LEAST_TURN = 16;

    @Option(
            names = "--network",
            defaultValue = "lenet",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Architecture network = Architecture.lenet;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description =
                    "MNIST in IDX format for lenet and mlp, CIFAR-10 in binary format for resnet (default: drawn digits)")
    @Nullable
    Path dataDir;

    @Option(
            names = "--iterations",
            defaultValue = "256",
            paramLabel = "N",
            description = "training steps of each run; not used with --turns (default: ${DEFAULT-VALUE})")
    int iterations;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "every configuration is run once in each (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "64",
            paramLabel = "N",
            description =
                    "training steps of each kind of listener before the clock counts; whole turns with --turns (default: ${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--turns",
            description =
                    "one training whose listener changes, at random, after as many steps as lie between two samples: for machines whose own speed changes within seconds")
    boolean turns;

    @Option(
            names = "--configurations",
            defaultValue = ".*",
            paramLabel = "REGEX",
            description =
                    "which to compare with no listener, for example 'copy@1|.*@64' (default: copy@1, statsfile@1, and stats, economy, standard, full @1, @16, @64, @256)")
    String configurations = ".*";

    @Option(
            names = "--batch",
            defaultValue = "64",
            paramLabel = "N",
            description = "images per training step (default: ${DEFAULT-VALUE})")
    int batch;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "of drawing, weights, dropout and the order of runs (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--probe-size",
            defaultValue = "200",
            paramLabel = "N",
            description = "training images that Infoscope measures on (default: ${DEFAULT-VALUE})")
    int probeSize;

    @Option(
            names = "--validation-size",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "validation images that Infoscope asks at each measurement; 0 for none, as without .validation(...) (default: ${DEFAULT-VALUE})")
    int validationSize;

    @Option(
            names = "--budget",
            paramLabel = "SHARE",
            description =
                    "overhead budget of Infoscope, 0.05 for 5 %%; Infinity for none (default: the listener's own)")
    @Nullable
    Double budget;

    @Option(
            names = "--out",
            defaultValue = "docs/benchmarks",
            paramLabel = "FOLDER",
            description =
                    "where the raw numbers and the table go, and each run's storage while it lasts (default: ${DEFAULT-VALUE})")
    Path out = Path.of("docs", "benchmarks");

    @Option(
            names = "--note",
            defaultValue = "",
            paramLabel = "TEXT",
            description = "kept with the numbers, for example how busy the machine was")
    String note = "";

    /** The first thing that is wrong, in words; null when all is well. */
    @Nullable
    String problem() {
        if (iterations < 2 || rounds < 1 || warmUp < 1 || batch < 1) {
            return "--rounds, --warm-up and --batch are 1 or more, --iterations 2 or more";
        }
        if (probeSize < ImageData.CLASSES || validationSize < 0) {
            return "--probe-size is " + ImageData.CLASSES
                    + " or more (one image of each class), --validation-size 0 or more";
        }
        if (budget != null && !(budget > 0 && (budget <= 1 || budget.isInfinite()))) {
            return "--budget is above 0 and at most 1, or Infinity";
        }
        try {
            return problem(compared());
        } catch (PatternSyntaxException malformed) {
            return "--configurations is no regular expression: " + malformed.getDescription();
        }
    }

    private @Nullable String problem(List<Configuration> compared) {
        if (compared.isEmpty()) {
            return "--configurations " + configurations + " matches none";
        }
        int every = compared.get(0).every();
        if (turns && (every < LEAST_TURN || compared.stream().anyMatch(one -> one.every() != every))) {
            return "--turns compares listeners of one interval, " + LEAST_TURN
                    + " steps or more, for example --configurations '(stats|economy|standard|full)@64'";
        }
        return null;
    }

    /** The data that go with the network. */
    DataChoice data() {
        if (dataDir == null) {
            return DataChoice.glyphs;
        }
        return network == Architecture.resnet ? DataChoice.cifar10 : DataChoice.mnist;
    }

    /** Of Infoscope, as a share of fit's wall time. */
    double budget() {
        return budget == null ? DEFAULT_BUDGET : budget;
    }

    /** What is compared with no listener. */
    List<Configuration> compared() {
        Pattern wanted = Pattern.compile(configurations);
        return Configuration.all().stream()
                .filter(one -> wanted.matcher(one.label()).matches())
                .toList();
    }
}
