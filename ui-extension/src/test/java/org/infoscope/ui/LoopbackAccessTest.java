package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered when there is no token, asked of DL4J's own server. */
class LoopbackAccessTest {
    private static final String RUNS = "/representation/api/runs";

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private RunningServer server;

    @BeforeEach
    void start() {
        SyntheticRun run = SyntheticRun.named("one");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawHttp.Answer get(String path, String... headers) throws IOException {
        return RawHttp.get(loopback, server.port(), path, headers);
    }

    /** An address of this machine that others can reach. */
    static InetAddress outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst()
                .orElseGet(() -> abort("This machine has no address but loopback: nobody can come from outside"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9000",
                "LOCALHOST:1",
                "127.0.0.1",
                "127.255.3.4:80",
                "[::1]",
                "[::1]:9000",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]:9000"
            })
    void answersAtNamesOfTheSameMachine(String host) throws Exception {
        assertThat(get(RUNS, "Host: " + host).status()).isEqualTo(200);
        assertThat(get("/representation", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "localhost:9000:1",
                "0.0.0.0:9000",
                "192.168.0.7",
                "2130706433",
                "127.1",
                "[::]",
                "[fe80::1]",
                "::1",
                "",
                "localhost, evil.example",
                "<img src=x onerror=alert(1)>"
            })
    void refusesOtherNamesSoThatNameServersCannotLie(String host) throws Exception {
        RawHttp.Answer api = get(RUNS, "Host: " + host);
        assertThat(api.status()).isEqualTo(403);
        assertThat(api.body()).contains("{\"error\":", "localhost", "tokenFile").doesNotContain("\"runs\"");
        RawHttp.Answer page = get("/representation", "Host: " + host);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.header("content-security-policy").orElseThrow()).contains("default-src 'none'");
        assertThat(page.body()).contains("ssh -L").doesNotContain("<img", "<form");
    }

    @Test
    void refusesARequestWithoutAHostOrWithTwo() throws Exception {
        assertThat(get(RUNS).status()).isIn(400, 403);
        assertThat(get(RUNS, "Host: localhost", "Host: evil.example").status()).isIn(400, 403);
        assertThat(get(RUNS, "Host: evil.example", "Host: localhost").status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Proto: https",
                "X-Real-IP: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "Via: 1.1 proxy"
            })
    void aProxyOnTheSameMachineDoesNotMakeItsClientsLocal(String header) throws Exception {
        RawHttp.Answer answer = get(RUNS, "Host: localhost", header);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("proxy", "--token-file");
    }

    @ParameterizedTest
    @CsvSource({
        "/runs",
        "/runs/one",
        "/runs/one/steps",
        "/runs/one/insights",
        "/runs/one/export?format=csv",
        "/events?session=one",
        "/access",
        "/runs/none"
    })
    void nobodyIsAnsweredFromOutside(String path) throws Exception {
        InetAddress outside = outsideAddress();
        String host = outside.getHostAddress().contains(":") ? "[::1]" : "localhost";
        RawHttp.Answer answer = RawHttp.get(
                outside, server.port(), "/representation/api" + path, "Host: " + host + ":" + server.port());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("same machine", "--token-file");
    }

    @Test
    void thePageSaysFromOutsideWhatToDo() throws Exception {
        RawHttp.Answer answer = RawHttp.get(
                outsideAddress(), server.port(), "/representation/one", "Host: gpu.example:" + server.port());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.body())
                .contains("Not from here", "same machine", "ssh -L")
                .doesNotContain("<form");
        assertThat(RawHttp.post(outsideAddress(), server.port(), "/representation", "token=guess", "Host: localhost")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void ipv6LoopbackIsTheSameMachine() throws Exception {
        InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        if (NetworkInterface.getByInetAddress(six) == null) {
            abort("This machine has no IPv6 loopback");
        }
        assertThat(RawHttp.get(six, server.port(), RUNS, "Host: [::1]:" + server.port())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://evil.example",
        "Origin: http://localhost:1",
        "Origin: null",
        "Origin: http://localhost:9000.evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: anything"
    })
    void refusesWhatAnotherSitesPageAsksFor(String header) throws Exception {
        for (String path : new String[] {"/runs", "/runs/one/export?format=csv", "/events?session=one"}) {
            RawHttp.Answer answer = get("/representation/api" + path, "Host: localhost:9000", header);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).contains("comes from");
            assertThat(answer.header("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void answersItsOwnPagesAndLinksToThem() throws Exception {
        assertThat(get(RUNS, "Host: localhost:9000", "Origin: http://localhost:9000", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(get(RUNS, "Host: localhost:9000", "Sec-Fetch-Site: none").status())
                .isEqualTo(200);
        String[] link = {"Host: localhost", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
        assertThat(get("/representation", link).status()).isEqualTo(200);
        assertThat(get(RUNS, link).status()).isEqualTo(403);
    }

    @Test
    void everyAnswerKeepsToItself() throws Exception {
        for (String path : new String[] {RUNS, RUNS + "/none", "/representation", RUNS + "/one/export?format=csv"}) {
            RawHttp.Answer answer = get(path, "Host: localhost");
            assertThat(answer.header("x-content-type-options")).as(path).hasValue("nosniff");
            assertThat(answer.header("cross-origin-resource-policy")).as(path).hasValue("same-origin");
            assertThat(answer.header("cache-control").orElseThrow()).as(path).startsWith("no-");
        }
        assertThat(get("/representation", "Host: localhost")
                        .header("content-security-policy")
                        .orElseThrow())
                .contains("frame-ancestors 'self'");
    }

    @Test
    void thereIsNothingToLogInTo() throws Exception {
        assertThat(get("/representation/api/access", "Host: localhost").body()).isEqualTo("{\"token\":false}");
        assertThat(RawHttp.post(loopback, server.port(), "/representation", "token=x", "Host: localhost")
                        .body())
                .contains("started without");
    }

    @Test
    void dl4jsRemoteReceiverStaysOff() throws Exception {
        assertThat(UIServer.getInstance().isRemoteListenerEnabled()).isFalse();
        assertThat(RawHttp.post(loopback, server.port(), "/remoteReceive", "{}", "Host: localhost")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true", "127.9.9.9,true", "::1,true", "0:0:0:0:0:0:0:1%lo,true", "::ffff:127.0.0.1,true",
                "10.0.0.1,false",
        "::ffff:10.0.0.1,false", "0.0.0.0,false", "::,false", "localhost,false", "evil.example,false", "'',false"
    })
    void knowsLoopbackAddressesWithoutANameServer(String address, boolean loopback) throws UnknownHostException {
        assertThat(Loopback.isAddress(address)).isEqualTo(loopback);
    }
}
