package org.infoscope.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * NumPy's {@code .npy} format, versions 1 to 3: magic number, header, then the values in C order. The length that the
 * header promises is compared with the file's before anything is allocated.
 */
final class NpyArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** The magic number and two bytes of version. */
    private static final int LEAD_BYTES = MAGIC.length + 2;

    private static final int LONGEST_HEADER = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    private final String file;
    private final FileChannel channel;

    private NpyArray(Path file, FileChannel channel) {
        this.file = file.toString();
        this.channel = channel;
    }

    /**
     * Reads the whole file.
     *
     * @return FLOAT, DOUBLE or UINT8, of any rank from 1
     * @throws BadInput if the file is not of this format, holds other data or is cut short
     */
    static INDArray read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new NpyArray(file, channel).read();
        }
    }

    private INDArray read() throws IOException {
        NpyHeader header = header();
        long promised = (long) header.values() * header.valueBytes();
        long held = channel.size() - channel.position();
        if (held != promised) {
            throw new BadInput("%s: its header promises %d bytes of values, but the file holds %d%s"
                    .formatted(file, promised, held, held < promised ? " (cut short?)" : ""));
        }
        long[] shape = header.shape().stream().mapToLong(Long::longValue).toArray();
        INDArray values = switch (header.valueBytes()) {
            case Byte.BYTES -> bytes(header);
            case Float.BYTES -> floats(header);
            default -> doubles(header);
        };
        return values.reshape('c', shape);
    }

    private NpyHeader header() throws IOException {
        ByteBuffer start = next(Math.min(LEAD_BYTES, channel.size()), ByteOrder.LITTLE_ENDIAN);
        if (start.remaining() < LEAD_BYTES || !start.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new BadInput(file + ": is not a .npy file (NumPy's magic number is missing)");
        }
        int version = start.get(MAGIC.length);
        if (version < 1 || version > 3) {
            throw new BadInput(file + ": is .npy version " + version + "; versions 1 to 3 are read");
        }
        long length = version == 1
                ? Short.toUnsignedLong(
                        next(Short.BYTES, ByteOrder.LITTLE_ENDIAN).getShort())
                : Integer.toUnsignedLong(
                        next(Integer.BYTES, ByteOrder.LITTLE_ENDIAN).getInt());
        if (length > LONGEST_HEADER) {
            throw new BadInput(file + ": its header claims to be " + length + " bytes long");
        }
        ByteBuffer text = next(length, ByteOrder.LITTLE_ENDIAN);
        return NpyHeader.parse(file, StandardCharsets.UTF_8.decode(text).toString());
    }

    private INDArray bytes(NpyHeader header) throws IOException {
        byte[] values = next(header.values(), header.order()).array();
        // Java's bytes are signed: 255 is -1 until the cast.
        return Nd4j.createFromArray(values).castTo(DataType.UINT8);
    }

    private INDArray doubles(NpyHeader header) throws IOException {
        double[] values = new double[header.values()];
        for (int from = 0; from < values.length; ) {
            int count = Math.min(CHUNK_BYTES / Double.BYTES, values.length - from);
            next((long) count * Double.BYTES, header.order()).asDoubleBuffer().get(values, from, count);
            from += count;
        }
        return Nd4j.createFromArray(values);
    }

    private INDArray floats(NpyHeader header) throws IOException {
        float[] values = new float[header.values()];
        for (int from = 0; from < values.length; ) {
            int count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - from);
            next((long) count * Float.BYTES, header.order()).asFloatBuffer().get(values, from, count);
            from += count;
        }
        return Nd4j.createFromArray(values);
    }

    private ByteBuffer next(long bytes, ByteOrder order) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(order);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new BadInput(file + ": ends in the middle of its header or values (cut short?)");
            }
        }
        return buffer.flip();
    }
}
