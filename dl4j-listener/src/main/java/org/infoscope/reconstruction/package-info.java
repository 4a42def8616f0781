/**
 * Reconstruction uncertainty: how well the input can be read back from a layer. It trains a decoder per layer, which is too
 * dear for a training loop: an offline analysis of a saved network.
 *
 * <p>The network that is analysed and ND4J's random generator are never touched.
 */
@NullMarked
package org.infoscope.reconstruction;

import org.jspecify.annotations.NullMarked;
