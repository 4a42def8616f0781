package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LiveEventsTest {
    private final StatsStorage storage = new InMemoryStatsStorage();
    private final SyntheticRun run = SyntheticRun.named("live run");
    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(false).with(storage);
        storage.putStaticInfo(run.info());
        for (int n = 0; n < 5; n++) {
            storage.putUpdate(run.report(n));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsTheHistoryThenWhatComes() throws Exception {
        try (EventClient client = new EventClient(server.port(), "session=live%20run")) {
            assertThat(client.iterations(5)).containsExactly(0L, 10L, 20L, 30L, 40L);
            storage.putUpdate(run.report(5));
            storage.putUpdate(run.report(6));
            assertThat(client.iterations(2)).containsExactly(50L, 60L);
        }
    }

    @Test
    void losesAndRepeatsNothingOverAReconnection() throws Exception {
        List<Long> seen = new ArrayList<>();
        String last;
        try (EventClient client = new EventClient(server.port(), "session=live%20run")) {
            seen.addAll(client.iterations(3));
            last = client.lastId();
        }
        storage.putUpdate(run.report(5));
        try (EventClient client =
                new EventClient(server.port(), "session=live%20run&after=0", "Last-Event-ID: " + last)) {
            storage.putUpdate(run.report(6));
            seen.addAll(client.iterations(4));
        }
        assertThat(seen).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L);
    }

    @Test
    void deliversAWorkerThatLagsBehindTheOther() throws Exception {
        SyntheticRun slow = new SyntheticRun("live run", "slow", run.layers());
        storage.putStaticInfo(slow.info());
        try (EventClient client = new EventClient(server.port(), "session=live%20run")) {
            client.iterations(5);
            storage.putUpdate(slow.report(0));
            assertThat(client.iterations(1)).containsExactly(0L);
            assertThat(client.lastId()).contains("slow@").contains("worker-0@");
        }
    }

    @Test
    void tellsWhenRunsComeAndGo() throws Exception {
        try (EventClient client = new EventClient(server.port(), "session=")) {
            client.until("event: tick");
            StatsStorage other = new InMemoryStatsStorage();
            other.putStaticInfo(SyntheticRun.named("other").info());
            server.with(other);
            client.until("event: runs");
            server.detach(other);
            client.until("event: runs");
        }
    }

    @Test
    void tellsWhoFollowsNoRunWhichRunsGrow() throws Exception {
        SyntheticRun other = SyntheticRun.named("another \"run\"");
        storage.putStaticInfo(other.info());
        try (EventClient client = new EventClient(server.port(), "session=")) {
            client.until("event: tick");
            storage.putUpdate(run.report(5));
            storage.putUpdate(run.report(6));
            storage.putUpdate(other.report(0));
            String told;
            do {
                client.until("event: grown");
                told = client.next();
            } while (!told.contains("another") || !told.contains("\"steps\":1"));
            assertThat(told)
                    .startsWith("data: {\"runs\":[")
                    .contains("\"session\":\"another \\\"run\\\"\"", "\"ended\":false", "\"lastMillis\":");
        }
    }

    @Test
    void ticksSoThatALostConnectionIsNoticed() throws Exception {
        try (EventClient client = new EventClient(server.port(), "session=live%20run")) {
            client.until("event: tick");
            client.until("event: tick");
        }
    }

    @Test
    void noExceptionLeavesTheModule() {
        RepresentationModule module = new RepresentationModule();
        assertThat(module.getCallbackTypeIDs()).containsExactly(RepresentationReport.TYPE_ID);
        StatsStorageEvent broken =
                new StatsStorageEvent(storage, EventType.PostUpdate, null, RepresentationReport.TYPE_ID, null, 0);
        module.reportStorageEvents(List.of(broken));
        module.reportStorageEvents(List.of());
        assertThat(module.getInternationalizationResources()).isEmpty();
    }

    /** Reads events as they come in, without a library's opinion of them. */
    static final class EventClient implements AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final Socket socket;
        private final InputStream in;
        private String lastId = "";

        EventClient(int port, String query, String... headers) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            request(socket, "/representation/api/events?" + query, headers);
            in = new BufferedInputStream(socket.getInputStream());
        }

        static void request(Socket socket, String path, String... headers) throws IOException {
            OutputStream out = socket.getOutputStream();
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                    + String.join(
                            "", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        List<Long> iterations(int wanted) throws IOException {
            List<Long> found = new ArrayList<>();
            while (found.size() < wanted) {
                String line = line();
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("data: {\"worker\"")) {
                    found.add(JSON.readTree(line.substring(6))
                            .get("step")
                            .get("iteration")
                            .asLong());
                }
            }
            return found;
        }

        void until(String wanted) throws IOException {
            String line = line();
            while (!line.equals(wanted)) {
                line = line();
            }
        }

        String next() throws IOException {
            return line();
        }

        String lastId() {
            return lastId;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("The server closed the stream");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
