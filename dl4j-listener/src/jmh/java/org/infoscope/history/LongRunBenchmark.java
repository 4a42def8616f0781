package org.infoscope.history;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A million readings in a {@link RunHistory}: written, opened for the page in fresh processes, exported. docs/benchmarks/
 * run-history.md has results and the command.
 */
public final class LongRunBenchmark {

    private static final String ALL = "all";
    private static final int OPENINGS = 3;
    private static final int EXPORTS = 3;
    private static final int BUCKETS = 400;

    /** Reading waits for the writer: on a busy machine a put that never waits would leave records out after 5 s. */
    private static final int IN_FLIGHT = 128;

    private static final double NANOS = 1e9;

    private final Path file;
    private final LongRun run;

    private LongRunBenchmark(Path file, LongRun run) {
        this.file = file;
        this.run = run;
    }

    /** One thing to measure. */
    private interface Work {
        String run() throws IOException;
    }

    /**
     * Measures.
     *
     * @param arguments {@code STEPSxREADINGS[:scalars]}, for example {@code 50000x20}; further ones are for its own processes
     * @throws Exception if a file or process fails
     */
    public static void main(String[] arguments) throws Exception {
        String what = arguments[0];
        String[] size = what.replace(":scalars", "").split("x", -1);
        LongRun run =
                new LongRun("s", Integer.parseInt(size[0]), Integer.parseInt(size[1]), !what.endsWith(":scalars"));
        String part = arguments.length > 1 ? arguments[1] : ALL;
        if (!part.equals(ALL)) {
            new LongRunBenchmark(Path.of(arguments[2]), run).part(part);
            return;
        }
        Path folder = Files.createTempDirectory("long-run");
        Path file = folder.resolve("run.db");
        try {
            new LongRunBenchmark(file, run).part("write");
            for (int i = 0; i < OPENINGS; i++) {
                inFreshProcess(what, "open", file);
            }
            inFreshProcess(what, "csv", file);
            inFreshProcess(what, "jsonl", file);
        } finally {
            try (var left = Files.list(folder)) {
                for (Path each : left.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    private static void inFreshProcess(String what, String part, Path file) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(
                List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), LongRunBenchmark.class.getName()));
        command.addAll(List.of(what, part, file.toString()));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(part + " ended with " + exit);
        }
    }

    private void part(String part) throws IOException {
        switch (part) {
            case "write" -> timed("write", this::write);
            case "open" -> timed("open, fresh process", this::open);
            case "csv" -> exports(ExportFormat.CSV);
            case "jsonl" -> exports(ExportFormat.JSONL);
            default -> throw new IllegalArgumentException("There is no part " + part);
        }
    }

    private void timed(String name, Work work) throws IOException {
        long start = System.nanoTime();
        double processor = processor();
        String result = work.run();
        double wall = (System.nanoTime() - start) / NANOS;
        System.out.printf(
                Locale.ROOT,
                "%-20s %7.2f s wall %7.2f s processor (all threads) %10.0f readings/s wall; %s%n",
                name,
                wall,
                processor() - processor,
                (double) run.steps() * run.readings() / wall,
                result);
    }

    private static double processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / NANOS;
    }

    private String write() throws IOException {
        try (RunHistory history = RunHistory.open(file)) {
            history.putStaticInfo(run.info());
            for (int n = 0; n < run.steps(); n++) {
                history.putUpdate(run.report(n));
                if (n % IN_FLIGHT == 0 && !history.sessionExists(run.session())) {
                    throw new IllegalStateException("What was put is not there");
                }
            }
            if (!history.problems().isEmpty()) {
                throw new IllegalStateException("Not everything was stored: " + history.problems());
            }
        }
        return Files.size(file) / (run.steps() * (long) run.readings()) + " bytes a reading";
    }

    private String open() throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            RunCurves curves =
                    RunCurves.read(history, run.session(), LongRun.WORKER, Long.MIN_VALUE, Long.MAX_VALUE, BUCKETS);
            return curves.kept().size() + " of " + curves.steps() + " steps kept";
        }
    }

    private void exports(ExportFormat format) throws IOException {
        for (int i = 0; i < EXPORTS; i++) {
            timed(format + " " + (i + 1), () -> {
                try (RunHistory history = RunHistory.openReadOnly(file);
                        OutputStream nowhere = OutputStream.nullOutputStream()) {
                    history.export(run.session(), format, nowhere);
                }
                return "";
            });
        }
    }
}
