package org.infoscope.history;

import java.util.Objects;

/**
 * One probe example as a picture, for pages that show it beside its {@link org.infoscope.metric.MetricValue.PixelMaps}.
 *
 * @param example index in the probe, from 0
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param channels 1 for grey, 3 for red, green and blue
 * @param label class id of the example; -1 when it is not known
 * @param png the picture as a PNG file in Base64: a page shows {@code data:image/png;base64,} and this text
 */
public record ProbeImage(int example, int width, int height, int channels, int label, String png) {

    /**
     * Checks the sizes.
     *
     * @param example as above
     * @param width as above
     * @param height as above
     * @param channels as above
     * @param label as above
     * @param png as above
     */
    public ProbeImage {
        Objects.requireNonNull(png, "png");
        if (example < 0 || width < 1 || height < 1 || (channels != 1 && channels != 3) || label < -1) {
            throw new IllegalArgumentException("No picture: example " + example + ", " + width + " x " + height
                    + " pixels, " + channels + " channels, label " + label);
        }
    }
}
