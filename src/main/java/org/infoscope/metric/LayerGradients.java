package org.infoscope.metric;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer as a function f of the network's first input, in inference, and the derivative of that function. Further
 * inputs of the network stay as the probe has them.
 *
 * <p>Rows are independent: each is a variant of one of the probe's examples. The training network and ND4J's random
 * generator are never touched. Not safe for use by several threads.
 */
public interface LayerGradients {

    /**
     * Why the layer cannot be differentiated.
     *
     * @return a sentence for a person; null when it can, and only then the other methods may be called
     */
    @Nullable
    String unsupported();

    /**
     * The forward pass.
     *
     * @param examples of which example of the probe each row is a variant
     * @param inputs for the network's first input, one row each, in the form of the probe's own; unchanged
     * @return f, one row each: [m, d], [m, c, h, w] or [m, c, t] in C order, of the network's element type; detached
     */
    INDArray activations(int[] examples, INDArray inputs);

    /**
     * The vector-Jacobian product: for each row the gradient of the inner product of v and f with respect to the input.
     *
     * @param examples of which example of the probe each row is a variant
     * @param inputs as above; unchanged
     * @param cotangent gives v, of the shape of f, from f; called once
     * @return of the shape of {@code inputs}; detached
     */
    INDArray gradient(int[] examples, INDArray inputs, UnaryOperator<INDArray> cotangent);
}
