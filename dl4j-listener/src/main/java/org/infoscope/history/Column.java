package org.infoscope.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that grow at their end. Not thread-safe. */
final class Column implements ThinShape.Slots {

    private static final int FIRST_ROOM = 64;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_ROOM);

    @Override
    public void add(long bits) {
        room(Long.BYTES).putLong(bits);
    }

    void addInt(int number) {
        room(Integer.BYTES).putInt(number);
    }

    /** Length and content. */
    void addText(String text) {
        addBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length and content. */
    void addBytes(byte[] content) {
        addInt(content.length);
        room(content.length).put(content);
    }

    /** What another column holds, without its length. */
    void append(ByteBuffer other) {
        room(other.remaining()).put(other.duplicate());
    }

    /** A view of what is there now. */
    ByteBuffer view() {
        return bytes.asReadOnlyBuffer().flip();
    }

    byte[] toBytes() {
        byte[] copy = new byte[bytes.position()];
        bytes.asReadOnlyBuffer().flip().get(copy);
        return copy;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int needed = Math.addExact(bytes.position(), more);
            bytes = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity())).put(bytes.flip());
        }
        return bytes;
    }
}
