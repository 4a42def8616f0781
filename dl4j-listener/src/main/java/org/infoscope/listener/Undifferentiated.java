package org.infoscope.listener;

import java.util.function.UnaryOperator;
import org.infoscope.metric.LayerGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer whose derivative could not be prepared.
 *
 * @param unsupported why
 */
record Undifferentiated(String unsupported) implements LayerGradients {

    @Override
    public INDArray activations(int[] examples, INDArray inputs) {
        throw new IllegalStateException(unsupported);
    }

    @Override
    public INDArray gradient(int[] examples, INDArray inputs, UnaryOperator<INDArray> cotangent) {
        throw new IllegalStateException(unsupported);
    }
}
