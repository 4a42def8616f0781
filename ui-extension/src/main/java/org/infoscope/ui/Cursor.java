package org.infoscope.ui;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a reader has come in a run: the time of the last record it has of every worker.
 *
 * <p>It is kept by the reader alone, so that it outlives a restart of the server. Per worker, because records of two
 * workers may arrive out of order, while one worker's times ascend.
 *
 * <p>As text: {@code worker@time} joined by commas, sorted by worker, each worker URL-encoded; or one time for all
 * workers; or nothing for the beginning. A worker's name of more than 64 characters, or one that begins with a tilde, stands there
 * as a tilde and its SHA-256, so that a cursor fits into a URL. Immutable.
 *
 * @param start time in milliseconds for the workers that are not named: records after it are still to be read
 * @param workers time in milliseconds of the last record read, by worker: its name or what stands for it
 */
record Cursor(long start, SortedMap<String, Long> workers) {
    static final Cursor BEGINNING = new Cursor(Long.MIN_VALUE, new TreeMap<>());

    private static final int LONGEST_NAME = 64;
    private static final String DIGEST = "~";

    Cursor {
        workers = Collections.unmodifiableSortedMap(new TreeMap<>(workers));
    }

    /**
     * Reads the text form.
     *
     * @throws RequestException if the text is none, with status 400
     */
    static Cursor parse(String text) {
        if (text.isEmpty()) {
            return BEGINNING;
        }
        try {
            if (text.matches("-?\\d+")) {
                return new Cursor(Long.parseLong(text), new TreeMap<>());
            }
            TreeMap<String, Long> workers = new TreeMap<>();
            for (String part : text.split(",", -1)) {
                int at = part.lastIndexOf('@');
                if (at < 0) {
                    throw new IllegalArgumentException("no @ in '" + part + "'");
                }
                String worker = URLDecoder.decode(part.substring(0, at), StandardCharsets.UTF_8);
                workers.put(worker, Long.parseLong(part.substring(at + 1)));
            }
            return new Cursor(Long.MIN_VALUE, workers);
        } catch (IllegalArgumentException e) {
            throw RequestException.badParameter(
                    "after", text, "the 'next' of an earlier answer, the id of an event, or a time in milliseconds");
        }
    }

    /** The place after the last record of every worker. */
    static Cursor at(SortedMap<String, Long> times) {
        SortedMap<String, Long> workers = new TreeMap<>();
        times.forEach((worker, time) -> workers.put(spelt(worker), time));
        return new Cursor(Long.MIN_VALUE, workers);
    }

    long after(String worker) {
        return workers.getOrDefault(spelt(worker), start);
    }

    private static String spelt(String worker) {
        if (worker.length() <= LONGEST_NAME && !worker.startsWith(DIGEST)) {
            return worker;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(worker.getBytes(StandardCharsets.UTF_8));
            return DIGEST + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    Cursor advance(String worker, long time) {
        Map<String, Long> moved = new TreeMap<>(workers);
        moved.put(spelt(worker), time);
        return new Cursor(start, new TreeMap<>(moved));
    }

    @Override
    public String toString() {
        if (workers.isEmpty()) {
            return start == Long.MIN_VALUE ? "" : Long.toString(start);
        }
        return workers.entrySet().stream()
                .map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + '@' + e.getValue())
                .collect(Collectors.joining(","));
    }
}
