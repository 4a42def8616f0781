package org.infoscope.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass gave.
 *
 * @param activations by layer name; the caller closes them
 * @param reasons by name of a layer that was asked for and has no activations
 * @param failure why the pass stopped before the last layer; null when it did not
 */
public record ForwardPass(
        Map<String, LayerActivations> activations,
        Map<String, String> reasons,
        @Nullable String failure) {

    /**
     * Copies the maps, keeping their order.
     *
     * @param activations by layer name
     * @param reasons by layer name
     * @param failure null when the pass did not stop
     */
    public ForwardPass {
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }
}
