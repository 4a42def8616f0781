package org.infoscope.cuda;

import org.bytedeco.javacpp.Pointer;

/**
 * Slices of one block of memory, on the device or pinned, given out one behind the other and taken back all at once: a chunk
 * of work allocates nothing, and never takes more than the block. Does not own the block; for one thread.
 */
final class Arena {

    /** What the device reads at once; cuFFT asks for 16. */
    static final int ALIGNMENT = 256;

    private final long start;
    private final long capacity;
    private long used;

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    /** Memory that somebody else owns. */
    static Pointer at(long address) {
        return new Address(address);
    }

    Arena(long start, long capacity) {
        this.start = start;
        this.capacity = capacity;
    }

    /** Bytes that a slice takes with what keeps the next one aligned. */
    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /**
     * How many pieces of work fit.
     *
     * @param slices of each kind of memory a chunk takes, each of which may end up to an alignment later
     * @param once bytes that a chunk takes however many pieces it has
     * @param each bytes per piece, at least 1
     * @return 0 if not even one fits
     */
    static int fitting(long capacity, int slices, long once, long each) {
        long left = capacity - once - (long) slices * ALIGNMENT;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, left / each));
    }

    /**
     * The next bytes.
     *
     * @throws CudaException if not as many are left: out of memory, as the device is all right
     */
    Pointer take(long bytes) {
        long size = aligned(bytes);
        if (size > left()) {
            throw CudaException.outOfMemory("CUDA: a chunk of work needs " + bytes + " bytes more, and " + left()
                    + " are left; allow more scratch");
        }
        Pointer slice = at(start + used);
        used += size;
        return slice;
    }

    /** Bytes that can still be taken. */
    long left() {
        return capacity - used;
    }

    /** Takes all slices back. */
    void reset() {
        used = 0;
    }
}
