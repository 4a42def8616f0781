package org.infoscope.reconstruction;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a decoder gives examples back.
 *
 * @param r2 1 - squared error / squared distance from the mean training example; NaN when that distance is 0
 * @param psnr 10 log10 of (range of the training inputs)^2 / mean squared error, dB; infinite without any error
 */
record DecoderQuality(double r2, double psnr) {

    private static final int CHUNK = 64;

    /**
     * Tries a decoder.
     *
     * @param decoder trained
     * @param examples that hold them
     * @param rows to give back, at least one
     * @param training what it has learned from
     */
    static DecoderQuality of(Decoder decoder, DecodedExamples examples, int[] rows, TrainingInputs training) {
        double squares = 0;
        double distance = 0;
        long count = 0;
        for (int from = 0; from < rows.length; from += CHUNK) {
            int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + CHUNK));
            double[] inputs = values(examples.inputs(some));
            double[] decoded = decoder.reconstruct(examples.activations(some));
            for (int i = 0; i < inputs.length; i++) {
                double error = decoded[i] - inputs[i];
                double fromMean = inputs[i] - training.mean(i);
                squares += error * error;
                distance += fromMean * fromMean;
            }
            count += inputs.length;
        }
        double psnr = 10 * Math.log10(training.range() * training.range() * count / squares);
        return new DecoderQuality(distance > 0 ? 1 - squares / distance : Double.NaN, psnr);
    }

    /** What the error is compared with. */
    static final class TrainingInputs {
        private final double[] mean;
        private final double range;

        /**
         * Averages.
         *
         * @param inputs [n, numbers]
         */
        TrainingInputs(INDArray inputs) {
            mean = values(inputs.castTo(DataType.DOUBLE).mean(0));
            range = inputs.maxNumber().doubleValue() - inputs.minNumber().doubleValue();
        }

        double mean(int index) {
            return mean[index % mean.length];
        }

        double range() {
            return range;
        }
    }

    private static double[] values(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }
}
