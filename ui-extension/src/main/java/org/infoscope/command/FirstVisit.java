package org.infoscope.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server that has just started for what a page asks for, so that the first reader does not wait until classes are loaded, the file is
 * in the system's memory and code is compiled. Nobody waits for it, and whatever goes wrong with it a reader will see for himself.
 */
final class FirstVisit implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FirstVisit.class);
    private static final int PATIENCE_MILLIS = 30_000;

    private final URI server;
    private final List<String> sessions;

    private FirstVisit(URI server, List<String> sessions) {
        this.server = server;
        this.sessions = List.copyOf(sessions);
    }

    /**
     * Begins a visit.
     *
     * @param server address of the training UI on this machine
     * @param sessions of the file, oldest first; the newest is the one that pages open with
     * @return the visitor: a daemon, for whoever wants to know when it has left
     */
    static Thread begin(URI server, List<String> sessions) {
        Thread visitor = new Thread(new FirstVisit(server, sessions), "infoscope-first-visit");
        visitor.setDaemon(true);
        visitor.start();
        return visitor;
    }

    @Override
    public void run() {
        try {
            get("/representation");
            get("/representation/files/echarts/echarts.min.js");
            get("/representation/api/runs");
            if (!sessions.isEmpty()) {
                String newest = URLEncoder.encode(sessions.get(sessions.size() - 1), StandardCharsets.UTF_8)
                        .replace("+", "%20");
                get("/representation/api/runs/" + newest);
                get("/representation/api/runs/" + newest + "/curves");
            }
        } catch (IOException | RuntimeException e) {
            log.debug("Nothing could be prepared for the first reader", e);
        }
    }

    private void get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("accept-encoding", "gzip");
        // Without the token the answer is a refusal: then only the page and its scripts are ready.
        if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
            try (InputStream body = connection.getInputStream()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
