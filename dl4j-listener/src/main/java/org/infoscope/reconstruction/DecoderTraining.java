package org.infoscope.reconstruction;

/**
 * How a decoder is trained. The defaults are our choice; the authors' decoder is not published.
 *
 * @param epochs passes over the examples that it learns from, at least 1; default 20
 * @param width maps of the decoder at the size of the image, twice as many where they are smaller, eight times as many units
 *     in dense layers; at least 1, default 8
 * @param learningRate of Adam in the first iteration, from which it falls to 0 in a straight line; in (0, 1], default 0.004
 */
public record DecoderTraining(int epochs, int width, double learningRate) {

    /**
     * Checks the options.
     *
     * @param epochs as above
     * @param width as above
     * @param learningRate as above
     * @throws IllegalArgumentException if one is out of range
     */
    public DecoderTraining {
        if (epochs < 1) {
            throw new IllegalArgumentException("A decoder learns for 1 epoch at least, not " + epochs);
        }
        if (width < 1) {
            throw new IllegalArgumentException("The decoder's width must be 1 at least, not " + width);
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("The learning rate must be in (0, 1], not " + learningRate);
        }
    }

    /**
     * The defaults.
     *
     * @return 20 epochs, 8 maps, rate 0.004
     */
    public static DecoderTraining withDefaults() {
        return new DecoderTraining(20, 8, 0.004);
    }

    /**
     * Another length.
     *
     * @param other at least 1
     * @return the changed copy
     */
    public DecoderTraining withEpochs(int other) {
        return new DecoderTraining(other, width, learningRate);
    }

    /**
     * Another size.
     *
     * @param other at least 1
     * @return the changed copy
     */
    public DecoderTraining withWidth(int other) {
        return new DecoderTraining(epochs, other, learningRate);
    }

    /**
     * Another learning rate.
     *
     * @param other in (0, 1]
     * @return the changed copy
     */
    public DecoderTraining withLearningRate(double other) {
        return new DecoderTraining(epochs, width, other);
    }
}
