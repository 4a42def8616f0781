package org.infoscope.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.metric.Flag;

/**
 * Trains and leaves without closing the listener. Arguments: a file for one line per record, and how to leave: {@code finish}
 * when all is measured; {@code leave} while a metric is at work that ends once the program begins to, with a sample behind it;
 * {@code hang} while one is at work that never ends, with further layers behind it, by the end of main, {@code exit} by System.exit,
 * {@code wait} not at all, so that someone must end it.
 */
final class LeavingProgram {

    private LeavingProgram() {}

    /** Writes iteration and state of each record to a file, and whether it misses anything. */
    private static final class LineStorage extends InMemoryStatsStorage {
        private final Path file;
        private final CountDownLatch records;

        LineStorage(Path file, CountDownLatch records) {
            this.file = file;
            this.records = records;
        }

        @Override
        public void putUpdate(Persistable update) {
            if (update instanceof RepresentationReport report) {
                long skipped = Stream.concat(
                                report.step().problems().stream(),
                                report.step().readings().stream().flatMap(reading -> reading.flags().stream()))
                        .filter(flag -> flag.kind() == Flag.Kind.SKIPPED)
                        .count();
                long dropped = report.step().cost().overhead().dropped();
                String line = report.step().iteration() + " " + report.step().state() + (skipped > 0 ? " skipped" : "")
                        + (dropped > 0 ? " dropped" : "") + "\n";
                try {
                    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                records.countDown();
            }
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch measuring = new CountDownLatch(1);
        CountDownLatch twoRecords = new CountDownLatch(2);
        CountDownLatch ending = new CountDownLatch(1);
        boolean leave = arguments[1].equals("leave");
        if (leave) {
            Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
        }
        AtomicBoolean hang = new AtomicBoolean(leave);
        TestMetric metric = new TestMetric("test-endless", snapshot -> {
            if (hang.get()) {
                measuring.countDown();
                await(ending);
            }
            return TestMetric.result(1);
        });
        RepresentationListener listener = RepresentationListener.builder(
                        new LineStorage(Path.of(arguments[0]), twoRecords))
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(metric)
                .kernels(new CpuKernels(1))
                .every(1)
                .blocking(true)
                .build();
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        network.setListeners(listener);
        network.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        if (!leave) {
            twoRecords.await();
            if (!arguments[1].equals("finish")) {
                hang.set(true);
                network.fit(Networks.images(2, 8, CNN2DFormat.NCHW));
            }
        }
        if (hang.get()) {
            measuring.await();
        }
        System.out.println("leaving");
        if (arguments[1].equals("exit")) {
            System.exit(3);
        } else if (arguments[1].equals("wait")) {
            new CountDownLatch(1).await();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
