package org.infoscope.metric;

import java.util.List;

/**
 * How uncertain the reconstruction of one image is.
 *
 * @param example of the probe, by index
 * @param map nat per cell; all NaN where the layer is dead for the image
 * @param noiseless the mean over cells of the same without noise, nat; NaN where the layer is dead
 * @param loss L at the noise found, c when the layer answers to it as a linear one does; NaN where the layer is dead
 */
public record ReconstructedImage(int example, List<Double> map, double noiseless, double loss) {

    /**
     * Copies the map.
     *
     * @param example as above
     * @param map as above
     * @param noiseless as above
     * @param loss as above
     */
    public ReconstructedImage {
        map = List.copyOf(map);
    }

    /** {@return the mean over cells, nat; NaN where the layer is dead} */
    public double uncertainty() {
        return map.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** {@return whether the layer does not answer to this image} */
    public boolean dead() {
        return Double.isNaN(uncertainty());
    }
}
