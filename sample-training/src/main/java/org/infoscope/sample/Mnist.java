package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.infoscope.command.IdxFile;
import org.nd4j.linalg.dataset.DataSet;

/** MNIST: 28 x 28 grey images of handwritten digits. */
final class Mnist {

    private static final int SIDE = 28;
    private static final int TRAINING_IMAGES = 60_000;
    private static final int TEST_IMAGES = 10_000;
    private static final int DOWNLOAD_SEED = 0;

    private Mnist() {}

    /**
     * Reads a folder with {@code train-*} and {@code t10k-*} in IDX format, with or without gzip. When only one of the two
     * pairs is there, its first four fifths are for training and the rest for validation.
     */
    static TrainingData readFolder(Path folder) throws IOException {
        Optional<ImageData> train = readPair(folder, "train");
        Optional<ImageData> test = readPair(folder, "t10k");
        if (train.isPresent() && test.isPresent()) {
            return new TrainingData("MNIST from " + folder, train.get(), test.get());
        }
        ImageData only = train.or(() -> test)
                .orElseThrow(() -> new IOException(folder + " holds neither train-images-idx3-ubyte[.gz] with its "
                        + "train-labels-idx1-ubyte[.gz] nor the same of t10k"));
        int cut = only.size() * 4 / 5;
        String split = ", first " + cut + " for training, " + (only.size() - cut) + " for validation";
        return new TrainingData("MNIST from " + folder + split, only.slice(0, cut), only.slice(cut, only.size()));
    }

    /** The whole set by Deeplearning4j's own fetcher, which keeps it in the user's home folder. */
    static TrainingData fetch() throws IOException {
        return new TrainingData("MNIST", fetch(true, TRAINING_IMAGES), fetch(false, TEST_IMAGES));
    }

    private static ImageData fetch(boolean training, int images) throws IOException {
        DataSet all = new MnistDataSetIterator(images, images, false, training, false, DOWNLOAD_SEED).next();
        int[] classIds = all.getLabels().argMax(1).toIntVector();
        return new ImageData(1, SIDE, SIDE, all.getFeatures().dup('c').data().asFloat(), classIds);
    }

    private static Optional<ImageData> readPair(Path folder, String name) throws IOException {
        Optional<Path> images = find(folder, name + "-images");
        Optional<Path> labels = find(folder, name + "-labels");
        if (images.isEmpty() || labels.isEmpty()) {
            return Optional.empty();
        }
        IdxFile pictures = IdxFile.read(images.get());
        IdxFile ids = IdxFile.read(labels.get());
        if (pictures.rank() != 3 || ids.rank() != 1 || pictures.length(0) != ids.length(0)) {
            throw new IOException(images.get() + " and " + labels.get() + " do not hold one label per image");
        }
        return Optional.of(new ImageData(
                1,
                pictures.length(1),
                pictures.length(2),
                unit(pictures.values()),
                checked(ids.values(), labels.get())));
    }

    private static Optional<Path> find(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .findFirst();
        }
    }

    private static float[] unit(int[] greys) {
        float[] pixels = new float[greys.length];
        for (int i = 0; i < greys.length; i++) {
            pixels[i] = greys[i] / 255f;
        }
        return pixels;
    }

    private static int[] checked(int[] classIds, Path file) throws IOException {
        for (int i = 0; i < classIds.length; i++) {
            if (classIds[i] >= ImageData.CLASSES) {
                throw new IOException(file + ": label " + classIds[i] + " at " + i + " is not a digit");
            }
        }
        return classIds;
    }
}
