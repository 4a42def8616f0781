package org.infoscope.metric;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A way back from a layer's activations f to the network's first input, g(f), and its derivative. Rows are independent. Not
 * safe for use by several threads.
 */
public interface InputDecoder {

    /**
     * The reconstruction.
     *
     * @param activations f, one row each: [m, d], [m, c, h, w] or [m, c, t] in C order; unchanged
     * @return g(f): m times as many numbers as one input has, in its units and in C order of its layout
     */
    double[] reconstruct(INDArray activations);

    /**
     * The vector-Jacobian product: the gradient of the inner product of v and g(f) with respect to f.
     *
     * @param activations f, as above; unchanged
     * @param cotangent gives v, of the length of g(f), from g(f); called once
     * @return of the shape and element type of {@code activations}, in C order
     */
    INDArray gradient(INDArray activations, UnaryOperator<double[]> cotangent);
}
