package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.ui.api.UIServer;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ui} with the real server. */
@Timeout(120)
class UiCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("(http://\\S+)/representation serves .*runs\\.db");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesARunThatIsStillBeingWritten() throws Exception {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 2, "first");
        try (RunHistory writer = RunHistory.open(file)) {
            StringWriter out = new StringWriter();
            CompletableFuture<Integer> exit = new CompletableFuture<>();
            Thread command = new Thread(() -> exit.complete(
                    Main.commandLine().setOut(new PrintWriter(out)).execute("ui", file.toString(), "--port", "0")));
            command.start();
            String address = address(out, exit);

            assertThat(get(address + "/representation", body -> true)).contains("<html");
            assertThat(get(address + "/representation/api/runs", body -> body.contains("first")))
                    .contains("session-1");
            RecordedRuns.put(writer, "session-9", "second", 2);
            assertThat(get(address + "/representation/api/runs", body -> body.contains("second")))
                    .contains("session-9");

            command.interrupt();
            assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void servesTheRunsOfSeveralFiles() throws Exception {
        Path one = RecordedRuns.write(folder.resolve("other.db"), 1, "one");
        Path another = folder.resolve("runs.db");
        try (RunHistory writer = RunHistory.open(another)) {
            RecordedRuns.put(writer, "session-9", "another", 1);
        }
        StringWriter out = new StringWriter();
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread command = new Thread(() -> exit.complete(Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute("ui", one.toString(), another.toString(), one.toString(), "--port", "0")));
        command.start();

        assertThat(get(
                        address(out, exit) + "/representation/api/runs",
                        body -> body.contains("one") && body.contains("another")))
                .containsOnlyOnce("session-1")
                .containsOnlyOnce("session-9");

        command.interrupt();
        assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aPortInUseIsAClearFailure() throws IOException {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "first");
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            CommandResult result = CommandResult.of("ui", file.toString(), "--port", port);

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err())
                    .contains("port " + port + " is in use", "--port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void asksForTheTokenInItsFile() throws Exception {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "first");
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
        StringWriter out = new StringWriter();
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread command = new Thread(() -> exit.complete(Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute("ui", file.toString(), "--port", "0", "--token-file", token.toString())));
        command.start();
        String api = address(out, exit) + "/representation/api/runs";

        assertThat(status(HttpRequest.newBuilder(URI.create(api)))).isEqualTo(401);
        assertThat(status(HttpRequest.newBuilder(URI.create(api)).header("Authorization", "Bearer 0123456789abcdef")))
                .isEqualTo(200);
        assertThat(UIServer.getInstance().isRemoteListenerEnabled()).isFalse();

        printed(Pattern.compile("asks for the token"), out, exit);
        command.interrupt();
        assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(out.toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void aTokenThatIsNoneIsAClearFailure() throws Exception {
        Path file = RecordedRuns.write(folder.resolve("runs.db"), 1, "first");
        Path token = Files.writeString(folder.resolve("token"), "tooshort");
        CommandResult result = CommandResult.of("ui", file.toString(), "--port", "0", "--token-file", token.toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains(token.toString(), "8 characters", "16", "openssl rand")
                .doesNotContain("tooshort", "\tat ");
        CommandResult gone = CommandResult.of(
                "ui", file.toString(), "--token-file", folder.resolve("gone").toString());
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).contains("gone", "no such file");
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String address(StringWriter out, CompletableFuture<Integer> exit) throws InterruptedException {
        return printed(ADDRESS, out, exit).group(1);
    }

    /** Waits for it. */
    private static Matcher printed(Pattern wanted, StringWriter out, CompletableFuture<Integer> exit)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline) && !exit.isDone()) {
            Matcher matcher = wanted.matcher(out.toString());
            if (matcher.find()) {
                return matcher;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError(wanted + " was not printed: " + out + exit);
    }

    /** Asks until the answer is the wanted one, or patience ends. */
    private static String get(String address, Predicate<String> wanted) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        Instant deadline = Instant.now().plus(PATIENCE);
        HttpResponse<String> response;
        do {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } while (!(response.statusCode() == 200 && wanted.test(response.body()))
                && Instant.now().isBefore(deadline));
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.body();
    }
}
