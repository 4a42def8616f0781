package org.infoscope.kernel;

/** What is summed over frequencies. */
public enum Spectrum {
    /** |F|^2. */
    POWER,
    /** |F|. */
    MAGNITUDE
}
