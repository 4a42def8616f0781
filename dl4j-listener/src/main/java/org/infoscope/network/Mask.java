package org.infoscope.network;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A mask on its way through the network.
 *
 * @param array null when everything counts
 * @param state whether the next layer is to apply it
 */
record Mask(@Nullable INDArray array, @Nullable MaskState state) {

    /** Of an input of the network. */
    static Mask ofInput(@Nullable INDArray array) {
        return new Mask(array, array == null ? null : MaskState.Active);
    }

    static Mask of(@Nullable Pair<INDArray, MaskState> pair) {
        return pair == null ? new Mask(null, null) : new Mask(pair.getFirst(), pair.getSecond());
    }

    Mask through(InputPreProcessor preProcessor, int rows) {
        return array == null ? this : of(preProcessor.feedForwardMaskArray(array, state, rows));
    }
}
