package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is ready for the first page before anyone has asked, and what is left alone. */
@Timeout(60)
class FirstVisitTest {

    /** 20 readings each, so more than make a run long. */
    private static final int LONG = 1_001;

    @TempDir
    private Path folder = Path.of("");

    private final AttachedRuns runs = new AttachedRuns();
    private final OpenedCurves opened = new OpenedCurves();
    private final Answers answers = new Answers();
    private final CurveRoutes curves = new CurveRoutes(runs, answers, opened);
    private final FirstVisit visit = new FirstVisit(runs, curves, new PageFiles(answers));
    private final Logger log = (Logger) LoggerFactory.getLogger(FirstVisit.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void saysNothing() {
        log.detachAppender(said);
        assertThat(said.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    private Path recorded(String session, int steps, long startedMillis) throws Exception {
        Path file = folder.resolve(session + ".db");
        SyntheticRun run = SyntheticRun.named(session);
        try (RunHistory history = RunHistory.open(file)) {
            history.putStaticInfo(run.info(startedMillis));
            IntStream.range(0, steps).forEach(n -> history.putUpdate(run.report(n)));
        }
        return file;
    }

    private void attach(StatsStorage storage) {
        runs.attach(storage);
        visit.attached(storage);
    }

    private static void awaitNoVisitor() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("infoscope-first-visit")) {
                assertThat(thread.isDaemon()).isTrue();
                thread.join(TimeUnit.SECONDS.toMillis(30));
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private CurveBodies.Curves asked(RunHistory history, String session) {
        return curves.curves(new AttachedRun(history, session), "worker-0", IterationRange.WHOLE, 360);
    }

    @Test
    void theNewestRunIsReadBeforeAnyoneAsksAndNotOnceMore() throws Exception {
        Path file = recorded("long", LONG, 1);
        VertxUIServer before = VertxUIServer.getInstance();
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            attach(history);
            awaitNoVisitor();
            assertThat(opened.kept()).isOne();
            assertThat(VertxUIServer.getInstance())
                    .as("no server is started to be asked")
                    .isSameAs(before);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement sql = other.createStatement()) {
                assertThat(sql.executeUpdate("UPDATE blocks SET content = zeroblob(9)"))
                        .isPositive();
            }
            assertThat(asked(history, "long").at(0, false, true)).isNotEmpty();
            assertThat(history.problems()).isEmpty();
            opened.forget(history);
            assertThat(asked(history, "long").at(0, false, true)).isNotEmpty();
            assertThat(history.problems()).as("of blocks that were read").isNotEmpty();
        }
    }

    @Test
    void ofManyTheOneThatBeganLastIsReady() throws Exception {
        try (RunHistory newest = RunHistory.openReadOnly(recorded("newest", LONG, 9));
                RunHistory other = RunHistory.openReadOnly(recorded("other", LONG, 5))) {
            runs.attach(newest);
            attach(other);
            awaitNoVisitor();
            opened.forget(other);
            assertThat(opened.kept()).isOne();
        }
    }

    @Test
    void shortAndEmptyRunsAreLeftAlone() throws Exception {
        try (RunHistory few = RunHistory.openReadOnly(recorded("short", LONG - 1, 9));
                RunHistory empty = RunHistory.open(folder.resolve("empty.db"));
                RunHistory old = RunHistory.openReadOnly(recorded("old", LONG, 5))) {
            attach(empty);
            awaitNoVisitor();
            runs.attach(few);
            attach(old);
            awaitNoVisitor();
            assertThat(opened.kept()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401})
    void thePageIsAskedForAsByABrowserWhateverTheAnswer(int status) throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(status, 0);
            exchange.close();
        });
        server.start();
        try {
            FirstVisit.ask(server.getAddress().getPort());
            assertThat(asked).containsExactlyElementsOf(FirstVisit.ASKED);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void ofTheServerThatShowsTheRunThePageIsAskedForToo() throws Exception {
        log.setLevel(Level.DEBUG);
        try (RunningServer server = RunningServer.start(false);
                RunHistory history = RunHistory.openReadOnly(recorded("long", LONG, 1))) {
            server.with(history);
            awaitNoVisitor();
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("The first page's answers are ready on port " + server.port());
            for (String path : FirstVisit.ASKED) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
            }
        } finally {
            log.setLevel(null);
        }
    }

    private static String pageFile(String name) throws Exception {
        try (InputStream file = Objects.requireNonNull(
                FirstVisitTest.class.getResourceAsStream("/deeplearning4jUiAssets/infoscope/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void itsScriptIsThatOfThePageAndLongIsWhatThePageCallsLong() throws Exception {
        assertThat(pageFile("first.js")).contains("src: '/representation/files/" + FirstVisit.CHARTS + "'");
        assertThat(pageFile("index.html"))
                .contains("early.js\" data-charts=\"/representation/files/" + FirstVisit.CHARTS + '"');
        assertThat(pageFile("model/opening.js"))
                .contains("const LONG_READINGS = " + FirstVisit.LONG_READINGS + ";")
                .contains("const LONG_STEPS = " + FirstVisit.LONG_STEPS + ";");
    }

    @Test
    void otherStoragesAreNotTouched() throws Exception {
        attach(new InMemoryStatsStorage() {
            @Override
            public List<String> listSessionIDs() {
                throw new AssertionError("read");
            }
        });
        try (RunHistory history = RunHistory.openReadOnly(recorded("long", LONG, 1))) {
            attach(history);
            awaitNoVisitor();
            assertThat(opened.kept()).isOne();
        }
    }

    @Test
    void whatCannotBeReadHindersNobody() throws Exception {
        Path broken = recorded("broken", LONG, 9);
        RunHistory closed = RunHistory.openReadOnly(recorded("closed", LONG, 9));
        closed.close();
        attach(closed);
        try (RunHistory history = RunHistory.openReadOnly(broken);
                RunHistory other = RunHistory.openReadOnly(recorded("long", LONG, 1))) {
            Files.write(broken, new byte[5_000]);
            attach(history);
            awaitNoVisitor();
            assertThat(opened.kept()).isZero();
            runs.detach(history);
            attach(other);
            awaitNoVisitor();
            assertThat(opened.kept()).isOne();
        }
    }

    @Test
    void whatIsDetachedOrClosedMeanwhileIsLetGo() throws Exception {
        Path file = recorded("long", LONG, 1);
        for (int millis = 0; millis < 24; millis += 2) {
            RunHistory history = RunHistory.openReadOnly(file);
            attach(history);
            TimeUnit.MILLISECONDS.sleep(millis);
            if (millis % 4 == 0) {
                history.close();
            }
            runs.detach(history);
            curves.forget(history);
            awaitNoVisitor();
            assertThat(opened.kept()).isZero();
            history.close();
        }
    }
}
