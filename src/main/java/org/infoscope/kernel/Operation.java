package org.infoscope.kernel;

/** The heavy operations: which engine suits one need not suit another. */
public enum Operation {
    /** {@link Kernels#rollOff}. */
    ROLL_OFF,
    /** {@link Kernels#diffusionGeometry} and its spectra. */
    DIFFUSION,
    /** {@link Kernels#firstCycleBirths}. */
    FIRST_BIRTHS
}
