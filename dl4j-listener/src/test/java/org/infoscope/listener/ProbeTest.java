package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.infoscope.metric.ImageShape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class ProbeTest {

    /** Example i has the number i and the given class, one-hot among as many as asked. */
    private static DataSet numbered(int classes, int first, int... ids) {
        INDArray features = Nd4j.create(DataType.FLOAT, ids.length, 1);
        INDArray labels = Nd4j.create(DataType.FLOAT, ids.length, classes);
        for (int i = 0; i < ids.length; i++) {
            features.putScalar(i, 0, first + i);
            labels.putScalar(i, classes == 1 ? 0 : ids[i], classes == 1 ? ids[i] : 1);
        }
        return new DataSet(features, labels);
    }

    private static int[] numbers(Probe probe) {
        return probe.features()[0].toIntVector();
    }

    private static INDArray targets(Probe probe) {
        return Objects.requireNonNull(probe.targets(), "targets")[0];
    }

    @Test
    void theFirstExamplesOfEachClassInOrder() {
        Probe probe = Probe.perClass(numbered(3, 0, 2, 2, 0, 2, 1, 0, 0, 1, 1), 2);
        assertThat(numbers(probe)).containsExactly(0, 1, 2, 4, 5, 7);
        assertThat(targets(probe).argMax(1).toIntVector()).containsExactly(2, 2, 0, 1, 0, 1);
        assertThat(probe.description()).isEqualTo("the first 2 examples of each of 3 classes");
    }

    @Test
    void anIteratorIsReadNoFurtherThanNeededAndReset() {
        DataSetIterator data = new ListDataSetIterator<>(
                List.of(numbered(2, 0, 0, 0), numbered(2, 2, 0, 1), numbered(2, 4, 1, 0), numbered(2, 6, 1, 1)), 2);
        data.next();
        Probe probe = Probe.perClass(data, 2);
        assertThat(numbers(probe)).containsExactly(0, 1, 3, 4);
        assertThat(data.next().getFeatures().getInt(0)).as("reset").isZero();
        int[] asked = new int[1];
        ListDataSetIterator<DataSet> counting =
                new ListDataSetIterator<>(List.of(numbered(2, 0, 0), numbered(2, 1, 1), numbered(2, 2, 1)), 1) {
                    @Override
                    public synchronized DataSet next() {
                        asked[0]++;
                        return super.next();
                    }
                };
        Probe.perClass(counting, 1);
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void fewerThanAskedIsSaid() {
        assertThat(Probe.perClass(numbered(4, 0, 0, 0, 1, 3), 2).description())
                .isEqualTo(
                        "the first 2 examples of each of 4 classes, but class 1 has 1, class 2 has 0, class 3 has 1");
        assertThat(Probe.perClass(numbered(9, 0, 0, 0), 2).description())
                .endsWith(
                        "but class 1 has 0, class 2 has 0, class 3 has 0, class 4 has 0, class 5 has 0 and 3 more have fewer");
    }

    @Test
    void idsSequencesAndMasks() {
        Probe ids = Probe.perClass(numbered(1, 0, 7, 7, 0, 7, 0), 1);
        assertThat(numbers(ids)).containsExactly(0, 2);
        assertThat(ids.description()).contains("2 classes");
        DataSet sequences = Networks.sequences(5, 30, true);
        Probe probe = Probe.perClass(sequences, 4);
        assertThat(probe.size()).isEqualTo(8);
        INDArray mask = Objects.requireNonNull(probe.featureMasks()[0], "mask");
        INDArray targets = targets(probe);
        int[] last = new int[8];
        for (int i = 0; i < 8; i++) {
            int step = mask.getRow(i).sumNumber().intValue() - 1;
            last[i] = targets.getDouble(i, 1, step) == 1 ? 1 : 0;
        }
        assertThat(Arrays.stream(last).sum()).isEqualTo(4);
        assertThat(probe.targetMasks()[0]).isEqualTo(mask);
    }

    @Test
    void withoutClassesThereIsNothingToChooseBy() {
        DataSet real = new DataSet(Nd4j.ones(2, 3), Nd4j.ones(2, 2).mul(0.5));
        assertThatThrownBy(() -> Probe.perClass(real, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name no class");
        DataSet bare = new DataSet(Nd4j.ones(2, 3), null);
        assertThatThrownBy(() -> Probe.perClass(bare, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no class labels");
        DataSet pixels = new DataSet(Nd4j.ones(2, 3), Nd4j.ones(2, 2, 4, 4));
        assertThatThrownBy(() -> Probe.perClass(pixels, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Probe.perClass(numbered(2, 0, 1), 0)).isInstanceOf(IllegalArgumentException.class);
        DataSetIterator empty = new ListDataSetIterator<>(List.<DataSet>of(), 1);
        assertThatThrownBy(() -> Probe.perClass(empty, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no examples");
    }

    @Test
    void flatImagesAreSaidToBeImages() {
        DataSet flat = new DataSet(Networks.gaussian(1, 5, 12), Networks.oneHot(1, 5, 3));
        assertThat(Probe.of(flat).input().image()).isNull();
        Probe probe = Probe.of(flat).describedAs("digits").images(3, 2, 2);
        assertThat(probe.input().image()).isEqualTo(new ImageShape(3, 2, 2, false));
        assertThat(probe.description()).isEqualTo("digits");
        assertThatThrownBy(() -> Probe.of(flat).images(1, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no images of 4 numbers");
        assertThatThrownBy(() -> Probe.of(flat).images(0, 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Probe.of(Networks.images(1, 4, CNN2DFormat.NHWC)).input().image())
                .isEqualTo(new ImageShape(2, 8, 8, true));
    }
}
