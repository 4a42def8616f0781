/**
 * The heavy operations that the metrics share, and who computes them.
 *
 * <p>{@link org.infoscope.kernel.Kernels} takes ND4J arrays and gives back plain Java arrays, so that an engine (CPU, the
 * loaded ND4J backend, CUDA) can be swapped without a metric noticing.
 */
@NullMarked
package org.infoscope.kernel;

import org.jspecify.annotations.NullMarked;
