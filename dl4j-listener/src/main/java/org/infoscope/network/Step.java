package org.infoscope.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer or vertex as a function that can be differentiated: a forward pass in inference, after which the backward pass
 * is at the same input. What it keeps in between is let go by {@link #clear}.
 */
sealed interface Step permits LayerStep, VertexStep {

    /** Why its derivative is not to be had; null when it is. */
    @Nullable
    String unsupported();

    /**
     * Takes the masks of its inputs, before the forward pass.
     *
     * @param incoming one per input
     * @param rows number of examples
     * @return the mask of its output
     */
    Mask mask(List<Mask> incoming, int rows);

    /**
     * Inference.
     *
     * @param inputs its own: they may be overwritten and kept
     * @param rows number of examples
     * @return the output; may be a view of an input
     */
    INDArray forward(INDArray[] inputs, int rows);

    /**
     * The vector-Jacobian product at the inputs of the last forward pass.
     *
     * @param epsilon of the form of the output, its own: it may be overwritten
     * @param rows number of examples
     * @return one per input, of its form
     */
    INDArray[] backward(INDArray epsilon, int rows);

    /** Forgets the last examples. */
    void clear();
}
