package org.infoscope.network;

/**
 * What is known of one layer or vertex.
 *
 * @param name as the network gives it; a layer without a name is {@code layer} and its index
 * @param type simple class name of its configuration
 * @param stride input pixels per pixel of its maps: the product of the strides on the way, over that of the upsamplings; the
 *     geometric mean where height and width differ, the largest where branches do; 1 when not known
 * @param channelsLast whether the network holds its activations as NHWC or NWC
 * @param output whether the network gives it out
 * @param byDefault whether {@link LayerSelection.AfterNonlinearity} takes it
 */
public record ReplicaLayer(
        String name, String type, double stride, boolean channelsLast, boolean output, boolean byDefault) {}
