package org.infoscope.metric;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.infoscope.metric.GaussianNoise.Purpose;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a decoder makes of a layer under noise: the error e = g(f(x + sigma delta)) - x, and how its size moves with sigma.
 * Not safe for use by several threads.
 */
final class DecodedLayer {

    private static final double FLOOR = 1e-6;
    private static final double TWO_PI_E = 2 * Math.PI * Math.E;

    private final InputDecoder decoder;
    private final InputCells cells;
    private final long seed;
    private final int[] sizes;

    DecodedLayer(InputDecoder decoder, InputCells cells, long seed) {
        this.decoder = decoder;
        this.cells = cells;
        this.seed = seed;
        this.sizes = new int[cells.count()];
        Arrays.stream(cells.cellOf()).forEach(cell -> sizes[cell]++);
    }

    /** 1/2 log(2 pi e E + 1e-6), nat. */
    static double entropy(double error) {
        return Math.log(TWO_PI_E * error + FLOOR) / 2;
    }

    /** E by image and cell: the mean of e^2 over fresh copies and over the numbers of the cell. */
    double[][] errors(PerturbedLayer layer, double[][] sigma, int copies) {
        double[][] errors = new double[layer.images()][cells.count()];
        layer.answers(
                sigma,
                copies,
                independent(layer, Purpose.DECODED_SAMPLES),
                (images, f) -> addSquares(errors, images, differences(layer, images, decoder.reconstruct(f)), copies));
        return errors;
    }

    /**
     * The derivative of mean_k log(2 pi e E_k + 1e-6) with respect to log sigma, by image and cell.
     *
     * @param expected E by image and cell, at which the logarithm is differentiated
     * @param found takes E of these copies
     */
    double[][] slopes(
            PerturbedLayer layer,
            double[][] sigma,
            int copies,
            PerturbedLayer.Noise noise,
            double[][] expected,
            double[][] found) {
        return layer.slopes(sigma, copies, noise, (images, f) -> gradient(layer, images, f, copies, expected, found));
    }

    private INDArray gradient(
            PerturbedLayer layer, int[] images, INDArray f, int copies, double[][] expected, double[][] found) {
        return decoder.gradient(f, reconstruction -> {
            double[] errors = differences(layer, images, reconstruction);
            addSquares(found, images, errors, copies);
            int length = cells.cellOf().length;
            for (int i = 0; i < errors.length; i++) {
                int k = cells.cellOf()[i % length];
                double scale = TWO_PI_E / (TWO_PI_E * expected[images[i / length]][k] + FLOOR);
                errors[i] *= 2 * scale / sizes[k] / copies / sizes.length;
            }
            return errors;
        });
    }

    /** From g(f(x')) to e, in place. */
    private static double[] differences(PerturbedLayer layer, int[] images, double[] reconstruction) {
        for (int r = 0; r < images.length; r++) {
            double[] origin = layer.origin(images[r]);
            for (int i = 0; i < origin.length; i++) {
                reconstruction[r * origin.length + i] -= origin[i];
            }
        }
        return reconstruction;
    }

    private void addSquares(double[][] sums, int[] images, double[] errors, int copies) {
        int length = cells.cellOf().length;
        for (int i = 0; i < errors.length; i++) {
            int k = cells.cellOf()[i % length];
            sums[images[i / length]][k] += errors[i] * errors[i] / sizes[k] / copies;
        }
    }

    /** A stream of its own per image. */
    PerturbedLayer.Noise independent(PerturbedLayer layer, Purpose purpose) {
        GaussianNoise[] streams = IntStream.range(0, layer.images())
                .mapToObj(a -> GaussianNoise.of(seed, layer.example(a), purpose))
                .toArray(GaussianNoise[]::new);
        return (image, delta) -> streams[image].fill(delta);
    }
}
