package org.infoscope.kernel;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies ranges of an ND4J array's elements, counted in C order, to Java memory as double, whatever the array's type, order
 * or strides. An array that already is dense, in C order and float or double is read where it lies, in blocks that stay in
 * the cache. Not safe for use by several threads.
 */
final class ElementReader implements AutoCloseable {

    /** Elements read at a time where the next range is the one behind (ours). */
    private static final int BLOCK = 1 << 11;

    private final HostArray array;
    private final int ahead;
    private final boolean own;
    private final long length;
    private final float[] singles;
    private final double[] doubles;
    private long from;
    private int size;

    /**
     * Prepares to read one range after the other, from the beginning to the end.
     *
     * @param array to be read, and not changed before the reader is closed
     * @param longest range that will be asked for
     */
    ElementReader(INDArray array, int longest) {
        this(array, longest, BLOCK);
    }

    private ElementReader(INDArray array, int longest, int ahead) {
        this.array = new HostArray(array);
        this.ahead = ahead;
        own = true;
        length = array.length();
        int block = (int) Math.min(length, Math.max(longest, ahead));
        boolean single = this.array.isSingle();
        singles = new float[single ? block : 0];
        doubles = new double[single ? 0 : block];
    }

    /** The same of ranges that lie apart: nothing beside them is read. */
    static ElementReader ofPieces(INDArray array, int longest) {
        return new ElementReader(array, longest, 0);
    }

    private ElementReader(ElementReader first) {
        array = first.array;
        ahead = first.ahead;
        own = false;
        length = first.length;
        singles = first.singles.clone();
        doubles = first.doubles.clone();
    }

    /** A reader of the same array for another thread, to be used as long as this one is open; need not be closed. */
    ElementReader another() {
        return new ElementReader(this);
    }

    /**
     * Copies the first {@code count} elements from index {@code first} on.
     *
     * @param target overwritten from its start
     * @return how many of them are not 0
     */
    int read(long first, int count, double[] target) {
        if (first < from || first + count > from + size) {
            fill(first, count);
        }
        int at = (int) (first - from);
        int active = 0;
        if (singles.length > 0) {
            for (int i = 0; i < count; i++) {
                float x = singles[at + i];
                target[i] = x;
                active += x == 0 ? 0 : 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                double x = doubles[at + i];
                target[i] = x;
                active += x == 0 ? 0 : 1;
            }
        }
        return active;
    }

    private void fill(long first, int count) {
        from = first;
        size = (int) Math.min(Math.max(count, ahead), length - first);
        try {
            if (singles.length > 0) {
                new FloatPointer(array.memory()).position(first).get(singles, 0, size);
            } else {
                new DoublePointer(array.memory()).position(first).get(doubles, 0, size);
            }
        } finally {
            // The pointer does not keep the array's memory alive.
            Reference.reachabilityFence(array);
        }
    }

    /** Releases the copy, if one was made. */
    @Override
    public void close() {
        if (own) {
            array.close();
        }
    }
}
