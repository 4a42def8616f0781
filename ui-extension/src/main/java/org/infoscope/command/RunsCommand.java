package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the runs of a history. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        description = "Lists the runs in each FILE, oldest first.")
final class RunsCommand implements Callable<Integer> {

    private static final List<String> HEAD = List.of(
            "run",
            "session",
            "started",
            "samples",
            "records",
            "iteration",
            "epoch",
            "score",
            "layers",
            "series",
            "state",
            "model");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "run histories, for example runs/first.db")
    private List<Path> files = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out =
                Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
        files.forEach(ActivationFile::requireReadable);
        List<List<String>> rows = new ArrayList<>(List.of(row(HEAD, "file")));
        for (Path file : files) {
            try (RunHistory history = RunHistory.openReadOnly(file)) {
                // Asked first: a writer may put the last record and leave while the records are read.
                boolean written = history.isBeingWritten();
                RecordedRun.all(history).forEach(run -> rows.add(row(cells(run, written), file.toString())));
            }
        }
        TextTable.print(rows, out);
        out.flush();
        return ExitCode.OK;
    }

    /** Of several files, every row ends with the file. */
    private List<String> row(List<String> cells, String file) {
        return files.size() == 1
                ? cells
                : Stream.concat(cells.stream(), Stream.of(file)).toList();
    }

    private static List<String> cells(RecordedRun run, boolean written) {
        SampledStep newest = run.newest().orElse(null);
        return List.of(
                run.info().name(),
                run.session(),
                TIME.format(Instant.ofEpochMilli(run.info().startedMillis())),
                Long.toString(run.samples()),
                Integer.toString(run.records()),
                newest == null ? "-" : Long.toString(newest.iteration()),
                newest == null ? "-" : Integer.toString(newest.epoch()),
                newest == null || Double.isNaN(newest.score())
                        ? "-"
                        : String.format(Locale.ROOT, "%.4g", newest.score()),
                Integer.toString(run.info().layers().size()),
                Integer.toString(run.info().series().size()),
                run.state(written),
                run.info().model());
    }
}
