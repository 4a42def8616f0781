package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.infoscope.network.ReplicaLayer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LabelsTest {

    private static final INDArray FEATURES = Nd4j.ones(3, 2);

    private static ReplicaLayer output(boolean channelsLast) {
        return new ReplicaLayer("out", "OutputLayer", 1, channelsLast, true, true);
    }

    private static Labels labels(INDArray targets) {
        return Labels.of(Probe.of(new DataSet(FEATURES, targets)), output(false), 0);
    }

    private static INDArray rows(double[]... rows) {
        return Nd4j.create(rows);
    }

    @Test
    void oneHotRowsGiveTheirArgMaxAndAccuracyCountsRightAnswers() {
        Labels labels = labels(rows(new double[] {0, 1, 0}, new double[] {0, 0, 1}, new double[] {1, 0, 0}));
        assertThat(labels.ids()).containsExactly(1, 2, 0);
        INDArray answers = rows(new double[] {.1, .8, .1}, new double[] {.1, .2, .7}, new double[] {.1, .8, .1});
        assertThat(labels.accuracy(answers)).isEqualTo(2.0 / 3, within(1e-12));
    }

    @Test
    void anAnswerThatHoldsNaNIsWrong() {
        Labels labels = labels(rows(new double[] {1, 0}, new double[] {1, 0}, new double[] {1, 0}));
        INDArray answers = rows(new double[] {Double.NaN, 0}, new double[] {.9, .1}, new double[] {.9, .1});
        assertThat(labels.accuracy(answers)).isEqualTo(2.0 / 3, within(1e-12));
    }

    @Test
    void aSingleSigmoidDecidesAboveOneHalf() {
        Labels labels = labels(rows(new double[] {1}, new double[] {0}, new double[] {1}));
        assertThat(labels.ids()).containsExactly(1, 0, 1);
        assertThat(labels.accuracy(rows(new double[] {.51}, new double[] {.5}, new double[] {.2})))
                .isEqualTo(2.0 / 3, within(1e-12));
    }

    @Test
    void integerIdsServeASparseOutput() {
        Labels labels = labels(rows(new double[] {2}, new double[] {0}, new double[] {1}));
        assertThat(labels.ids()).containsExactly(2, 0, 1);
        INDArray answers = rows(new double[] {0, 0, 1}, new double[] {1, 0, 0}, new double[] {1, 0, 0});
        assertThat(labels.accuracy(answers)).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(labels.disagreement(answers)).isNull();
        assertThat(labels.disagreement(rows(new double[] {1, 0}, new double[] {1, 0}, new double[] {1, 0})))
                .contains("class 2")
                .contains("2 classes");
    }

    @Test
    void regressionAndSoftTargetsNameNoClass() {
        for (INDArray targets : new INDArray[] {
            rows(new double[] {1.5}, new double[] {0}, new double[] {1}),
            rows(new double[] {.9, .1}, new double[] {0, 1}, new double[] {1, 0}),
            rows(new double[] {1, 1}, new double[] {0, 1}, new double[] {1, 0})
        }) {
            Labels labels = labels(targets);
            assertThat(labels.ids()).isNull();
            assertThat(labels.reason()).contains("neither one-hot nor integer");
            assertThat(labels.accuracy(targets)).isNaN();
        }
        assertThat(labels(Nd4j.ones(3, 2, 4, 4)).reason()).contains("per pixel");
    }

    @Test
    void sequencesAreNamedByTheirLastUnmaskedStepAndJudgedAtEveryUnmaskedOne() {
        INDArray targets = Nd4j.zeros(2, 2, 3);
        int[][] classes = {{0, 1, 1}, {1, 0, 1}};
        for (int row = 0; row < 2; row++) {
            for (int step = 0; step < 3; step++) {
                targets.putScalar(new int[] {row, classes[row][step], step}, 1);
            }
        }
        DataSet data = new DataSet(Nd4j.ones(2, 4, 3), targets);
        data.setFeaturesMaskArray(rows(new double[] {1, 0, 0}, new double[] {1, 1, 0}));
        Labels labels = Labels.of(Probe.of(data), output(false), 0);
        assertThat(labels.ids()).containsExactly(0, 0);
        INDArray answers = Nd4j.zeros(2, 2, 3);
        // Class 0 everywhere: right at (0,0) and (1,1), wrong at (1,0); the masked steps do not count.
        for (int row = 0; row < 2; row++) {
            for (int step = 0; step < 3; step++) {
                answers.putScalar(new int[] {row, 0, step}, 1);
            }
        }
        assertThat(labels.accuracy(answers)).isEqualTo(2.0 / 3, within(1e-12));

        DataSet channelsLast =
                new DataSet(Nd4j.ones(2, 3, 4), targets.permute(0, 2, 1).dup('c'), data.getFeaturesMaskArray(), null);
        assertThat(Labels.of(Probe.of(channelsLast), output(true), 0).ids()).containsExactly(0, 0);
    }

    @Test
    void givenIdsComeFirst() {
        Probe probe = Probe.of(new DataSet(FEATURES, rows(new double[] {.3}, new double[] {.1}, new double[] {.2})))
                .labels(new int[] {1, 0, 1});
        Labels labels = Labels.of(probe, output(false), 0);
        assertThat(labels.ids()).containsExactly(1, 0, 1);
        assertThat(labels.accuracy(rows(new double[] {0, 1}, new double[] {0, 1}, new double[] {0, 1})))
                .isEqualTo(2.0 / 3, within(1e-12));
    }

    @Test
    void aProbeIsCheckedAtTheDoor() {
        Probe probe = Probe.of(new DataSet(FEATURES, null));
        assertThat(probe.size()).isEqualTo(3);
        assertThatThrownBy(() -> probe.labels(new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 labels for 3 examples");
        assertThatThrownBy(() -> probe.labels(new int[] {1, -2, 0})).hasMessageContaining("-2");
        assertThatThrownBy(() -> Probe.of(new DataSet(FEATURES, Nd4j.ones(2, 2))))
                .hasMessageContaining("3 examples");
        @Nullable INDArray nothing = null;
        assertThatThrownBy(() -> Probe.of(new DataSet(nothing, nothing))).hasMessageContaining("features");
        DataSet masked = new DataSet(Nd4j.ones(2, 4, 3), null);
        masked.setFeaturesMaskArray(rows(new double[] {1, 0, 0}, new double[] {0, 0, 0}));
        assertThatThrownBy(() -> Probe.of(masked))
                .hasMessageContaining("Example 1")
                .hasMessageContaining("masked");
    }

    @Test
    void aProbeIsACopy() {
        INDArray features = FEATURES.dup();
        Probe probe = Probe.of(new DataSet(features, null)).describedAs("mine");
        features.assign(7);
        assertThat(probe.features()[0]).isEqualTo(FEATURES);
        assertThat(probe.description()).isEqualTo("mine");
    }
}
