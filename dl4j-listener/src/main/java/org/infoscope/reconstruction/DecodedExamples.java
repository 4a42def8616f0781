package org.infoscope.reconstruction;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One layer's activations beside the inputs that gave them. */
final class DecodedExamples {

    private final INDArray flatActivations;
    private final INDArray flatInputs;
    private final long[] shape;

    /**
     * Beside each other.
     *
     * @param activations [n, ...]
     * @param inputs [n, ...]
     */
    DecodedExamples(INDArray activations, INDArray inputs) {
        this.flatActivations = flat(activations);
        this.flatInputs = flat(inputs);
        this.shape = activations.shape().clone();
    }

    private static INDArray flat(INDArray examples) {
        INDArray dense = examples.ordering() == 'c' && !examples.isView() ? examples : examples.dup('c');
        return dense.reshape('c', examples.size(0), examples.length() / examples.size(0));
    }

    /** Activations of some examples, in the layer's shape. */
    INDArray activations(int... rows) {
        long[] some = shape.clone();
        some[0] = rows.length;
        return Nd4j.pullRows(flatActivations, 1, rows, 'c').reshape('c', some);
    }

    /** Inputs of some examples, [m, numbers]. */
    INDArray inputs(int... rows) {
        return Nd4j.pullRows(flatInputs, 1, rows, 'c');
    }
}
