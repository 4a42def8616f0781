package org.infoscope.kernel;

/** Whether a map's mean is taken off before its spectrum. */
public enum Centring {
    /** Subtract the mean: after a ReLU, the mean is a confound. */
    REMOVE,
    /** Leave the map as it is. */
    KEEP
}
