package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred pages at once that read nothing: as many as there are places are served, the rest are told so. */
@Timeout(120)
class ManyReadersTest {

    private static final String EVENTS = "/representation/api/events?session=crowd";
    private static final int CROWD = 200;
    private static final int BEFORE = 500;
    private static final int AFTER = 300;
    private static final long MOST_BYTES = 150_000_000;

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final SyntheticRun run = SyntheticRun.named("crowd");

    @Test
    void whoReadsIsServedAndWhoDoesNotCostsLittleAndIsLetGo() throws Exception {
        storage.putStaticInfo(run.info());
        put(0, BEFORE);
        RepresentationModule module = new RepresentationModule(Duration.ofSeconds(20));
        List<Socket> crowd = new ArrayList<>();
        try (EventServer server = EventServer.of(module, storage);
                LiveEventsTest.EventClient attentive = new LiveEventsTest.EventClient(server.port(), "session=crowd")) {
            assertThat(attentive.iterations(BEFORE)).hasSize(BEFORE);
            long held = held();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(server.silentReader(EVENTS));
            }
            List<String> answers = crowd.stream().map(ManyReadersTest::status).toList();
            assertThat(answers).filteredOn("HTTP/1.1 200"::equals).hasSize(LiveEvents.MOST_READERS - 1);
            assertThat(answers).filteredOn("HTTP/1.1 503"::equals).hasSize(CROWD - LiveEvents.MOST_READERS + 1);
            put(BEFORE, BEFORE + AFTER);
            assertThat(attentive.iterations(AFTER)).hasSize(AFTER);
            assertThat(held() - held).as("bytes of heap for the crowd").isLessThan(MOST_BYTES);
            server.awaitReaders(1);
            try (LiveEventsTest.EventClient next = new LiveEventsTest.EventClient(server.port(), "session=crowd")) {
                assertThat(next.iterations(BEFORE + AFTER)).hasSize(BEFORE + AFTER);
            }
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private void put(int from, int to) {
        for (int n = from; n < to; n++) {
            storage.putUpdate(run.report(n));
        }
    }

    /** The first line without its reason; nothing more is read. */
    private static String status(Socket socket) {
        try {
            socket.setSoTimeout(30_000);
            return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
