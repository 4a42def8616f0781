package org.infoscope.sample;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Images with class ids, pixels in [0, 1], channel first. The arrays are shared, never changed. */
final class ImageData {

    /** Every data set here has ten classes. */
    static final int CLASSES = 10;

    private final int channels;
    private final int height;
    private final int width;
    private final float[] pixels;
    private final int[] classIds;

    /**
     * Takes over both arrays.
     *
     * @param channels of every image
     * @param height in pixels
     * @param width in pixels
     * @param pixels one image after the other, each channels x height x width
     * @param classIds one per image, 0 to 9
     */
    ImageData(int channels, int height, int width, float[] pixels, int[] classIds) {
        if (pixels.length != classIds.length * channels * height * width) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels do not make " + classIds.length + " images of the given size");
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.classIds = classIds;
    }

    int channels() {
        return channels;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** The class of one image. */
    int classId(int image) {
        return classIds[image];
    }

    int size() {
        return classIds.length;
    }

    /** Images {@code from} (inclusive) to {@code to} (exclusive). */
    ImageData slice(int from, int to) {
        return choose(IntStream.range(from, to).toArray());
    }

    /** The same images with their class ids permuted: nothing general is left to learn. */
    ImageData withShuffledLabels(long seed) {
        int[] shuffled = classIds.clone();
        shuffle(shuffled, new SplittableRandom(seed));
        return new ImageData(channels, height, width, pixels, shuffled);
    }

    /** The images in another order. */
    ImageData shuffled(long seed) {
        return choose(permutation(seed));
    }

    /** The first images of each class, as many of each as possible, {@code most} in all; sorted by position. */
    ImageData balanced(int most) {
        int[] left = new int[CLASSES];
        int rarest = IntStream.range(0, CLASSES)
                .map(id -> (int) Arrays.stream(classIds).filter(c -> c == id).count())
                .filter(count -> count > 0)
                .min()
                .orElse(0);
        long present = Arrays.stream(classIds).distinct().count();
        Arrays.fill(left, Math.min(rarest, (int) (most / Math.max(1, present))));
        return choose(
                IntStream.range(0, size()).filter(i -> left[classIds[i]]-- > 0).toArray());
    }

    /** As Deeplearning4j trains on it: [n, c, h, w] and one-hot labels. */
    DataSet toDataSet() {
        float[] oneHot = new float[size() * CLASSES];
        for (int i = 0; i < size(); i++) {
            oneHot[i * CLASSES + classIds[i]] = 1;
        }
        return new DataSet(
                Nd4j.createFromArray(pixels).reshape('c', size(), channels, height, width),
                Nd4j.createFromArray(oneHot).reshape('c', size(), CLASSES));
    }

    /** Every position once, in an order that follows from the seed. */
    int[] permutation(long seed) {
        int[] order = IntStream.range(0, size()).toArray();
        shuffle(order, new SplittableRandom(seed));
        return order;
    }

    /** The images at these positions. */
    ImageData choose(int[] images) {
        int length = channels * height * width;
        float[] chosenPixels = new float[images.length * length];
        int[] chosenIds = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pixels, images[i] * length, chosenPixels, i * length, length);
            chosenIds[i] = classIds[images[i]];
        }
        return new ImageData(channels, height, width, chosenPixels, chosenIds);
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
