package org.infoscope.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.infoscope.history.RunHistory;
import org.infoscope.report.RunReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes runs as one HTML file that opens offline. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        description =
                "Writes the runs of each FILE as one HTML page that opens offline: curves, distributions, insights, settings.")
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "run histories, for example runs/first.db")
    private List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "HTML file to write")
    private Path out = Path.of("");

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "name or session id of a run; may be repeated (default: all runs of all files)")
    private List<String> wanted = List.of();

    @Option(names = "--force", description = "replace OUT if it is there")
    private boolean force;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err =
                Objects.requireNonNull(spec, "made by picocli").commandLine().getErr();
        files.forEach(ActivationFile::requireReadable);
        OutputFile.requireWritable(out, files);
        if (Files.exists(out) && !force) {
            throw new BadInput(out + ": is there already: name another file, or replace it with --force");
        }
        RunReport report = new RunReport(new VersionResource().getVersion()[0], Instant.now());
        List<String> problems = read(report, err);
        OutputFile.write(out, stream -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            report.write(writer);
            writer.flush();
        });
        err.println(out + ": written, " + Files.size(out) / 1024 + " KiB");
        if (!problems.isEmpty()) {
            throw new BadInput(out + ": was written without what is damaged: " + String.join("; ", problems));
        }
        return ExitCode.OK;
    }

    /** What is damaged in the files, in words. */
    private List<String> read(RunReport report, PrintWriter err) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> there = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>(wanted);
        int runs = 0;
        for (Path file : files) {
            try (RunHistory history = RunHistory.openReadOnly(file)) {
                for (RecordedRun run : RecordedRun.all(history)) {
                    there.add(run.description());
                    if (wanted.isEmpty() || wanted.stream().anyMatch(run::isCalled)) {
                        err.println("Reading " + TextTable.printable(run.description()) + " of " + file);
                        err.flush();
                        report.add(history, file.toString(), run.session(), run.worker(), run.info());
                        missing.removeIf(run::isCalled);
                        runs++;
                    }
                }
                history.problems().forEach(problem -> problems.add(file + ": " + problem));
            }
        }
        if (!missing.isEmpty()) {
            throw new BadInput("There is no run '" + String.join("', '", missing) + "'. There are: "
                    + there.stream().collect(Collectors.joining(", ")));
        }
        if (runs == 0) {
            throw new BadInput(
                    files.stream().map(Path::toString).collect(Collectors.joining(", ")) + ": holds no Infoscope run"
                            + (problems.isEmpty() ? "" : " that can be read; " + String.join("; ", problems)));
        }
        problems.forEach(report::warn);
        return problems;
    }
}
