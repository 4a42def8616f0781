package org.infoscope.metric;

/**
 * How the numbers of one input are laid out as an image.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param channelsLast false for [c, h, w], true for [h, w, c], both in C order
 */
public record ImageShape(int channels, int height, int width, boolean channelsLast) {

    /**
     * Checks that there is a pixel.
     *
     * @param channels as above
     * @param height as above
     * @param width as above
     * @param channelsLast as above
     */
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("An image has channels, height and width of 1 at least, not " + channels
                    + ", " + height + ", " + width);
        }
    }

    /** {@return how many numbers one image has} */
    public int length() {
        return channels * height * width;
    }
}
