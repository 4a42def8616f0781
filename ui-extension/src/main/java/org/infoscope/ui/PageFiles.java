package org.infoscope.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * {@code GET /representation/files/…}: the scripts and styles of the pages, compressed, and told unchanged to browsers that have them.
 * Deeplearning4j's own route for assets does neither, so that the charts' program alone would take a slow network six seconds, on
 * every visit. Safe for use by several threads.
 */
final class PageFiles {

    private static final String FOLDER = "/deeplearning4jUiAssets/infoscope/";
    private static final Pattern NAME = Pattern.compile("(?:[a-z]+/)?[a-z]+(?:\\.min)?\\.(?:js|css|svg)");
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

    private final Answers answers;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /**
     * A file as it travels.
     *
     * @param plain as it is in the jar
     * @param packed with gzip
     * @param tag that changes with the content
     */
    record PageFile(Buffer plain, Buffer packed, String tag) {}

    /**
     * Files of this jar.
     *
     * @param answers that carry them
     */
    PageFiles(Answers answers) {
        this.answers = answers;
    }

    void answer(RoutingContext request) {
        String folder = request.pathParam("folder");
        String name = (folder == null ? "" : folder + "/") + request.pathParam("file");
        answers.compute(request, () -> file(name), file -> send(request, name, file));
    }

    /** Reads a file, once. */
    PageFile file(String name) {
        return files.computeIfAbsent(name, PageFiles::read);
    }

    /** What is not there throws, and so is not kept: nobody can fill the memory with names. */
    private static PageFile read(String name) {
        if (!NAME.matcher(name).matches()) {
            throw RequestException.unknownFile(name);
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw RequestException.unknownFile(name);
            }
            byte[] plain = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(plain);
            }
            CRC32 sum = new CRC32();
            sum.update(plain);
            String tag = "\"%x-%x\"".formatted(plain.length, sum.getValue());
            return new PageFile(Buffer.buffer(plain), Buffer.buffer(packed.toByteArray()), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(RoutingContext request, String name, PageFile file) {
        HttpServerResponse response = request.response()
                .putHeader("content-type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .putHeader("cache-control", "no-cache")
                .putHeader("etag", file.tag())
                .putHeader("vary", "accept-encoding")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin");
        if (file.tag().equals(request.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        String accepted = request.request().getHeader("accept-encoding");
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader("content-encoding", "gzip").end(file.packed());
        } else {
            response.end(file.plain());
        }
    }
}
