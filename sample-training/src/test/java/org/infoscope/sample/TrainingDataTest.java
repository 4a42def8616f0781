package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class TrainingDataTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void glyphsAreTheSameForTheSameSeedAndDifferOtherwise() {
        DataSet once = Glyphs.draw(60, 20, 4).training().toDataSet();
        DataSet again = Glyphs.draw(30, 20, 4).training().toDataSet();
        DataSet other = Glyphs.draw(60, 20, 5).training().toDataSet();

        assertThat(once.asList().subList(0, 30)).isEqualTo(again.asList());
        assertThat(once).isNotEqualTo(other);
    }

    @Test
    void glyphsAreVariedBrightOnDarkAndOfAllClasses() {
        ImageData images = Glyphs.draw(500, 1, 1).training();

        float[] pixels = images.toDataSet().getFeatures().dup('c').data().asFloat();
        assertThat(pixels).hasSize(500 * Glyphs.SIDE * Glyphs.SIDE);
        for (float pixel : pixels) {
            assertThat(pixel).isBetween(0f, 1f);
        }
        assertThat(IntStream.range(0, 500).map(images::classId).distinct().count())
                .isEqualTo(10);
        for (int i = 0; i < 500; i++) {
            float brightest = 0;
            for (int p = 0; p < Glyphs.SIDE * Glyphs.SIDE; p++) {
                brightest = Math.max(brightest, pixels[i * Glyphs.SIDE * Glyphs.SIDE + p]);
            }
            assertThat(brightest).as("image " + i).isGreaterThan(0.5f);
        }
    }

    @Test
    void theProbeHasAsManyImagesOfEachClass() {
        ImageData images = Glyphs.draw(600, 1, 2).training();

        ImageData probe = images.balanced(100);

        assertThat(probe.size()).isEqualTo(100);
        for (int id = 0; id < 10; id++) {
            int wanted = id;
            assertThat(IntStream.range(0, 100)
                            .filter(i -> probe.classId(i) == wanted)
                            .count())
                    .isEqualTo(10);
        }
    }

    @Test
    void shuffledLabelsKeepTheImagesAndTheCounts() {
        ImageData images = Glyphs.draw(200, 1, 3).training();

        ImageData shuffled = images.withShuffledLabels(9);

        assertThat(shuffled.toDataSet().getFeatures())
                .isEqualTo(images.toDataSet().getFeatures());
        assertThat(sortedIds(shuffled)).isEqualTo(sortedIds(images));
        long same = IntStream.range(0, 200)
                .filter(i -> shuffled.classId(i) == images.classId(i))
                .count();
        assertThat(same).isLessThan(60);
    }

    @Test
    void penStrokesDrawEveryDigit() {
        for (int digit = 0; digit < 10; digit++) {
            assertThat(PenDigits.path(digit).getBounds2D().getHeight())
                    .as("digit " + digit)
                    .isBetween(0.9, 1.2);
        }
    }

    @Test
    void mnistIsReadWithAndWithoutGzip() throws IOException {
        writeMnist("train", 7, false);
        writeMnist("t10k", 3, true);

        TrainingData data = Mnist.readFolder(folder);

        assertThat(data.training().size()).isEqualTo(7);
        assertThat(data.validation().size()).isEqualTo(3);
        DataSet training = data.training().toDataSet();
        assertThat(training.getFeatures().shape()).containsExactly(7, 1, 2, 3);
        assertThat(training.getFeatures().getFloat(1, 0, 0, 1)).isEqualTo(7 / 255f);
        assertThat(data.training().classId(5)).isEqualTo(5);
    }

    @Test
    void oneMnistPairIsSplitFourToOne() throws IOException {
        writeMnist("t10k", 10, true);

        TrainingData data = Mnist.readFolder(folder);

        assertThat(data.training().size()).isEqualTo(8);
        assertThat(data.validation().size()).isEqualTo(2);
        assertThat(data.validation().classId(0)).isEqualTo(8);
    }

    @Test
    void damagedMnistFilesAreRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> Mnist.readFolder(folder)).hasMessageContaining("train-images-idx3-ubyte");
        writeMnist("t10k", 10, true);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte.gz");
        Files.writeString(labels, "not gzip");
        assertThatThrownBy(() -> Mnist.readFolder(folder)).hasMessageContaining("not a gzip file");
        Files.delete(labels);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 10, 1, 2});
        assertThatThrownBy(() -> Mnist.readFolder(folder)).hasMessageContaining("cut short");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 13, 1, 0, 0, 0, 1, 1, 2, 3, 4});
        assertThatThrownBy(() -> Mnist.readFolder(folder)).hasMessageContaining("unsigned bytes");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 2});
        assertThatThrownBy(() -> Mnist.readFolder(folder)).hasMessageContaining("one label per image");
    }

    @Test
    void cifarIsReadChannelByChannel() throws IOException {
        byte[] records = new byte[2 * 3073];
        records[0] = 3;
        records[1] = (byte) 255;
        records[1 + 1024] = 51;
        records[3073] = 9;
        Files.write(folder.resolve("data_batch_1.bin"), records);
        Files.write(folder.resolve("data_batch_2.bin"), Arrays.copyOf(records, 3073));
        Files.write(folder.resolve("test_batch.bin"), Arrays.copyOfRange(records, 3073, 2 * 3073));

        TrainingData data = Cifar10.readFolder(folder);

        assertThat(data.training().size()).isEqualTo(3);
        assertThat(data.training().classId(0)).isEqualTo(3);
        assertThat(data.validation().classId(0)).isEqualTo(9);
        DataSet training = data.training().toDataSet();
        assertThat(training.getFeatures().shape()).containsExactly(3, 3, 32, 32);
        assertThat(training.getFeatures().getFloat(0, 0, 0, 0)).isEqualTo(1f);
        assertThat(training.getFeatures().getFloat(0, 1, 0, 0)).isEqualTo(51 / 255f);
    }

    @Test
    void damagedCifarFilesAreRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> Cifar10.readFolder(folder)).hasMessageContaining("data_batch_*.bin");
        Files.write(folder.resolve("data_batch_1.bin"), new byte[3072]);
        Files.write(folder.resolve("test_batch.bin"), new byte[3073]);
        assertThatThrownBy(() -> Cifar10.readFolder(folder)).hasMessageContaining("whole number");
        byte[] wrong = new byte[3073];
        wrong[0] = 10;
        Files.write(folder.resolve("data_batch_1.bin"), wrong);
        assertThatThrownBy(() -> Cifar10.readFolder(folder)).hasMessageContaining("label 10");
    }

    /** Images of 2 x 3 pixels that count up, labels that count up to 9. */
    private void writeMnist(String name, int images, boolean gzip) throws IOException {
        byte[] pixels = new byte[images * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        byte[] labels = new byte[images];
        for (int i = 0; i < images; i++) {
            labels[i] = (byte) (i % 10);
        }
        writeIdx(name + "-images-idx3-ubyte", gzip, pixels, images, 2, 3);
        writeIdx(name + "-labels-idx1-ubyte", gzip, labels, images);
    }

    private void writeIdx(String name, boolean gzip, byte[] values, int... shape) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(gzip ? new GZIPOutputStream(bytes) : bytes)) {
            out.writeInt(0x0800 | shape.length);
            for (int length : shape) {
                out.writeInt(length);
            }
            out.write(values);
        }
        Files.write(folder.resolve(gzip ? name + ".gz" : name), bytes.toByteArray());
    }

    private static int[] sortedIds(ImageData images) {
        return IntStream.range(0, images.size()).map(images::classId).sorted().toArray();
    }
}
