package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What is gathered is compared with what training was given. */
class TrainingExamplesTest {

    /** Gathers as the observer does. */
    private static final class Gatherer extends BaseTrainingListener {
        private final TrainingExamples examples;

        Gatherer(int wanted) {
            examples = new TrainingExamples(wanted);
        }

        @Override
        public void onBackwardPass(Model model) {
            boolean truncated = TrainingInput.isTruncated(model);
            examples.add(
                    Objects.requireNonNull(TrainingInput.of(model)),
                    truncated && TrainingInput.continuesSequence(model));
            if (!truncated) {
                examples.endOfMinibatch();
            }
        }

        @Override
        public void onEpochEnd(Model model) {
            examples.endOfEpoch();
        }
    }

    private static Gatherer gather(Model model, int wanted) {
        Gatherer gatherer = new Gatherer(wanted);
        model.setListeners(gatherer);
        return gatherer;
    }

    @Test
    void takesTheFirstDistinctExamplesWithTheirLabels() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Gatherer gatherer = gather(network, 20);
        DataSet first = Networks.images(1, 8, CNN2DFormat.NCHW);
        DataSet second = Networks.images(2, 8, CNN2DFormat.NCHW);
        network.fit(first);
        network.fit(first);
        network.fit(second);
        assertThat(gatherer.examples.isComplete()).isFalse();
        network.fit(Networks.images(3, 8, CNN2DFormat.NCHW));
        assertThat(gatherer.examples.isComplete()).isTrue();
        Probe probe = gatherer.examples.probe();
        assertThat(probe.size()).isEqualTo(20);
        assertThat(probe.description()).isEqualTo("training examples");
        INDArray all = Nd4j.concat(0, first.getFeatures(), second.getFeatures());
        INDArray targets = Nd4j.concat(0, first.getLabels(), second.getLabels());
        for (int row = 0; row < 16; row++) {
            assertThat(Examples.row(probe.features()[0], row)).isEqualTo(Examples.row(all, row));
            assertThat(Examples.row(Objects.requireNonNull(probe.targets())[0], row))
                    .isEqualTo(Examples.row(targets, row));
        }
        assertThat(probe.features()[0].isAttached()).isFalse();
    }

    @Test
    void theFirstEpochIsEnough() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Gatherer gatherer = gather(network, 256);
        network.fit(new ListDataSetIterator<>(
                Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW)), 1));
        assertThat(gatherer.examples.isComplete()).isTrue();
        assertThat(gatherer.examples.probe().size()).isEqualTo(24);
    }

    @Test
    void dataThatComesRoundIsEnough() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Gatherer gatherer = gather(network, 256);
        List<DataSet> batches = Networks.batches(3, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW));
        for (int round = 0; round < 6 && !gatherer.examples.isComplete(); round++) {
            batches.forEach(network::fit);
        }
        assertThat(gatherer.examples.isComplete()).isTrue();
        assertThat(gatherer.examples.probe().size()).isEqualTo(24);
    }

    @Test
    void windowsOfTruncatedSequencesAreJoinedAgain() {
        MultiLayerNetwork network = Networks.recurrent(1, true);
        Gatherer gatherer = gather(network, 12);
        DataSet first = Networks.sequences(1, 6, true);
        DataSet second = Networks.sequences(2, 6, true);
        network.fit(first);
        network.fit(second);
        gatherer.examples.endOfMinibatch();
        assertThat(gatherer.examples.isComplete()).isTrue();
        Probe probe = gatherer.examples.probe();
        assertThat(probe.features()[0]).isEqualTo(Nd4j.concat(0, first.getFeatures(), second.getFeatures()));
        assertThat(Objects.requireNonNull(probe.targets())[0])
                .isEqualTo(Nd4j.concat(0, first.getLabels(), second.getLabels()));
        assertThat(probe.featureMasks()[0])
                .isEqualTo(Nd4j.concat(0, first.getFeaturesMaskArray(), second.getFeaturesMaskArray()));
        assertThat(probe.targetMasks()[0])
                .isEqualTo(Nd4j.concat(0, first.getLabelsMaskArray(), second.getLabelsMaskArray()));
    }

    @Test
    void sequencesOfDifferentLengthArePaddedAndMasked() {
        MultiLayerNetwork network = Networks.recurrent(1, false);
        Gatherer gatherer = gather(network, 4);
        DataSet longer = Networks.sequences(1, 2, false);
        DataSet shorter = new DataSet(Networks.gaussian(2, 2, 3, 7), Nd4j.ones(2, 2, 7));
        network.fit(longer);
        network.fit(shorter);
        Probe probe = gatherer.examples.probe();
        assertThat(probe.features()[0].shape()).containsExactly(4, 3, 10);
        INDArray mask = Objects.requireNonNull(probe.featureMasks()[0]);
        assertThat(mask.sum(1).toIntVector()).containsExactly(10, 10, 7, 7);
        assertThat(Examples.row(probe.features()[0], 2).getDouble(0, 2, 6))
                .isEqualTo(shorter.getFeatures().getDouble(0, 2, 6));
        assertThat(Examples.row(probe.features()[0], 2).getDouble(0, 2, 7)).isZero();
        assertThat(Objects.requireNonNull(probe.targetMasks()[0]).sum(1).toIntVector())
                .containsExactly(10, 10, 7, 7);
    }

    @Test
    void graphsGiveEveryInputAndLabel() {
        ComputationGraph graph = Networks.graph(1);
        Gatherer gatherer = gather(graph, 10);
        MultiDataSet batch = Networks.pairs(1, 10);
        graph.fit(batch);
        assertThat(gatherer.examples.isComplete()).isTrue();
        Probe probe = gatherer.examples.probe();
        INDArray @Nullable [] targets = probe.targets();
        for (int i = 0; i < 2; i++) {
            assertThat(probe.features()[i]).isEqualTo(batch.getFeatures(i));
            assertThat(Objects.requireNonNull(targets)[i]).isEqualTo(batch.getLabels(i));
        }
    }
}
