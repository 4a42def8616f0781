package org.infoscope.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.common.resources.DL4JResources;
import org.deeplearning4j.common.resources.ResourceType;
import org.deeplearning4j.datasets.fetchers.Cifar10Fetcher;

/** CIFAR-10: 32 x 32 colour images of ten kinds of things. */
final class Cifar10 {

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + CHANNELS * PLANE;

    private Cifar10() {}

    /** Reads a folder with {@code data_batch_*.bin} and {@code test_batch.bin} in the CIFAR-10 binary format. */
    static TrainingData readFolder(Path folder) throws IOException {
        List<Path> training = list(folder, "data_batch_", ".bin");
        List<Path> validation = list(folder, "test_batch", ".bin");
        if (training.isEmpty() || validation.isEmpty()) {
            throw new IOException(folder + " does not hold data_batch_*.bin and test_batch.bin");
        }
        return new TrainingData("CIFAR-10 from " + folder, readRecords(training), readRecords(validation));
    }

    /** The whole set by Deeplearning4j's own fetcher, which keeps it in the user's home folder as PNG files. */
    static TrainingData fetch() throws IOException {
        Cifar10Fetcher fetcher = new Cifar10Fetcher();
        if (!fetcher.isCached()) {
            fetcher.downloadAndExtract();
        }
        Path folder = DL4JResources.getDirectory(ResourceType.DATASET, fetcher.localCacheName())
                .toPath();
        return new TrainingData(
                "CIFAR-10", readPictures(folder.resolve("train")), readPictures(folder.resolve("test")));
    }

    private static ImageData readRecords(List<Path> files) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0 || bytes.length % RECORD != 0) {
                throw new IOException(file + " is not a whole number of CIFAR-10 records of " + RECORD + " bytes");
            }
            records.write(bytes);
        }
        return decode(records.toByteArray());
    }

    private static ImageData decode(byte[] records) throws IOException {
        int images = records.length / RECORD;
        float[] pixels = new float[images * CHANNELS * PLANE];
        int[] classIds = new int[images];
        for (int i = 0; i < images; i++) {
            classIds[i] = Byte.toUnsignedInt(records[i * RECORD]);
            if (classIds[i] >= ImageData.CLASSES) {
                throw new IOException("Record " + i + " has label " + classIds[i] + ": this is not CIFAR-10's format");
            }
            for (int p = 0; p < CHANNELS * PLANE; p++) {
                pixels[i * CHANNELS * PLANE + p] = Byte.toUnsignedInt(records[i * RECORD + 1 + p]) / 255f;
            }
        }
        return new ImageData(CHANNELS, SIDE, SIDE, pixels, classIds);
    }

    /** One folder per class, named after it; the order of their names gives the ids. */
    private static ImageData readPictures(Path folder) throws IOException {
        List<Path> classes = list(folder, "", "");
        if (classes.size() != ImageData.CLASSES) {
            throw new IOException(folder + " should hold ten folders, one per class; delete it to download anew");
        }
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int id = 0; id < classes.size(); id++) {
            for (Path picture : list(classes.get(id), "", ".png")) {
                records.write(id);
                records.write(planes(picture));
            }
        }
        // The folders are sorted by class; training and the probe want them mixed, the same way every time.
        return decode(records.toByteArray()).shuffled(0);
    }

    private static byte[] planes(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        if (image == null || image.getWidth() != SIDE || image.getHeight() != SIDE) {
            throw new IOException(picture + " is not a picture of " + SIDE + " x " + SIDE + " pixels");
        }
        byte[] planes = new byte[CHANNELS * PLANE];
        for (int p = 0; p < PLANE; p++) {
            int rgb = image.getRGB(p % SIDE, p / SIDE);
            planes[p] = (byte) (rgb >> 16);
            planes[PLANE + p] = (byte) (rgb >> 8);
            planes[2 * PLANE + p] = (byte) rgb;
        }
        return planes;
    }

    private static List<Path> list(Path folder, String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
