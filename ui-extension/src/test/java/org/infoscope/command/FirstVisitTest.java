package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Whom nobody waits for, and who says nothing. */
@Timeout(60)
class FirstVisitTest {

    private static final String API = "/representation/api/runs";
    private static final String SCRIPT = "/representation/files/echarts/echarts.min.js";

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final Logger log = (Logger) LoggerFactory.getLogger(FirstVisit.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final HttpServer server;

    FirstVisitTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        server.stop(0);
        log.detachAppender(said);
    }

    private URI answering(int status) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getRawPath());
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = "answer".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void leave(Thread visitor) throws InterruptedException {
        mayAnswer.countDown();
        visitor.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(visitor.isAlive()).isFalse();
        assertThat(said.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    @Test
    void itsScriptIsThatOfThePage() throws IOException {
        try (InputStream page = Objects.requireNonNull(
                getClass().getResourceAsStream("/deeplearning4jUiAssets/infoscope/index.html"))) {
            assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).contains("src=\"" + SCRIPT + "\"");
        }
    }

    @Test
    void asksForWhatAPageOfTheNewestRunAsksFor() throws Exception {
        leave(FirstVisit.begin(answering(200), List.of("old", "a b/c")));
        assertThat(asked)
                .containsExactly("/representation", SCRIPT, API, API + "/a%20b%2Fc", API + "/a%20b%2Fc/curves");
    }

    @Test
    void nobodyWaitsForItNeitherAtTheStartNorAtTheEnd() throws Exception {
        Thread visitor = FirstVisit.begin(answering(200), List.of());
        // Here begin is over while its first request still has no answer.
        assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("/representation");
        assertThat(visitor.isAlive()).isTrue();
        assertThat(visitor.isDaemon()).isTrue();
        leave(visitor);
        assertThat(asked).containsExactly(SCRIPT, API);
    }

    @Test
    void aRefusalForLackOfTheTokenIsNoError() throws Exception {
        leave(FirstVisit.begin(answering(401), List.of("run")));
        assertThat(asked).contains("/representation", API + "/run/curves");
    }

    @Test
    void aServerThatIsGoneIsNoError() throws Exception {
        URI gone = answering(200);
        server.stop(0);
        leave(FirstVisit.begin(gone, List.of("run")));
        assertThat(asked).isEmpty();
    }
}
