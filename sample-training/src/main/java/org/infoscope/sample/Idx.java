package org.infoscope.sample;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The IDX format of MNIST: a magic number that names the element type and the number of dimensions, their lengths, then
 * unsigned bytes. A file whose name ends in {@code .gz} is unpacked on the way.
 */
final class Idx {

    private static final int UNSIGNED_BYTE = 0x08;

    private final int[] shape;
    private final byte[] bytes;

    private Idx(int[] shape, byte[] bytes) {
        this.shape = shape;
        this.bytes = bytes;
    }

    /** Number of dimensions. */
    int rank() {
        return shape.length;
    }

    /** Length of one dimension. */
    int length(int dimension) {
        return shape[dimension];
    }

    /** The values in C order, each 0 to 255. */
    int[] values() {
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return values;
    }

    /**
     * Reads a file of unsigned bytes.
     *
     * @throws IOException if it is of another kind or cut short
     */
    static Idx read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(unpacked(file)))) {
            if (in.readUnsignedShort() != 0 || in.readUnsignedByte() != UNSIGNED_BYTE) {
                throw new IOException(file + " is not an IDX file of unsigned bytes");
            }
            int[] shape = new int[in.readUnsignedByte()];
            long length = 1;
            for (int i = 0; i < shape.length; i++) {
                shape[i] = in.readInt();
                length *= shape[i];
                if (shape[i] < 0 || length > Integer.MAX_VALUE - 8) {
                    throw new IOException(file + " claims to be larger than can be read");
                }
            }
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return new Idx(shape, bytes);
        } catch (EOFException cutShort) {
            throw new IOException(file + " is cut short", cutShort);
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!file.toString().endsWith(".gz")) {
            return in;
        }
        try {
            return new GZIPInputStream(in);
        } catch (IOException notGzip) {
            in.close();
            throw new IOException(file + " is not a gzip file", notGzip);
        }
    }
}
