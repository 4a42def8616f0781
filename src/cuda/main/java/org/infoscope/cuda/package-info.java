/**
 * The heavy operations on an NVIDIA device through CUDA 13 itself, for devices that ND4J's backend has no code for.
 *
 * <p>Put this module on the class path; {@link org.infoscope.kernel.Kernels#best} finds it, and goes on without it where a
 * device, its driver or CUDA's libraries are missing.
 */
@NullMarked
package org.infoscope.cuda;

import org.jspecify.annotations.NullMarked;
