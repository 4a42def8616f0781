package org.infoscope.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.VertxUIServer;
import org.infoscope.history.RunExtent;
import org.infoscope.history.RunHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what the first page will ask for, as soon as a history is attached: so that it does not wait until classes are loaded, the file is in the
 * system's memory and the newest run is thinned, or waits for the rest of that only. Nobody waits for the visitor, and whatever goes wrong with
 * it a page will be told, too.
 *
 * <p>A run that pages open fast anyway is not worth a visit, so that a training that begins is left alone; a long one costs as much as one
 * opening of the page. While the visitor is at it, further histories cost one more look at all of them together. Safe for use by several threads.
 */
final class FirstVisit implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FirstVisit.class);

    /** The largest of the page's scripts, which is not compressed in a moment. */
    static final String CHARTS = "echarts/echarts.min.js";

    /** As pages have it in opening.js: a run with more readings, or more records where readings are not counted. */
    static final long LONG_READINGS = 20_000;

    static final long LONG_STEPS = 2_000;

    /** Asked for over the network, as by a browser, since a server's first answers load its classes; none reads a storage. */
    static final List<String> ASKED =
            List.of("/representation", "/representation/files/index.js", "/representation/api/access");

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final AttachedRuns runs;
    private final CurveRoutes curves;
    private final PageFiles files;

    /** Histories attached since the visitor last came; 0 when there is none under way. */
    private final AtomicInteger attached = new AtomicInteger();

    /**
     * Nobody comes yet.
     *
     * @param runs that pages show
     * @param curves that keep what was asked for
     * @param files of the pages
     */
    FirstVisit(AttachedRuns runs, CurveRoutes curves, PageFiles files) {
        this.runs = runs;
        this.curves = curves;
        this.files = files;
    }

    /** Begins a visit in a thread of its own, since nothing else of ours runs before the first request. */
    void attached(StatsStorage storage) {
        if (storage instanceof RunHistory && attached.getAndIncrement() == 0) {
            Thread visitor = new Thread(this, "infoscope-first-visit");
            visitor.setDaemon(true);
            visitor.start();
        }
    }

    @Override
    public void run() {
        int seen;
        do {
            seen = attached.get();
            visit();
        } while (!attached.compareAndSet(seen, 0));
    }

    private void visit() {
        try {
            Optional<AttachedRun> newest = runs.newestInHistories().filter(FirstVisit::isLong);
            if (newest.isPresent()) {
                open(newest.get());
                // Unlike UIServer's, this one starts no server where there is none.
                VertxUIServer server = VertxUIServer.getInstance();
                if (server != null) {
                    ask(server.getPort());
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            log.debug("Nothing could be prepared for the first page", e);
        }
    }

    private void open(AttachedRun run) {
        List<String> workers = run.workers();
        if (!workers.isEmpty() && runs.holds(run.storage())) {
            curves.curves(run, workers.get(0), IterationRange.WHOLE, CurveRoutes.BUCKETS);
            files.file(CHARTS);
        }
    }

    /** Asks whatever the answer: one that refuses who has no token loads most of the server's classes, too. */
    static void ask(int port) throws IOException {
        for (String path : ASKED) {
            HttpURLConnection asked =
                    (HttpURLConnection) new URL("http", "127.0.0.1", port, path).openConnection(Proxy.NO_PROXY);
            asked.setRequestProperty("connection", "close");
            asked.setConnectTimeout(PATIENCE_MILLIS);
            asked.setReadTimeout(PATIENCE_MILLIS);
            boolean refused = asked.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
            try (InputStream answer = refused ? asked.getErrorStream() : asked.getInputStream()) {
                if (answer != null) {
                    answer.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
        log.debug("The first page's answers are ready on port {}", port);
    }

    private static boolean isLong(AttachedRun run) {
        return RunExtent.of(run.storage(), run.session())
                .map(extent -> extent.readings() > LONG_READINGS)
                .orElseGet(() -> run.size() > LONG_STEPS);
    }
}
