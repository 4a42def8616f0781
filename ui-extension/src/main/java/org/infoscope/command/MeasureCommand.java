package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.Need;
import org.infoscope.metric.ProbeInput;
import org.infoscope.metric.Snapshot;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One metric on activations saved by anything, so that its numbers can be checked from outside. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        sortOptions = false,
        description =
                "Measures activations saved by anything, and prints one JSON object: metric, values, settings, flags. "
                        + "A value that is undefined is null, and a flag says why.",
        footer = {
            "",
            "Options of --set, by metric (with their defaults):",
            "  spectral-roll-off",
            "    rollOff=0.85 centring=REMOVE|KEEP spectrum=POWER|MAGNITUDE",
            "    region=SQUARE|DISC",
            "  diffusion-spectral-entropy",
            "    bandwidth=10|SQRT_DIMENSION|MEDIAN|UNIT_NORM time=1 alpha=0",
            "  diffusion-spectral-mutual-information",
            "    the same, and seed=0 repetitions=5 reference=SUBSAMPLE|FULL",
            "  diffusion-spectral-mutual-information-input",
            "    the same, and clusters=10",
            "  feature-entropy",
            "    normalisation=ALL|EXISTING lowRate=MAX|PAPER|NONE",
            "    maximumRank=UNLIMITED|AUTHOR minimumImages=20 seed=0",
            "",
            "Examples:",
            "  infoscope measure diffusion-spectral-entropy a.npy --set bandwidth=MEDIAN",
            "  infoscope measure feature-entropy maps.npy --labels y.txt --summary units.csv"
        })
final class MeasureCommand implements Callable<Integer> {

    private static final int MAPS_RANK = 4;

    @Parameters(index = "0", paramLabel = "METRIC", description = "one of those below")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "activations: .npy (float32 or float64, C order, [n, d] or [n, c, h, w]) or .csv (no header, one sample per row)")
    private Path file = Path.of("");

    @Option(names = "--labels", paramLabel = "FILE", description = "class labels, one integer per line")
    private @Nullable Path labels;

    @Option(
            names = "--clusters",
            paramLabel = "FILE",
            description = "clusters of the network's inputs, one integer per line, instead of labels")
    private @Nullable Path clusters;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "an option of the metric; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--detail",
            paramLabel = "OUT.csv",
            description =
                    "also write one row per map: sample,channel,value; of feature-entropy sample,channel,birth, 0 for"
                            + " none")
    private @Nullable Path detail;

    @Option(
            names = "--summary",
            paramLabel = "OUT.csv",
            description = "of feature-entropy: also write channel,class,n,entropy,existing,eps")
    private @Nullable Path summary;

    @Mixin
    private KernelsOption kernelsOption = new KernelsOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Metric metric = metric();
        Path ids = ids(metric);
        requireOutputs(metric, ids);
        INDArray activations = activations(metric);
        int[] classIds = ids == null ? null : ClassIds.read(ids, activations.size(0));
        try (Kernels kernels = kernelsOption.open()) {
            ProbeInput input = classIds == null ? null : ProbeInput.clustered(classIds);
            Snapshot snapshot = new Snapshot(file.toString(), activations, null, classIds, 1, kernels, input, null);
            MetricResult result = compute(metric, snapshot);
            if (detail != null) {
                MapTables.writeMaps(detail, metric, snapshot);
            }
            if (summary != null && metric instanceof FeatureEntropy entropy) {
                MapTables.writeUnits(summary, entropy, snapshot);
            }
            PrintWriter out = Objects.requireNonNull(spec, "made by picocli")
                    .commandLine()
                    .getOut();
            out.println(ResultJson.of(metric, result));
            out.flush();
        }
        return ExitCode.OK;
    }

    private INDArray activations(Metric metric) throws IOException {
        boolean needsMaps = MapTables.has(metric);
        if (needsMaps && ActivationFile.isCsv(file)) {
            throw new BadInput(file + ": " + id + " measures maps, and a CSV has none; save [n, c, h, w] as .npy");
        }
        INDArray activations = ActivationFile.read(file);
        if (needsMaps && activations.rank() != MAPS_RANK) {
            throw new BadInput(file + ": " + id + " measures maps [n, c, h, w], but this is [n, d]");
        }
        return activations;
    }

    private MetricResult compute(Metric metric, Snapshot snapshot) {
        try {
            return metric.compute(snapshot);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(file + ": " + refused.getMessage());
        }
    }

    /** Everything that is to be written, looked at before the work begins. */
    private void requireOutputs(Metric metric, @Nullable Path ids) throws IOException {
        if (detail != null && !MapTables.has(metric)) {
            throw usage(id + " has no value per map, so --detail does not apply");
        }
        if (summary != null && !(metric instanceof FeatureEntropy)) {
            throw usage(id + " has no value per unit and class, so --summary does not apply");
        }
        List<Path> inputs = ids == null ? List.of(file) : List.of(file, ids);
        for (Path output : Stream.of(detail, summary).filter(Objects::nonNull).toList()) {
            OutputFile.requireWritable(output, inputs);
        }
        if (detail != null && summary != null) {
            OutputFile.requireDifferent(detail, summary);
        }
    }

    private Metric metric() {
        if (!Metrics.ids().contains(id)) {
            throw usage("Unknown metric '" + id + "'. There are: " + String.join(", ", Metrics.ids()));
        }
        Metric metric;
        try {
            metric = Metrics.of(id, settings);
        } catch (IllegalArgumentException unknownOptionOrValue) {
            throw usage(unknownOptionOrValue.getMessage());
        }
        if (metric.needs().contains(Need.GRADIENTS)) {
            throw usage(
                    id + " needs the network itself, and activations are not enough: use 'infoscope analyse --metrics "
                            + id + "' on the saved network");
        }
        return metric;
    }

    /** The file of class ids that the metric needs; null when it needs none. */
    private @Nullable Path ids(Metric metric) {
        int given = (labels == null ? 0 : 1) + (clusters == null ? 0 : 1);
        if (metric.needs().contains(Need.INPUT)) {
            if (clusters == null || given != 1) {
                throw usage(id + " takes --clusters and no --labels");
            }
            return clusters;
        }
        if (!metric.needs().contains(Need.LABELS)) {
            if (given > 0) {
                throw usage(id + " takes neither --labels nor --clusters");
            }
            return null;
        }
        if (given != 1) {
            throw usage(id + " takes exactly one of --labels and --clusters");
        }
        return labels == null ? clusters : labels;
    }

    private ParameterException usage(@Nullable String message) {
        return new ParameterException(
                Objects.requireNonNull(spec, "made by picocli").commandLine(), String.valueOf(message));
    }
}
