package org.infoscope.command;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The IDX format of MNIST: a magic number that names the element type and the number of dimensions, their lengths, then
 * unsigned bytes in C order. A file that is packed by gzip is unpacked on the way, whatever its name.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class IdxFile {

    private static final int UNSIGNED_BYTE = 0x08;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] MAGIC = {0, 0, UNSIGNED_BYTE};

    private final int[] shape;
    private final byte[] bytes;

    private IdxFile(int[] shape, byte[] bytes) {
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * Number of dimensions.
     *
     * @return at least 0; 1 for labels, 3 for grey images
     */
    public int rank() {
        return shape.length;
    }

    /**
     * Length of one dimension.
     *
     * @param dimension from 0
     * @return at least 0
     * @throws ArrayIndexOutOfBoundsException if there is no such dimension
     */
    public int length(int dimension) {
        return shape[dimension];
    }

    /**
     * The values in C order.
     *
     * @return each 0 to 255
     */
    public int[] values() {
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return values;
    }

    /** The values as they are in the file, to be read as unsigned; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether a file begins as this format does, packed or not. */
    static boolean begins(Path file) throws IOException {
        try (InputStream in = unpacked(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Reads a file of unsigned bytes.
     *
     * @param file packed by gzip or not
     * @return its shape and values
     * @throws IOException if it is of another kind or cut short; the message says which
     */
    public static IdxFile read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(unpacked(file))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException(file + " is not an IDX file of unsigned bytes"
                        + (file.toString().endsWith(".gz") ? ", and not a gzip file of one" : ""));
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
            return new IdxFile(shape, bytes);
        } catch (EOFException cutShort) {
            throw new IOException(file + " is cut short", cutShort);
        } catch (ZipException damaged) {
            throw new IOException(file + " is damaged (" + damaged.getMessage() + ")", damaged);
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(GZIP.length);
            boolean packed = Arrays.equals(in.readNBytes(GZIP.length), GZIP);
            in.reset();
            return packed ? new BufferedInputStream(new GZIPInputStream(in)) : in;
        } catch (IOException notGzip) {
            in.close();
            throw new IOException(file + " is not a gzip file", notGzip);
        }
    }
}
