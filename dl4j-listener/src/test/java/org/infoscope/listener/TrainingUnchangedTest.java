package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.InformationDiscarding;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.NoiseSearch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The promise above all others: the trained parameters, and the random stream after training, do not change by one bit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingUnchangedTest {

    private static final InformationDiscarding DISCARDING = InformationDiscarding.withDefaults()
            .withImages(2)
            .withSearch(NoiseSearch.withDefaults().withProbes(2).withSteps(4, 2).withSamples(2));

    /** Each kind is trained without a listener once. */
    private final Map<String, Trained> alone = new HashMap<>();

    /** A network kind with data: builds, trains with an optional listener, gives the model back. */
    record Kind(String name, Function<@Nullable TrainingListener, Model> train, Probe probe) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Kind convolutional(long seed) {
        return new Kind(
                "CNN with batch norm, dropout and weight noise, seed " + seed,
                listener -> {
                    MultiLayerNetwork network = Networks.convolutional(seed, CNN2DFormat.NCHW);
                    attach(network, listener);
                    List<DataSet> batches =
                            Networks.batches(12, batch -> Networks.images(seed + batch, 16, CNN2DFormat.NCHW));
                    network.fit(new ListDataSetIterator<>(batches, 1), 2);
                    return network;
                },
                Probe.of(Networks.images(77, 20, CNN2DFormat.NCHW)));
    }

    private static Kind recurrent(long seed, boolean masked, boolean truncated) {
        return new Kind(
                "LSTM" + (masked ? " with masks" : "") + (truncated ? " with truncated BPTT" : "") + ", seed " + seed,
                listener -> {
                    MultiLayerNetwork network = Networks.recurrent(seed, truncated);
                    attach(network, listener);
                    for (DataSet batch : Networks.batches(12, at -> Networks.sequences(seed + at, 24, masked))) {
                        network.fit(batch);
                    }
                    return network;
                },
                Probe.of(Networks.sequences(78, 14, masked)));
    }

    private static Kind graph(long seed) {
        return new Kind(
                "graph with merge and residual sum, seed " + seed,
                listener -> {
                    ComputationGraph graph = Networks.graph(seed);
                    attach(graph, listener);
                    Networks.batches(20, batch -> Networks.pairs(seed + batch, 16))
                            .forEach(graph::fit);
                    return graph;
                },
                Probe.of(Networks.pairs(79, 15)));
    }

    private static void attach(Model model, @Nullable TrainingListener listener) {
        if (listener != null) {
            model.setListeners(listener);
        }
        // What dropout draws from: the same start for every training.
        Nd4j.getRandom().setSeed(4711);
    }

    static Stream<Arguments> kindsAndListeners() {
        // Discarding takes by far the longest: once for every kind of layer, with truncated sequences and without.
        List<Kind> all = List.of(convolutional(1), recurrent(1, true, false), recurrent(4, true, true), graph(1));
        List<Kind> others = List.of(convolutional(2), recurrent(2, true, false), recurrent(3, false, true), graph(2));
        return Stream.concat(
                all.stream().flatMap(kind -> with(kind, "blocking", "skipping", "one-liner", "discarding")),
                others.stream().flatMap(kind -> with(kind, "blocking", "skipping", "one-liner")));
    }

    private static Stream<Arguments> with(Kind kind, String... listeners) {
        return Stream.of(listeners).map(how -> Arguments.of(kind, how));
    }

    /** What training gives, and the random number that is drawn next. */
    private record Trained(INDArray parameters, float drawn) {
        static Trained of(Kind kind, @Nullable TrainingListener listener) {
            INDArray parameters = kind.train().apply(listener).params().dup();
            return new Trained(parameters, Nd4j.rand(1, 1).getFloat(0));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kindsAndListeners")
    void parametersAndRandomStreamAreTheSame(Kind kind, String how) {
        Trained without = alone.computeIfAbsent(kind.name(), name -> Trained.of(kind, null));

        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        Trained with;
        try (RepresentationListener listener = listener(storage, kind, how)) {
            with = Trained.of(kind, listener);
            // Closing would cut short what a slow machine still measures.
            Eventually.await("nothing under way", listener::isIdle);
        }
        assertThat(with.parameters().data().asFloat())
                .isEqualTo(without.parameters().data().asFloat());
        assertThat(with.drawn()).as("next random number").isEqualTo(without.drawn());

        List<SampledStep> steps = Runs.samples(storage);
        assertThat(steps).as("the listener was at work").isNotEmpty();
        SampledStep last = steps.get(steps.size() - 1);
        assertThat(last.readings()).isNotEmpty();
        assertThat(last.readings())
                .allSatisfy(reading -> assertThat(reading.flags())
                        .as(reading.layer() + " " + reading.series())
                        .noneMatch(flag -> flag.kind() == Flag.Kind.FAILED));
        assertThat(last.trainingAccuracy()).isNotEmpty();
        if (how.equals("discarding")) {
            assertThat(steps.stream()
                            .flatMap(step -> step.readings().stream())
                            .filter(reading ->
                                    reading.metric().equals(DISCARDING.info().id())))
                    .as("information discarding was at work")
                    .anyMatch(reading -> !reading.values().isEmpty())
                    .allMatch(reading -> reading.flags().stream().noneMatch(flag -> flag.kind() == Flag.Kind.FAILED));
        }
    }

    private static RepresentationListener listener(InMemoryStatsStorage storage, Kind kind, String how) {
        if (how.equals("one-liner")) {
            return new RepresentationListener(storage);
        }
        if (how.equals("discarding")) {
            return RepresentationListener.builder(storage)
                    .probe(kind.probe())
                    .metrics(Metrics.economy())
                    .metric(DISCARDING, Schedule.every(8))
                    .every(2)
                    .blocking(true)
                    .build();
        }
        return RepresentationListener.builder(storage)
                .probe(kind.probe())
                .every(1)
                .blocking(how.equals("blocking"))
                .build();
    }
}
