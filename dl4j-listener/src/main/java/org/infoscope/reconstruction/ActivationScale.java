package org.infoscope.reconstruction;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Brings a layer's activations into the form that its decoder reads, and gradients back: per channel (or unit) less the mean
 * and over the standard deviation, both over the examples that the decoder learns from, so that the scale of a layer's
 * weights does not matter; maps padded as {@link DecoderLayout} says. Our choice.
 *
 * <p>A channel that hardly varies (less than 1e-6 of the largest standard deviation) is given to the decoder as 0.
 */
final class ActivationScale {

    private static final double LEAST = 1e-6;

    private final DecoderLayout layout;
    private final INDArray mean;
    private final INDArray inverse;

    private ActivationScale(DecoderLayout layout, INDArray mean, INDArray inverse) {
        this.layout = layout;
        this.mean = mean;
        this.inverse = inverse;
    }

    /**
     * Measures the activations.
     *
     * @param layout of the decoder
     * @param activations [n, ...], C order; all finite
     */
    static ActivationScale of(DecoderLayout layout, INDArray activations) {
        int channels = layout.channels();
        INDArray flat = flat(layout, activations);
        double[] mean = new double[channels];
        double[] sd = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            INDArray values = flat.get(NDArrayIndex.all(), NDArrayIndex.point(channel), NDArrayIndex.all())
                    .castTo(DataType.DOUBLE);
            mean[channel] = values.meanNumber().doubleValue();
            sd[channel] = values.sub(mean[channel]).norm2Number().doubleValue() / Math.sqrt((double) values.length());
        }
        double least = LEAST * Arrays.stream(sd).max().orElse(0);
        double[] inverse = Arrays.stream(sd).map(s -> s > least ? 1 / s : 0).toArray();
        return new ActivationScale(layout, column(mean), column(inverse));
    }

    private static INDArray column(double[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length, 1);
    }

    private static INDArray flat(DecoderLayout layout, INDArray activations) {
        return activations.reshape('c', activations.size(0), layout.channels(), -1);
    }

    /** Whether no channel varies. */
    boolean constant() {
        return inverse.maxNumber().doubleValue() == 0;
    }

    /**
     * What the decoder reads.
     *
     * @param activations [m, ...] in C order; unchanged
     * @return [m, c, rows, columns] or [m, d], FLOAT
     */
    INDArray scaled(INDArray activations) {
        INDArray flat = flat(layout, activations).castTo(DataType.DOUBLE);
        INDArray scaled = flat.sub(mean).muli(inverse).castTo(DataType.FLOAT);
        long rows = activations.size(0);
        if (!layout.fromMaps()) {
            return scaled.reshape('c', rows, layout.channels());
        }
        INDArray maps = scaled.reshape('c', rows, layout.channels(), layout.height(), layout.width());
        if (layout.rows() == layout.height() && layout.columns() == layout.width()) {
            return maps;
        }
        INDArray padded = Nd4j.zeros(DataType.FLOAT, rows, layout.channels(), layout.rows(), layout.columns());
        padded.get(inner()).assign(maps);
        return padded;
    }

    /**
     * The gradient with respect to the activations.
     *
     * @param gradient with respect to {@link #scaled}
     * @param like the activations: their shape and element type
     * @return of that shape and type, in C order
     */
    INDArray pulledBack(INDArray gradient, INDArray like) {
        INDArray inner = layout.fromMaps() ? gradient.get(inner()) : gradient;
        return flat(layout, inner.dup('c'))
                .castTo(DataType.DOUBLE)
                .mul(inverse)
                .castTo(like.dataType())
                .reshape('c', like.shape().clone());
    }

    private INDArrayIndex[] inner() {
        int above = (layout.rows() - layout.height()) / 2;
        int left = (layout.columns() - layout.width()) / 2;
        return new INDArrayIndex[] {
            NDArrayIndex.all(),
            NDArrayIndex.all(),
            NDArrayIndex.interval(above, above + layout.height()),
            NDArrayIndex.interval(left, left + layout.width())
        };
    }
}
