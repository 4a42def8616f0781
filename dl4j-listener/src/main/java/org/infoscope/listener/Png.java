package org.infoscope.listener;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes small pictures as PNG files, so that no desktop classes are needed where a network trains. */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BITS = 8;
    private static final int GREY = 0;
    private static final int COLOURS = 2;

    private Png() {}

    /**
     * A file.
     *
     * @param channels 1 for grey, 3 for red, green, blue
     * @param pixels row by row, a byte per channel
     */
    static byte[] encode(int width, int height, int channels, byte[] pixels) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(width, height, channels));
            chunk(out, "IDAT", rows(width * channels, height, pixels));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return file.toByteArray();
    }

    private static byte[] header(int width, int height, int channels) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(header);
        out.writeInt(width);
        out.writeInt(height);
        out.write(new byte[] {BITS, (byte) (channels == 1 ? GREY : COLOURS), 0, 0, 0});
        return header.toByteArray();
    }

    private static byte[] rows(int length, int height, byte[] pixels) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            for (int row = 0; row < height; row++) {
                // Each row begins with its filter: none.
                out.write(0);
                out.write(pixels, row * length, length);
            }
        }
        return packed.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) check.getValue());
    }
}
