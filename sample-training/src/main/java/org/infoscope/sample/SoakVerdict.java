package org.infoscope.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;

/** Whether a soak went well, and the page that says so with figures. */
final class SoakVerdict {

    /** In the first half of a soak every metric has its first turn, and the process grows for it; what grows after that leaks. */
    private static final int WARM_QUARTER = 2;

    private static final int LAST_QUARTER = 3;

    /** The heap may hold so much more in the last quarter than in the one before. */
    private static final double MOST_GROWTH_MB = 32;

    /** Of the whole process: also what the C library's allocator and the virtual machine keep. */
    private static final double MOST_RESIDENT_GROWTH = 0.05;

    private static final List<SoakColumn> LISTED = List.of(
            SoakColumn.ITERATIONS_PER_SECOND,
            SoakColumn.HEAP_HELD_MB,
            SoakColumn.OFF_HEAP_MB,
            SoakColumn.ARRAYS_MB,
            SoakColumn.RESIDENT_MB,
            SoakColumn.PUT_MEDIAN_MS,
            SoakColumn.PUT_MAX_MS,
            SoakColumn.STALL_MEDIAN_MS,
            SoakColumn.STALL_MAX_MS,
            SoakColumn.SAMPLE_TO_STORED_MEDIAN_MS,
            SoakColumn.SAMPLE_TO_STORED_MAX_MS,
            SoakColumn.RECORD_TO_PAGE_MEDIAN_MS,
            SoakColumn.RECORD_TO_PAGE_MAX_MS,
            SoakColumn.OVERHEAD_SHARE,
            SoakColumn.OVERHEAD_RUN_SHARE,
            SoakColumn.COST_SHARE);

    private final SoakTable table;
    private final List<String> complaints = new ArrayList<>();

    SoakVerdict(SoakTable table) {
        this.table = table;
    }

    /** What is wrong; empty when all is well. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Compares what was put with what a new opening of the file has. */
    void judgeFile(RunHistory reopened, String session, SoakStorage storage) {
        long reports = reopened.listWorkerIDsForSessionAndType(session, RepresentationReport.TYPE_ID).stream()
                .mapToLong(worker -> reopened.getNumUpdateRecordsFor(session, RepresentationReport.TYPE_ID, worker))
                .sum();
        require(reports == storage.reports(), "%d reports were put, %d are stored", storage.reports(), reports);
        long updates = reopened.getNumUpdateRecordsFor(session);
        require(updates == storage.updates(), "%d updates were put, %d are stored", storage.updates(), updates);
    }

    /** Compares what was put with what the page was sent. */
    void judgePage(SoakPage page, SoakStorage storage) {
        require(
                page.steps() == storage.reports(),
                "%d reports were put, %d arrived at the page",
                storage.reports(),
                page.steps());
        require(page.connections() == 1, "The page connected %d times", page.connections());
    }

    /** Looks for growth and failures. */
    void judgeReadings() {
        require(table.last(SoakColumn.DROPPED) == 0, "%.0f samples were dropped", table.last(SoakColumn.DROPPED));
        require(
                table.last(SoakColumn.FAILED) == 0,
                "%.0f readings, samples or records failed",
                table.last(SoakColumn.FAILED));
        require(
                table.last(SoakColumn.PROBLEMS) == 0,
                "The history notes %.0f kinds of problems",
                table.last(SoakColumn.PROBLEMS));
        double held = table.median(SoakColumn.HEAP_HELD_MB, LAST_QUARTER)
                - table.median(SoakColumn.HEAP_HELD_MB, WARM_QUARTER);
        require(held <= MOST_GROWTH_MB, "The heap holds %.1f MB more", held);
        double growth =
                table.median(SoakColumn.RESIDENT_MB, LAST_QUARTER) / table.median(SoakColumn.RESIDENT_MB, WARM_QUARTER)
                        - 1;
        require(growth <= MOST_RESIDENT_GROWTH, "The process grew by %.1f %%", 100 * growth);
    }

    private void require(boolean holds, String otherwise, Object... figures) {
        if (!holds) {
            complaints.add(String.format(Locale.ROOT, otherwise, figures));
        }
    }

    /** The page, in Markdown. */
    String page(String machine, SoakStorage storage) {
        StringBuilder page = new StringBuilder();
        page.append("# Soak\n\n").append(machine).append("\n\n![Readings over time](soak.svg)\n\n");
        page.append(String.format(
                Locale.ROOT,
                "%.1f minutes, %,.0f iterations; %,.0f samples taken, %,.0f left out by the budget, %,.0f skipped, %,.0f dropped, %,.0f failed; %,d records stored,"
                        + " %,d of them Infoscope's; the file has %.1f MB. Raw readings: [soak.csv](soak.csv).%n%n",
                table.last(SoakColumn.MINUTES),
                table.last(SoakColumn.ITERATIONS),
                table.last(SoakColumn.TAKEN),
                table.last(SoakColumn.LEFT_OUT),
                table.last(SoakColumn.SKIPPED),
                table.last(SoakColumn.DROPPED),
                table.last(SoakColumn.FAILED),
                storage.updates(),
                storage.reports(),
                table.last(SoakColumn.FILE_MB)));
        page.append(
                "| | median of the third quarter | median of the last quarter | greatest reading |\n|---|---|---|---|\n");
        for (SoakColumn column : LISTED) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f |%n",
                    column.title().replace('_', ' '),
                    table.median(column, WARM_QUARTER),
                    table.median(column, LAST_QUARTER),
                    table.most(column)));
        }
        page.append(
                        "\nA soak passes when every record that was put is in the reopened file and arrived at the page over one")
                .append(
                        " connection, nothing failed, and memory of the last quarter is not above that of the third by more")
                .append(String.format(
                        Locale.ROOT,
                        " than %.0f MB (heap) or %.0f %% (whole process).%n%n",
                        MOST_GROWTH_MB,
                        100 * MOST_RESIDENT_GROWTH));
        page.append(complaints.isEmpty() ? "**Passed.**\n" : "**Failed:** " + String.join("; ", complaints) + ".\n");
        return page.toString();
    }
}
