package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.infoscope.kernel.Kernels;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationAnalysis;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.listener.RepresentationListenerBuilder;
import org.infoscope.metric.ImageShape;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Need;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every metric on networks that somebody saved, into a run history. */
@Command(
        name = "analyse",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        sortOptions = false,
        description =
                "Measures saved networks on examples, without training, into a run history that 'infoscope ui' opens:"
                        + " one step per network, in the order of their iterations. Asked again, it goes on with what is not"
                        + " measured yet.",
        footer = {
            "",
            "Example:",
            "  infoscope analyse --model checkpoints --metrics full --per-class 20 \\",
            "    --data t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz \\",
            "    --out runs/checkpoints.db"
        })
final class AnalyseCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private ExampleOptions exampleOptions = new ExampleOptions();

    @Mixin
    private MetricOptions metricOptions = new MetricOptions();

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "NAME",
            description = "measure these layers only (default: each activation after its nonlinearity)")
    private List<String> layers = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "run history; made when it is not there, else the run is added to it")
    private Path out = Path.of("");

    @Option(names = "--run", paramLabel = "NAME", description = "of the run (default: the folder of the first network)")
    private @Nullable String run;

    @Option(names = "--json", description = "print all values as one JSON object instead of a table")
    private boolean json;

    @Mixin
    private KernelsOption kernelsOption = new KernelsOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Metric> metrics = metrics();
        List<ModelFile> models = modelOptions.open();
        PrintWriter err = commandLine().getErr();
        OutputFile.requireWritable(out, inputs(models));
        ChosenExamples chosen = exampleOptions.choose(err);
        warnOfMissingLabels(metrics, chosen, err);
        Model first = models.get(0).load();
        ExampleSet prepared = new NetworkInput(exampleOptions, err).prepare(first, models.get(0), chosen.set());
        String name = run == null ? modelOptions.folderName() : run;
        String session = AnalysisSession.id(name, metrics, layers, prepared.features(), chosen.ids());
        ResumableMetrics resumable = new ResumableMetrics(out);
        try (Kernels kernels = kernelsOption.open();
                RunHistory history = RunHistory.open(out)) {
            RepresentationListenerBuilder builder = RepresentationListener.builder(history)
                    .probe(probe(prepared, chosen))
                    .metrics(resumable.of(metrics))
                    .kernels(kernels)
                    .run(name);
            if (!layers.isEmpty()) {
                builder.layers(layers.toArray(String[]::new));
            }
            try (RepresentationAnalysis analysis = builder.analysis(session)) {
                measure(models, analysis, resumable, err);
            }
            history.problems().forEach(err::println);
            print(AnalysedRun.of(history, session).orElseThrow(() -> new IOException(out + ": nothing was recorded")));
        }
        return ExitCode.OK;
    }

    private List<Metric> metrics() {
        try {
            List<Metric> metrics = metricOptions.metrics();
            String problem = exampleOptions.problem();
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
            return metrics;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    private List<Path> inputs(List<ModelFile> models) {
        List<Path> inputs = new ArrayList<>(models.stream().map(ModelFile::file).toList());
        inputs.add(exampleOptions.data());
        exampleOptions.labels().ifPresent(inputs::add);
        return inputs;
    }

    private static void warnOfMissingLabels(List<Metric> metrics, ChosenExamples chosen, PrintWriter err) {
        Set<String> without = new TreeSet<>();
        for (Metric metric : metrics) {
            if (metric.needs().contains(Need.LABELS)
                    && chosen.ids() == null
                    && chosen.set().targets() == null) {
                without.add(metric.info().id());
            }
        }
        if (!without.isEmpty()) {
            err.println(
                    "No labels, so these do not apply: " + String.join(", ", without) + ". Give them with --labels");
            err.flush();
        }
    }

    private Probe probe(ExampleSet examples, ChosenExamples chosen) {
        Probe probe = Probe.of(new DataSet(
                        examples.features(), examples.targets(), examples.featureMask(), examples.targetMask()))
                .describedAs(chosen.description());
        ImageShape shape = exampleOptions.imageShape(chosen.set());
        Probe seen = shape == null ? probe : probe.images(shape.channels(), shape.height(), shape.width());
        int[] ids = chosen.ids();
        return ids == null ? seen : seen.labels(ids);
    }

    private void measure(
            List<ModelFile> models, RepresentationAnalysis analysis, ResumableMetrics resumable, PrintWriter err) {
        List<String> measured = analysis.measured();
        List<ModelFile> left = models.stream()
                .filter(model -> !measured.contains(model.description()))
                .toList();
        if (left.size() < models.size()) {
            err.println(models.size() - left.size() + " of " + models.size() + " models are measured in " + out
                    + " already");
        }
        try (AnalysisProgress progress = new AnalysisProgress(err, left.size())) {
            resumable.tellTo(progress);
            for (ModelFile model : left) {
                progress.begin(String.valueOf(model.file().getFileName()));
                try {
                    analysis.measure(model.load(), model.description(), progress);
                    resumable.recorded();
                } catch (IllegalArgumentException misfit) {
                    throw new BadInput(model.file() + ": " + misfit.getMessage());
                }
            }
        }
    }

    private void print(AnalysedRun analysed) {
        PrintWriter terminal = commandLine().getOut();
        if (json) {
            terminal.println(AnalysisJson.of(analysed));
        } else {
            SampledStep last = analysed.steps().get(analysed.steps().size() - 1);
            terminal.println(analysed.model(last) + ", iteration " + last.iteration() + ", on "
                    + analysed.info().probe());
            AnalysisTable.print(analysed, last, terminal);
            AnalysisTable.printInsights(analysed, terminal);
            terminal.println();
            int models = analysed.steps().size();
            terminal.println(models + (models == 1 ? " model is in " : " models are in ") + out + ", run '"
                    + analysed.info().name() + "': see them with 'infoscope ui " + out + "'");
        }
        terminal.flush();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "made by picocli").commandLine();
    }
}
