package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;
import org.slf4j.LoggerFactory;

/** Takes the readings of a soak at a fixed rate, on a thread of its own, while it counts iterations on the training thread. */
final class SoakMeter extends BaseTrainingListener implements AutoCloseable {

    private static final double MEGA = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int READINGS_PER_DRAWING = 30;

    private final RunHistory history;
    private final SoakStorage storage;
    private final SoakFollower follower;
    private final SoakPage page;
    private final SoakTable table;
    private final Path plot;
    private final long started = System.nanoTime();
    private final AtomicLong iterations = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "soak-meter");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> readings;
    private long before = started;
    private long iterationsBefore;
    private double costMillis;

    SoakMeter(
            RunHistory history,
            SoakStorage storage,
            SoakFollower follower,
            SoakPage page,
            SoakTable table,
            Path plot,
            int seconds) {
        this.history = history;
        this.storage = storage;
        this.follower = follower;
        this.page = page;
        this.table = table;
        this.plot = plot;
        readings = clock.scheduleAtFixedRate(this::read, seconds, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        iterations.incrementAndGet();
    }

    private void read() {
        try {
            table.add(reading());
            if (table.size() % READINGS_PER_DRAWING == 0) {
                SoakPlot.draw(table, plot);
            }
        } catch (IOException | RuntimeException failure) {
            // The next reading tries again; a scheduled task that throws would never run again.
            LoggerFactory.getLogger(SoakMeter.class).warn("A reading of the soak failed", failure);
        }
    }

    private Map<SoakColumn, Double> reading() {
        long now = System.nanoTime();
        long done = iterations.get();
        costMillis += storage.takeCostMillis();
        Map<SoakColumn, Double> row = new EnumMap<>(SoakColumn.class);
        row.put(SoakColumn.MINUTES, (now - started) / NANOS_PER_SECOND / 60);
        row.put(SoakColumn.ITERATIONS, (double) done);
        row.put(SoakColumn.ITERATIONS_PER_SECOND, (done - iterationsBefore) / ((now - before) / NANOS_PER_SECOND));
        row.put(SoakColumn.HEAP_USED_MB, SoakMemory.used() / MEGA);
        row.put(SoakColumn.HEAP_HELD_MB, SoakMemory.held() / MEGA);
        long resident = Pointer.physicalBytes();
        row.put(SoakColumn.RESIDENT_MB, resident / MEGA);
        row.put(SoakColumn.OFF_HEAP_MB, (resident - SoakMemory.reserved()) / MEGA);
        row.put(SoakColumn.ARRAYS_MB, SoakMemory.arrays() / MEGA);
        row.put(SoakColumn.FILE_MB, fileBytes() / MEGA);
        row.put(SoakColumn.PROBLEMS, (double) history.problems().size());
        putCost(row, storage.last());
        row.put(SoakColumn.COST_SHARE, costMillis / ((now - started) / MEGA));
        Latencies.Summary puts = storage.puts().take();
        row.put(SoakColumn.PUTS, (double) puts.count());
        put(row, puts, SoakColumn.PUT_MEDIAN_MS, SoakColumn.PUT_MAX_MS);
        put(row, storage.stalls().take(), SoakColumn.STALL_MEDIAN_MS, SoakColumn.STALL_MAX_MS);
        put(
                row,
                follower.sampleToStored().take(),
                SoakColumn.SAMPLE_TO_STORED_MEDIAN_MS,
                SoakColumn.SAMPLE_TO_STORED_MAX_MS);
        put(row, page.recordToPage().take(), SoakColumn.RECORD_TO_PAGE_MEDIAN_MS, SoakColumn.RECORD_TO_PAGE_MAX_MS);
        before = now;
        iterationsBefore = done;
        return row;
    }

    private static void putCost(Map<SoakColumn, Double> row, SampledStep.Cost cost) {
        row.put(SoakColumn.TAKEN, (double) cost.taken());
        row.put(SoakColumn.SKIPPED, (double) cost.skipped());
        row.put(SoakColumn.FAILED, (double) cost.failed());
        row.put(SoakColumn.LEFT_OUT, (double) cost.overhead().leftOut());
        row.put(SoakColumn.DROPPED, (double) cost.overhead().dropped());
        row.put(SoakColumn.OVERHEAD_SHARE, cost.overhead().share());
        row.put(SoakColumn.OVERHEAD_RUN_SHARE, cost.overhead().runShare());
    }

    private static void put(
            Map<SoakColumn, Double> row, Latencies.Summary summary, SoakColumn median, SoakColumn most) {
        row.put(median, summary.median());
        row.put(most, summary.most());
    }

    private long fileBytes() {
        Path file = history.file();
        return file.toFile().length()
                + file.resolveSibling(file.getFileName() + "-wal").toFile().length();
    }

    /** Takes a last reading and ends. */
    @Override
    public void close() {
        readings.cancel(false);
        clock.execute(this::read);
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                LoggerFactory.getLogger(SoakMeter.class).warn("The last reading of the soak does not end");
            }
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
        }
    }
}
