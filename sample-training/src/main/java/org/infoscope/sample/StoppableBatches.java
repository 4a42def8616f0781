package org.infoscope.sample;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * One epoch's batches, in an order of its own, that end early when a stop is asked for: fit then returns between two
 * batches. It declines prefetching, so that a stop takes hold at once.
 */
final class StoppableBatches implements DataSetIterator {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ImageData images;
    private final transient int[] order;
    private final transient int batch;
    private final transient BooleanSupplier stop;
    private int next;

    /**
     * Batches of the given size; the last may be smaller.
     *
     * @param seed of the order
     */
    StoppableBatches(ImageData images, int batch, long seed, BooleanSupplier stop) {
        this.images = images;
        this.order = images.permutation(seed);
        this.batch = batch;
        this.stop = stop;
    }

    /** Batches in one epoch of so many examples. */
    static int count(int examples, int batch) {
        return (examples + batch - 1) / batch;
    }

    @Override
    public boolean hasNext() {
        return next < order.length && !stop.getAsBoolean();
    }

    @Override
    public DataSet next() {
        return next(batch);
    }

    @Override
    public DataSet next(int examples) {
        if (next >= order.length) {
            throw new NoSuchElementException();
        }
        int end = Math.min(order.length, next + examples);
        DataSet data = images.choose(Arrays.copyOfRange(order, next, end)).toDataSet();
        next = end;
        return data;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public int inputColumns() {
        return images.channels() * images.height() * images.width();
    }

    @Override
    public int totalOutcomes() {
        return ImageData.CLASSES;
    }

    @Override
    public int batch() {
        return batch;
    }

    /** None: an empty list would make an evaluation expect no classes. */
    @Override
    public @Nullable List<String> getLabels() {
        return null;
    }

    @Override
    public void setPreProcessor(@Nullable DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("These images are already in [0, 1]");
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
        return null;
    }
}
