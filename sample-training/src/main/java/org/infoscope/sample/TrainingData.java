package org.infoscope.sample;

/**
 * What a run trains on and what it is checked with.
 *
 * @param source in words
 * @param training images
 * @param validation images, of the same size, never trained on
 */
record TrainingData(String source, ImageData training, ImageData validation) {

    TrainingData {
        if (training.size() == 0 || validation.size() == 0) {
            throw new IllegalArgumentException(source + " must hold training and validation images");
        }
        if (training.channels() != validation.channels()
                || training.height() != validation.height()
                || training.width() != validation.width()) {
            throw new IllegalArgumentException(source + ": training and validation images differ in size");
        }
    }

    /** At most so many training images, the first ones. */
    TrainingData limitedTo(int most) {
        return most >= training.size() ? this : new TrainingData(source, training.slice(0, most), validation);
    }

    /** With permuted training labels; validation stays true. */
    TrainingData withShuffledLabels(long seed) {
        return new TrainingData(source + ", training labels shuffled", training.withShuffledLabels(seed), validation);
    }
}
