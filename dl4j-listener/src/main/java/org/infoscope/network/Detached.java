package org.infoscope.network;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes arrays outside every ND4J workspace, so that they outlive the step of the training loop that they are made in.
 * Whatever workspace is open stays open and untouched.
 */
public final class Detached {

    private Detached() {}

    /**
     * A dense copy in C order.
     *
     * @param array attached or not; unchanged
     * @return belongs to no workspace
     */
    public static INDArray copy(INDArray array) {
        return make(() -> array.dup('c'));
    }

    /**
     * A dense copy in the array's own order.
     *
     * @param array attached or not; unchanged
     * @return belongs to no workspace
     */
    static INDArray same(INDArray array) {
        return make(() -> array.dup(array.ordering()));
    }

    /** Frees an array that nobody uses any more, if it can be freed. */
    static void free(INDArray array) {
        if (array.closeable()) {
            array.close();
        }
    }

    /**
     * Runs something that creates arrays.
     *
     * @param <T> what it gives
     * @param source run once, now
     * @return its answer; arrays made in it belong to no workspace
     */
    @SuppressWarnings("try") // The scope is left by closing the resource; nothing in it is called.
    public static <T> T make(Supplier<T> source) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return source.get();
        }
    }
}
