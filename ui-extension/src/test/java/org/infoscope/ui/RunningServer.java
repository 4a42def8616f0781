package org.infoscope.ui;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.VertxUIServer;

/** DL4J's UI server on a free port, found as users find it: with this module through the service loader. */
final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final VertxUIServer server;
    private final int port;

    /** Browsers do not speak HTTP/2 to a server without encryption, so neither does this one. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningServer(VertxUIServer server) {
        this.server = server;
        this.port = server.getPort();
    }

    static RunningServer start(boolean multiSession) {
        stop();
        return new RunningServer(VertxUIServer.getInstance(0, multiSession, null));
    }

    RunningServer with(StatsStorage storage) {
        server.attach(storage);
        return this;
    }

    void detach(StatsStorage storage) {
        server.detach(storage);
    }

    /** Known after the server has stopped, too. */
    int port() {
        return port;
    }

    String address(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address(path))).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        stop();
    }

    private static void stop() {
        try {
            VertxUIServer.stopInstance();
        } catch (Exception e) {
            throw new AssertionError("The UI server did not stop", e);
        }
    }
}
