package org.infoscope.kernel.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The table as Markdown and as CSV, each line written as soon as it is known: what is interrupted keeps what it has. Times in
 * milliseconds.
 */
final class CheckTable {

    private static final String COLUMNS =
            "kernel,size,device_ms,device_without_transfers_ms,cpu_ms,speed_up,share_of_roofline,remark";

    private final Path markdown;
    private final Path csv;

    /**
     * Begins both files, in place of older ones.
     *
     * @param heading lines before the table
     */
    CheckTable(Path folder, String engine, String heading) throws IOException {
        Files.createDirectories(folder);
        markdown = folder.resolve("gpu-" + engine + ".md");
        csv = folder.resolve("gpu-" + engine + ".csv");
        Files.writeString(
                markdown,
                heading
                        + "\n\n| kernel | size | device, ms | without transfers, ms | processor, ms | times as fast |"
                        + " of the roofline | |\n|---|---|---|---|---|---|---|---|\n");
        Files.writeString(csv, COLUMNS + "\n");
    }

    /**
     * What was found.
     *
     * @param device seconds of the device, transfers included
     * @param computing seconds without
     * @param processor seconds of the processor
     * @param least seconds of the roofline
     */
    void measured(Workload work, double device, double computing, double processor, double least, String remark)
            throws IOException {
        add(
                work,
                number(1e3 * device),
                number(1e3 * computing),
                number(1e3 * processor),
                String.format(Locale.ROOT, "%.1f", processor / device),
                String.format(Locale.ROOT, "%.3f", least / computing),
                remark);
    }

    /** What was not measured, and why. */
    void skipped(Workload work, String reason) throws IOException {
        add(work, "", "", "", "", "", "not run: " + reason);
    }

    private void add(
            Workload work, String device, String computing, String processor, String ratio, String share, String remark)
            throws IOException {
        append(
                markdown,
                "| " + String.join(" | ", work.name(), work.size(), device, computing, processor, ratio, share, remark)
                        + " |\n");
        append(
                csv,
                String.join(",", work.name(), work.size(), device, computing, processor, ratio, share) + ",\""
                        + remark.replace("\"", "\"\"") + "\"\n");
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    /** Three digits at least. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : value < 1000 ? "%.1f" : "%.0f", value);
    }

    Path markdown() {
        return markdown;
    }

    Path csv() {
        return csv;
    }
}
