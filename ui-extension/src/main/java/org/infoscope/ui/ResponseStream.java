package org.infoscope.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The body of a chunked answer as a stream for one worker thread. A write waits while the reader has not taken what
 * was sent before, so that memory stays bounded whatever the size of the answer.
 */
final class ResponseStream extends OutputStream {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_UNDER_WAY = 4;

    private final HttpServerResponse response;
    private final Duration patience;
    private final Semaphore room = new Semaphore(CHUNKS_UNDER_WAY);
    private volatile boolean broken;
    private Buffer chunk = Buffer.buffer();

    /**
     * A stream into an answer whose head is set.
     *
     * @param response chunked
     * @param patience how long a reader may take nothing before the stream breaks
     */
    ResponseStream(HttpServerResponse response, Duration patience) {
        this.response = response;
        this.patience = patience;
    }

    @Override
    public void write(int b) throws IOException {
        chunk.appendByte((byte) b);
        sendFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        chunk.appendBytes(bytes, offset, length);
        sendFull();
    }

    /** Sends what is left and waits until the reader has taken everything. */
    @Override
    public void close() throws IOException {
        send();
        await(CHUNKS_UNDER_WAY);
        room.release(CHUNKS_UNDER_WAY);
    }

    private void sendFull() throws IOException {
        if (chunk.length() >= CHUNK) {
            send();
        }
    }

    private void send() throws IOException {
        if (chunk.length() == 0) {
            return;
        }
        await(1);
        Buffer full = chunk;
        chunk = Buffer.buffer();
        response.write(full, sent -> {
            broken |= sent.failed();
            room.release();
        });
    }

    private void await(int permits) throws IOException {
        try {
            if (!room.tryAcquire(permits, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("The reader took nothing for " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the reader was slow");
        }
        if (broken || response.closed()) {
            throw new IOException("The reader has gone");
        }
    }
}
