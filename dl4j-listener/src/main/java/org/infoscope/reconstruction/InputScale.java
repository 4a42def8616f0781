package org.infoscope.reconstruction;

import org.infoscope.metric.ImageShape;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The inputs as the decoder is to give them back: less one mean and over one standard deviation, both over all numbers of the
 * examples that it learns from, images as [c, h, w]; and the way back. Our choice.
 */
final class InputScale {

    private final @Nullable ImageShape image;
    private final double mean;
    private final double sd;

    /**
     * Measures inputs.
     *
     * @param image how they are laid out; null when they are no images
     * @param inputs [n, length], all finite
     */
    InputScale(@Nullable ImageShape image, INDArray inputs) {
        this.image = image;
        INDArray values = inputs.castTo(DataType.DOUBLE);
        this.mean = values.meanNumber().doubleValue();
        this.sd = values.sub(mean).norm2Number().doubleValue() / Math.sqrt((double) values.length());
    }

    /** In units of the input; 0 when all inputs are the same number. */
    double sd() {
        return sd;
    }

    /**
     * What the decoder is to give.
     *
     * @param inputs [m, length]; unchanged
     * @return [m, c, h, w] or [m, length], FLOAT
     */
    INDArray target(INDArray inputs) {
        INDArray scaled = inputs.castTo(DataType.DOUBLE).sub(mean).divi(sd).castTo(DataType.FLOAT);
        if (image == null) {
            return scaled;
        }
        long rows = inputs.size(0);
        if (!image.channelsLast()) {
            return scaled.reshape('c', rows, image.channels(), image.height(), image.width());
        }
        return scaled.reshape('c', rows, image.height(), image.width(), image.channels())
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    /**
     * The reconstruction in the units and the layout of the input.
     *
     * @param decoded what the decoder gave
     * @return m rows of {@code length} numbers, one after another
     */
    double[] input(INDArray decoded) {
        INDArray laidOut = image != null && image.channelsLast() ? decoded.permute(0, 2, 3, 1) : decoded;
        return laidOut.castTo(DataType.DOUBLE)
                .mul(sd)
                .addi(mean)
                .dup('c')
                .data()
                .asDouble();
    }

    /**
     * The gradient with respect to what the decoder gives.
     *
     * @param gradient with respect to {@link #input}
     * @param rows m
     * @return of the decoder's shape, FLOAT
     */
    INDArray pulledBack(double[] gradient, int rows) {
        INDArray flat = Nd4j.createFromArray(gradient).muli(sd).castTo(DataType.FLOAT);
        if (image == null) {
            return flat.reshape('c', rows, gradient.length / rows);
        }
        if (!image.channelsLast()) {
            return flat.reshape('c', rows, image.channels(), image.height(), image.width());
        }
        return flat.reshape('c', rows, image.height(), image.width(), image.channels())
                .permute(0, 3, 1, 2)
                .dup('c');
    }
}
