package org.infoscope.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files as NumPy does, and as it never would. */
final class NpyBytes {

    private NpyBytes() {}

    /** A file of float64 in the given byte order. */
    static Path doubles(Path file, int version, ByteOrder order, String shape, double... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(values.length * Double.BYTES).order(order);
        for (double value : values) {
            data.putDouble(value);
        }
        String descr = order == ByteOrder.LITTLE_ENDIAN ? "<f8" : ">f8";
        return write(file, version, header(descr, "False", shape), data.array());
    }

    /** A file of float32 in the given byte order. */
    static Path floats(Path file, ByteOrder order, String shape, float... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(order);
        for (float value : values) {
            data.putFloat(value);
        }
        String descr = order == ByteOrder.LITTLE_ENDIAN ? "<f4" : ">f4";
        return write(file, 1, header(descr, "False", shape), data.array());
    }

    static String header(String descr, String fortranOrder, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + fortranOrder + ", 'shape': (" + shape + "), }";
    }

    /** A file with this header and these bytes after it, whether they fit each other or not. */
    static Path write(Path file, int version, String header, byte[] data) throws IOException {
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) text.length);
        } else {
            length.putInt(text.length);
        }
        bytes.write(length.array());
        bytes.write(text);
        bytes.write(data);
        return Files.write(file, bytes.toByteArray());
    }
}
