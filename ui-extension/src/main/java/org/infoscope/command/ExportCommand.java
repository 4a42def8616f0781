package org.infoscope.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
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
                write(history, session, Path.of(out));
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
            throw new BadInput(file + ": holds no Infoscope run");
        }
        String problem = run == null
                ? "holds " + runs.size() + " runs: choose one with --run"
                : chosen.isEmpty()
                        ? "has no run '" + run + "'"
                        : "has " + chosen.size() + " runs '" + run + "': choose by session";
        throw new BadInput(file + ": " + problem + ". There are: "
                + runs.stream().map(RecordedRun::description).collect(Collectors.joining(", ")));
    }

    /** By way of a file beside it, so that a failure never leaves half an export under the name that was asked for. */
    private void write(RunHistory history, String session, Path target) throws IOException {
        OutputFile.requireWritable(target, List.of(file));
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(target))) {
                history.export(session, format, stream);
            }
            return;
        }
        // Not a temporary file of the JDK: those can be read by their owner alone, and so could the export.
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream stream =
                    new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
                history.export(session, format, stream);
            }
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherwise) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
