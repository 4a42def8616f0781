package org.infoscope.listener;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The one buffer between training and worker: who holds it may use it. */
final class ParameterSlot {

    private final INDArray buffer;
    private final Semaphore free = new Semaphore(1);

    /**
     * A free slot.
     *
     * @param buffer detached, of the parameters' type and shape
     */
    ParameterSlot(INDArray buffer) {
        this.buffer = buffer;
    }

    /**
     * Takes the slot.
     *
     * @param millis to wait at most; 0 for not at all
     * @return whether the caller holds it now
     */
    boolean acquire(long millis) {
        if (millis == 0) {
            return free.tryAcquire();
        }
        try {
            return free.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The one copy on the training thread. */
    void copy(INDArray params) {
        buffer.assign(params);
    }

    INDArray parameters() {
        return buffer;
    }

    void release() {
        free.release();
    }
}
