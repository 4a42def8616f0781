package org.infoscope.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page in a browser does to follow a run: reads the server-sent events, and comes back with the last event's id when the
 * stream has ended. It takes the time from the making of a record to its arrival.
 */
final class SoakPage implements Runnable, AutoCloseable {

    private static final Pattern TIMESTAMP = Pattern.compile("^data: .*?\"timestamp\":(\\d+)");
    private static final long RETRY_MILLIS = 2000;

    private final URI events;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread thread = new Thread(this, "soak-page");
    private final Latencies recordToPage = new Latencies();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private volatile String lastId = "";
    private volatile boolean closed;

    /**
     * Begins to follow.
     *
     * @param address of the server
     * @param session to follow; its name needs no escaping
     */
    SoakPage(String address, String session) {
        events = URI.create(address + "/representation/api/events?session=" + session);
        thread.setDaemon(true);
        thread.start();
    }

    Latencies recordToPage() {
        return recordToPage;
    }

    /** Steps that arrived. */
    long steps() {
        return steps.get();
    }

    /** How often the stream was opened: once, if all is well. */
    long connections() {
        return connections.get();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException | UncheckedIOException gone) {
                // The server has ended the stream: come back, as a browser does. connections() tells of it.
            } catch (InterruptedException end) {
                return;
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(events);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() == 200) {
                connections.incrementAndGet();
                lines.forEach(this::line);
            }
        }
    }

    private void line(String line) {
        if (line.startsWith("id: ")) {
            lastId = line.substring("id: ".length());
            return;
        }
        Matcher step = TIMESTAMP.matcher(line);
        if (step.find()) {
            steps.incrementAndGet();
            recordToPage.since(Long.parseLong(step.group(1)));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
