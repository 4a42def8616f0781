package org.infoscope.network;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Makes a layer's configuration fit for inference that draws no random numbers. */
final class Inference {

    private Inference() {}

    /**
     * Removes dropout and weight noise, also from wrapped layers. Deeplearning4j applies weight noise on biases in
     * inference too, from the random generator.
     *
     * @param layer changed in place: it must be a copy
     */
    static void withoutNoise(Layer layer) {
        if (!(layer instanceof DropoutLayer)) {
            layer.setIDropout(null);
        }
        if (layer instanceof BaseLayer base) {
            base.setWeightNoise(null);
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            withoutNoise(wrapper.getUnderlying());
        } else if (layer instanceof FrozenLayer frozen) {
            withoutNoise(frozen.getLayer());
        } else if (layer instanceof Bidirectional both) {
            withoutNoise(both.getFwd());
            withoutNoise(both.getBwd());
        }
    }
}
