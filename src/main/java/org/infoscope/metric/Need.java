package org.infoscope.metric;

/** What a {@link Metric} asks of a {@link Snapshot}; the listener gathers the union once. */
public enum Need {
    /** The layer's activations over the probe. Every metric needs them. */
    ACTIVATIONS,
    /** One class id per probe example. */
    LABELS,
    /** The probe's inputs to the network, or clusters of them. */
    INPUT,
    /** The layer as a differentiable function of the network's first input: {@link Snapshot#gradients()}. */
    GRADIENTS
}
