package org.infoscope.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RunHistory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one run of a history. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        description = "Writes one run of FILE: jsonl is lossless, csv is tidy (one number a row).")
final class ExportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    @Parameters(paramLabel = "FILE", description = "a run history, for example runs/first.db")
    private Path file = Path.of("");

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "csv or jsonl")
    private ExportFormat format = ExportFormat.JSONL;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "file to write, replaced if it is there; - for standard output")
    private String out = STANDARD_OUTPUT;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "name or session id of the run; needed when FILE holds several")
    private @Nullable String run;

    @Override
    public Integer call() throws IOException {
        ActivationFile.requireReadable(file);
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            String session = choose(RecordedRun.all(history)).session();
            if (out.equals(STANDARD_OUTPUT)) {
                OutputStream stream = new BufferedOutputStream(System.out);
                history.export(session, format, stream);
                stream.flush();
            } else {
                OutputFile.requireWritable(Path.of(out), List.of(file));
                OutputFile.write(Path.of(out), stream -> history.export(session, format, stream));
            }
            if (!history.problems().isEmpty()) {
                throw new BadInput(file + ": was exported without what is damaged in it: "
                        + String.join("; ", history.problems()));
            }
        }
        return ExitCode.OK;
    }

    private RecordedRun choose(List<RecordedRun> runs) {
        List<RecordedRun> chosen = run == null
                ? runs
                : runs.stream().filter(recorded -> recorded.isCalled(run)).toList();
        if (chosen.size() == 1) {
            return chosen.get(0);
        }
        if (runs.isEmpty()) {
            throw new BadInput(file
                    + ": holds no Infoscope run. Is it a copy of a file that was being written? Then copy the -wal file"
                    + " beside it, too");
        }
        String problem = run == null
                ? "holds " + runs.size() + " runs: choose one with --run"
                : chosen.isEmpty()
                        ? "has no run '" + run + "'"
                        : "has " + chosen.size() + " runs '" + run + "': choose by session";
        throw new BadInput(file + ": " + problem + ". There are: "
                + runs.stream().map(RecordedRun::description).collect(Collectors.joining(", ")));
    }
}
