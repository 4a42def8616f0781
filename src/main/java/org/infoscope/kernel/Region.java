package org.infoscope.kernel;

/** Which frequencies count. */
public enum Region {
    /** The full plane, corners included: radii up to 1/sqrt(2) cycles per pixel. */
    SQUARE,
    /** Radii up to Nyquist, 1/2 cycle per pixel, only. */
    DISC
}
