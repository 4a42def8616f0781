package org.infoscope.ui;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTTP/1.1 as anyone can write it, Host header included; one request per connection, with a body that may be chunked. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 60_000;

    /** What came back: the head as it is, and what followed it until the connection ended. */
    record Answer(int status, List<String> head, String body) {
        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    private RawHttp() {}

    static Answer get(InetAddress address, int port, String path, String... headers) throws IOException {
        return send(address, port, "GET " + path, "", headers);
    }

    static Answer post(InetAddress address, int port, String path, String form, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: application/x-www-form-urlencoded";
        all[headers.length + 1] = "Content-Length: " + form.length();
        return send(address, port, "POST " + path, form, all);
    }

    /** Sends a request line without its version; there is no Host header but a given one. */
    static Answer send(InetAddress address, int port, String line, String body, String... headers) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream()
                    .write(request.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        String all = bytes.toString(StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("No answer: '" + all + "'");
        }
        List<String> head = all.substring(0, end).lines().toList();
        return new Answer(Integer.parseInt(head.get(0).split(" ", 3)[1]), head, all.substring(end + 4));
    }
}
