package org.infoscope.sample;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * One training of the benchmark.
 *
 * @param seconds from the first step to the last, wall time
 * @param processorSeconds of this whole process in that time: training, worker, storage, garbage collection
 * @param endSeconds of closing the listener afterwards
 * @param collectionMillis of garbage collection
 * @param load of all processors of the machine in that time, 0 to 1; what is not ours is the neighbours'
 * @param listenerSeconds that the training thread spent in the listener, all iterations together
 * @param firstMillis that it spent there in the first iteration, where a listener sets itself up
 * @param sampled waits at sampled steps, milliseconds
 * @param unsampled waits at all others, microseconds
 * @param costs as recorded
 * @param checksum of the trained parameters
 */
record MeasuredRun(
        double seconds,
        double processorSeconds,
        double endSeconds,
        long collectionMillis,
        double load,
        double listenerSeconds,
        double firstMillis,
        Quantiles sampled,
        Quantiles unsampled,
        ListeningCosts costs,
        long checksum) {

    /** Share of the wall time, to the end of listening, that was recorded as stall or as the worker's. */
    double recordedShare() {
        return costs.nanos() / 1e9 / (seconds + endSeconds);
    }

    /**
     * Trains once.
     *
     * @param iterations from the same beginning as every other run
     * @param parent folder for the run's storage
     */
    static MeasuredRun of(Configuration configuration, BenchmarkTask task, int iterations, Path parent)
            throws IOException {
        Model model = task.begin();
        try (ListenedRun listened = ListenedRun.open(configuration, task, parent)) {
            TrainingListener listener = listened.listener();
            TimedListener timed = listener == null ? null : new TimedListener(listener, iterations);
            if (timed != null) {
                model.addListeners(timed);
            }
            // Every run starts with the same memory: ND4J frees native arrays behind the collector.
            System.gc();
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            system.getCpuLoad(); // the next call tells the load since this one
            long collected = collecting();
            long processor = system.getProcessCpuTime();
            long started = System.nanoTime();
            for (int iteration = 0; iteration < iterations; iteration++) {
                task.step(model, iteration);
            }
            long trained = System.nanoTime();
            long used = system.getProcessCpuTime() - processor;
            double load = system.getCpuLoad();
            long collection = collecting() - collected;
            listened.end();
            long ended = System.nanoTime();
            return of(
                    new Clock(trained - started, used, ended - trained, collection, load),
                    timed,
                    listened.costs(),
                    configuration.listening() == Listening.copy,
                    checksum(model));
        }
    }

    /** What was read off outside the listener, in nanoseconds but for the collection. */
    private record Clock(long trained, long used, long ended, long collecting, double load) {}

    private static MeasuredRun of(
            Clock clock, @Nullable TimedListener timed, ListeningCosts costs, boolean all, long checksum) {
        IntPredicate sampled = iteration -> all || costs.sampled().contains((long) iteration);
        return new MeasuredRun(
                clock.trained / 1e9,
                clock.used / 1e9,
                clock.ended / 1e9,
                clock.collecting,
                clock.load,
                timed == null ? 0 : timed.total() / 1e9,
                timed == null ? 0 : timed.first() / 1e6,
                timed == null ? Quantiles.NONE : Quantiles.ofSorted(timed.sorted(sampled), 1e6),
                timed == null ? Quantiles.NONE : Quantiles.ofSorted(timed.sorted(sampled.negate()), 1e3),
                costs,
                checksum);
    }

    /** Milliseconds that this process has spent collecting garbage so far. */
    static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static long checksum(Model model) {
        CRC32 crc = new CRC32();
        for (float parameter : model.params().toFloatVector()) {
            int bits = Float.floatToRawIntBits(parameter);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                crc.update(bits >>> shift);
            }
        }
        return crc.getValue();
    }
}
