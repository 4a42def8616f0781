package org.infoscope.reconstruction;

import java.util.ArrayList;
import java.util.List;
import org.infoscope.metric.ImageShape;
import org.jspecify.annotations.Nullable;

/**
 * How a decoder grows from a layer's activations to the input: our choice.
 *
 * <p>Maps [c, h, w] are padded by zeros, evenly on both sides, to ceil(H / s) x ceil(W / s), s the layer's stride, so that they
 * lie over the image as they did on the way down; the decoder enlarges them s times and cuts the edges. Where s does not
 * fit the sizes (it is 1 when not known) round(H / h) takes its place. Anything else [d] becomes, for an image, maps of
 * at least 7 pixels a side (or of the image's size when that is less) by a dense layer first; for other inputs the whole decoder is dense.
 *
 * @param channels of the activations; their number of units when {@code rows} is 0
 * @param height of the activations; 0 when they are no maps
 * @param width of the activations; 0 when they are no maps
 * @param image how the input is laid out; null when it is none
 * @param length numbers of one input
 * @param rows of the smallest maps of the decoder; 0 when the decoder is dense
 * @param columns of the smallest maps of the decoder; 0 when the decoder is dense
 * @param factor pixels of the input per pixel of the smallest maps
 */
record DecoderLayout(
        int channels,
        int height,
        int width,
        @Nullable ImageShape image,
        int length,
        int rows,
        int columns,
        int factor) {

    private static final int SMALLEST_SIDE = 7;

    /**
     * Plans a decoder.
     *
     * @param activations shape of the layer's activations, examples first
     * @param stride input pixels per pixel of the maps; 1 when not known
     * @param image of the input; null when it is none
     * @param length numbers of one input
     */
    static DecoderLayout of(long[] activations, double stride, @Nullable ImageShape image, int length) {
        if (image == null || activations.length != 4) {
            long units = 1;
            for (int axis = 1; axis < activations.length; axis++) {
                units *= activations[axis];
            }
            return dense(Math.toIntExact(units), image, length);
        }
        int height = (int) activations[2];
        int width = (int) activations[3];
        int factor = factor(stride, height, image.height());
        return new DecoderLayout(
                (int) activations[1],
                height,
                width,
                image,
                length,
                Math.max(height, ceilDiv(image.height(), factor)),
                Math.max(width, ceilDiv(image.width(), factor)),
                factor);
    }

    private static DecoderLayout dense(int units, @Nullable ImageShape image, int length) {
        if (image == null) {
            return new DecoderLayout(units, 0, 0, null, length, 0, 0, 1);
        }
        int factor = 1;
        while (Math.min(image.height(), image.width()) >= 2 * factor * SMALLEST_SIDE) {
            factor *= 2;
        }
        return new DecoderLayout(
                units, 0, 0, image, length, ceilDiv(image.height(), factor), ceilDiv(image.width(), factor), factor);
    }

    private static int factor(double stride, int height, int full) {
        int factor = Math.max(1, (int) Math.round(stride));
        boolean fits = height * factor <= 2 * full && 3 * height * factor >= full;
        return fits ? factor : Math.max(1, Math.round((float) full / height));
    }

    private static int ceilDiv(int whole, int part) {
        return (whole + part - 1) / part;
    }

    /** Whether the activations are maps that the decoder enlarges. */
    boolean fromMaps() {
        return height > 0;
    }

    /** Whether the decoder ends in an image. */
    boolean toImage() {
        return rows > 0;
    }

    /** By which numbers the maps are enlarged one after another: the prime factors of the whole, the largest last. */
    List<Integer> enlargements() {
        List<Integer> primes = new ArrayList<>();
        int rest = factor;
        for (int prime = 2; rest > 1; prime++) {
            while (rest % prime == 0) {
                primes.add(prime);
                rest /= prime;
            }
        }
        return List.copyOf(primes);
    }
}
