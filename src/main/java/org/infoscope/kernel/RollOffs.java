package org.infoscope.kernel;

/**
 * Roll-off radii of maps, and what is known of each map besides.
 *
 * @param radii [m][levels] in cycles per pixel; NaN where a map has none
 * @param dcShares [m] share of power at frequency 0 before centring, in [0, 1]; NaN for a map of zeros and for a map that
 *     is not finite
 * @param activeShares [m] share of pixels that are not 0, in [0, 1]; NaN exactly for the maps that hold a NaN or an
 *     infinity, so that these can be counted apart
 */
public record RollOffs(double[][] radii, double[] dcShares, double[] activeShares) {}
