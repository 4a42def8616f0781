package org.infoscope.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The bytes of a {@link StepBlock}: the version, the content, and since version 2 the CRC-32 (RFC 1952) of all bytes before it,
 * since SQLite has no checksum of its pages. What version 1 holds is checked where it is read.
 *
 * @param version of the format
 * @param content without version and checksum
 */
record BlockBytes(int version, ByteBuffer content) {

    static final int VERSION = 2;

    /** The last one without a checksum. */
    static final int UNSUMMED = 1;

    /** The bytes of a version and content. */
    static byte[] summed(Column block) {
        block.addInt(0);
        byte[] bytes = block.toBytes();
        int end = bytes.length - Integer.BYTES;
        ByteBuffer.wrap(bytes).putInt(end, sum(bytes, end));
        return bytes;
    }

    /**
     * Looks at the outermost bytes.
     *
     * @throws RuntimeException if they are those of no block
     */
    static BlockBytes of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.getInt();
        if (version == UNSUMMED) {
            return new BlockBytes(version, in);
        }
        if (version != VERSION) {
            throw new IllegalArgumentException("a newer Infoscope wrote it (format " + version + ")");
        }
        int end = bytes.length - Integer.BYTES;
        if (in.getInt(end) != sum(bytes, end)) {
            throw new IllegalArgumentException("its checksum is not that of its bytes");
        }
        return new BlockBytes(version, in.limit(end));
    }

    private static int sum(byte[] bytes, int end) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }

    /** The next bytes, not copied. */
    static ByteBuffer part(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    /** Of things of a byte at least: a damaged count must not ask for all the memory. */
    static int count(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " things in " + in.remaining() + " bytes");
        }
        return count;
    }

    /** Some bytes with their length before them. */
    static byte[] bytes(ByteBuffer in) {
        byte[] content = new byte[count(in)];
        in.get(content);
        return content;
    }

    static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }
}
