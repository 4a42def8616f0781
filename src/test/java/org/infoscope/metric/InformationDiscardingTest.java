package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.infoscope.metric.InformationDiscarding.Mode;
import org.infoscope.metric.SmallNetwork.Activation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InformationDiscardingTest implements MetricContract {

    private static final double FLOOR = -2.9834990987293364;

    private final InformationDiscarding metric = InformationDiscarding.withDefaults();
    private final InformationDiscarding exact = metric.withMode(Mode.EXACT);

    @Override
    public Metric metric() {
        return metric;
    }

    @Override
    public boolean dependsOnSampleOrder() {
        return true;
    }

    @Override
    public boolean refusesNaN() {
        return false;
    }

    @Override
    public String engine() {
        return "replica";
    }

    /** The contract's activations are the inputs, too; a layer of constant activations does not depend on them. */
    @Override
    public Snapshot measurable(INDArray activations, int @Nullable [] labels) {
        boolean constant = activations.stdNumber().doubleValue() < 1e-6;
        SmallNetwork layer =
                SmallNetwork.of(SmallNetwork.gaussian(11, 7, 90, constant ? 0 : 0.05), new double[7], Activation.TANH);
        return new Snapshot("layer", activations, null, labels, 2, KERNELS, ProbeInput.of(activations), layer);
    }

    private static double sid(InformationDiscarding metric, Snapshot snapshot) {
        return Answers.scalar(metric.compute(snapshot), "informationDiscarding");
    }

    private static MetricValue.PixelMaps maps(MetricResult result) {
        return result.values().stream()
                .filter(MetricValue.PixelMaps.class::isInstance)
                .map(MetricValue.PixelMaps.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLinearLayerHasItsClosedForm() {
        GoldenDiscarding golden = GoldenDiscarding.read("linear");
        Snapshot snapshot = SmallNetwork.linear(golden.matrix("W")).at(new double[] {0.3, -1, 2, 0.5});
        MetricResult result = exact.compute(snapshot);
        assertThat(Answers.scalar(result, "informationDiscarding")).isCloseTo(golden.number("SID"), within(1e-12));
        double[] sigma = golden.numbers("sigma");
        for (int k = 0; k < sigma.length; k++) {
            assertThat(maps(result).maps().get(0).get(k)).isCloseTo(NoiseLevels.entropy(sigma[k]), within(1e-12));
        }
        assertThat(sid(exact.withGrid(2), snapshot))
                .isCloseTo(GoldenDiscarding.read("linear_grid2").number("SID"), within(1e-12));
        assertThat(result.flags()).isEmpty();
    }

    /** Random matrices, groupings and types against the formula itself, which shares no code with the metric. */
    @Test
    void randomLinearLayersHaveTheirClosedForm() {
        Random random = new Random(8);
        for (int trial = 0; trial < 40; trial++) {
            int inputs = 1 + random.nextInt(30);
            double[][] w =
                    SmallNetwork.gaussian(trial, 1 + random.nextInt(80), inputs, Math.exp(random.nextGaussian()));
            int groups = 1 + random.nextInt(inputs);
            double sigma0 = 0.005 + 0.01 * random.nextDouble();
            double c = 1 + random.nextDouble();
            double[] shares = new double[groups];
            double total = 0;
            for (double[] row : w) {
                for (int i = 0; i < inputs; i++) {
                    shares[i * groups / inputs] += row[i] * row[i];
                    total += row[i] * row[i];
                }
            }
            double expected = Math.log(sigma0) + 0.5 * Math.log(c) + 0.5 * Math.log(2 * Math.PI * Math.E);
            for (double share : shares) {
                expected -= 0.5 / groups * Math.log(groups * share / total);
            }
            InformationDiscarding options = exact.withGrid(groups)
                    .withSearch(NoiseSearch.withDefaults()
                            .withReferenceNoise(sigma0)
                            .withTarget(c));
            double[][] x = SmallNetwork.gaussian(trial + 100, 3, inputs, 1);
            assertThat(sid(options, SmallNetwork.linear(w).at(x))).isCloseTo(expected, within(1e-9));
            Snapshot single = SmallNetwork.linear(w)
                    .at(ProbeInput.of(Nd4j.createFromArray(x).castTo(DataType.FLOAT)));
            assertThat(sid(options, single)).isCloseTo(expected, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp_tanh", "mlp_relu"})
    void smallNetworksHaveTheirKnownAnswers(String name) {
        GoldenDiscarding golden = GoldenDiscarding.read(name);
        SmallNetwork network = golden.network(name.endsWith("tanh") ? Activation.TANH : Activation.RELU);
        assertThat(network.answer(golden.numbers("x"))).containsExactly(golden.numbers("f"), within(1e-12));
        Snapshot snapshot = network.at(golden.numbers("x"));
        MetricResult result = exact.compute(snapshot);
        assertThat(Answers.scalar(result, "informationDiscarding"))
                .isCloseTo(golden.number("SID_jacobian_exact"), within(1e-9));
        double[] sigma = golden.numbers("sigma_closed");
        for (int k = 0; k < sigma.length; k++) {
            assertThat(maps(result).maps().get(0).get(k)).isCloseTo(NoiseLevels.entropy(sigma[k]), within(1e-8));
        }
        NoiseSearch many =
                NoiseSearch.withDefaults().withProbes(4096).withSamples(4096).withSteps(150, 64);
        assertThat(sid(metric.withMode(Mode.PREVIEW).withSearch(many), snapshot))
                .as("another stream of 4,096 probes; 4 standard errors of 0.003, twice")
                .isCloseTo(golden.number("SID_jacobian_4096probes"), within(8 * 0.003));
        assertThat(sid(metric.withSearch(many), snapshot))
                .as("the constrained optimum on 200,000 samples, by another program")
                .isCloseTo(name.endsWith("tanh") ? -2.8587401856893337 : -2.8901108239174467, within(0.008));
        assertThat(sid(metric, snapshot))
                .as("few dimensions, few samples")
                .isCloseTo(golden.number("SID_opt"), within(0.1));
    }

    @Test
    void thePreviewIsWithinItsErrorOfTheExactValue() {
        Snapshot snapshot =
                SmallNetwork.linear(GoldenDiscarding.read("linear").matrix("W")).at(new double[4]);
        InformationDiscarding preview = metric.withMode(Mode.PREVIEW);
        double truth = sid(exact, snapshot);
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= 200; seed++) {
            double error = sid(preview.withSeed(seed), snapshot) - truth;
            assertThat(error).isCloseTo(0, within(4 * 0.036));
            sum += error;
            squares += error * error;
        }
        double mean = sum / 200;
        assertThat(Math.sqrt(squares / 200 - mean * mean)).isCloseTo(0.036, within(0.008));
        assertThat(sid(preview.withSearch(NoiseSearch.withDefaults().withProbes(4096)), snapshot))
                .isCloseTo(truth, within(4 * 0.003));
    }

    @Test
    void theSearchesComeNearTheClosedFormOfALargeLinearLayer() {
        Snapshot snapshot = SmallNetwork.of(SmallNetwork.gaussian(2, 40, 64, 1), ones(40, 1e3), Activation.IDENTITY)
                .at(SmallNetwork.gaussian(3, 4, 64, 1));
        double truth = sid(exact, snapshot);
        MetricResult result = metric.compute(snapshot);
        assertThat(Answers.scalar(result, "informationDiscarding")).isCloseTo(truth, within(0.02));
        assertThat(Answers.scalar(result, "loss")).isCloseTo(1.5, within(0.2));
        MetricResult published = metric.withMode(Mode.PUBLISHED).compute(snapshot);
        assertThat(Answers.scalar(published, "loss")).isCloseTo(1.5, within(0.05));
        assertThat(Answers.scalar(published, "informationDiscarding"))
                .as("a path that has not reached the optimum, and nearly the floor: all cells alike")
                .isCloseTo(FLOOR, within(0.06));
    }

    private static double[] ones(int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void onlyThePublishedLoopRectifies() {
        double[][] weights = {{1, 0}, {0, 1}};
        double[] biases = {1000, -1000};
        Snapshot snapshot =
                SmallNetwork.of(weights, biases, Activation.IDENTITY).at(new double[] {0.5, 0.5});
        assertThat(sid(exact, snapshot)).isCloseTo(FLOOR, within(1e-12));
        List<Double> map =
                maps(metric.withMode(Mode.PUBLISHED).compute(snapshot)).maps().get(0);
        assertThat(map.get(1))
                .as("the second number is not seen behind the ReLU")
                .isGreaterThan(map.get(0) + 0.05);
        assertThat(maps(metric.compute(snapshot)).maps().get(0).get(1)).isCloseTo(map.get(0), within(0.4));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void scaleDoesNotMatterAndSeedsDecide(Mode mode) {
        double[][] w = SmallNetwork.gaussian(4, 9, 12, 0.4);
        double[][] x = SmallNetwork.gaussian(5, 2, 12, 1);
        double[] biases = SmallNetwork.gaussian(6, 1, 9, 0.2)[0];
        InformationDiscarding options = metric.withMode(mode);
        double straight =
                sid(options, SmallNetwork.of(w, biases, Activation.RELU).at(x));
        assertThat(straight).isFinite();
        double[][] scaled = Arrays.stream(w)
                .map(row -> Arrays.stream(row).map(v -> 7 * v).toArray())
                .toArray(double[][]::new);
        double[] scaledBiases = Arrays.stream(biases).map(b -> 7 * b).toArray();
        assertThat(sid(
                        options,
                        SmallNetwork.of(scaled, scaledBiases, Activation.RELU).at(x)))
                .isCloseTo(straight, within(1e-9));
        Snapshot again = SmallNetwork.of(w, biases, Activation.RELU).at(x);
        assertThat(sid(options, again)).isEqualTo(straight);
        double otherSeed = sid(options.withSeed(1), again);
        if (mode == Mode.EXACT) {
            assertThat(otherSeed).isEqualTo(straight);
        } else {
            assertThat(otherSeed).isNotEqualTo(straight).isCloseTo(straight, within(0.3));
        }
    }

    @Test
    void theSeedGivesTheSameValueEverywhere() {
        Snapshot snapshot =
                SmallNetwork.linear(SmallNetwork.gaussian(1, 5, 8, 1)).at(SmallNetwork.gaussian(2, 2, 8, 1));
        assertThat(sid(metric.withSeed(3), snapshot)).isCloseTo(-2.90495661115, within(1e-9));
        assertThat(sid(metric.withMode(Mode.PREVIEW).withSeed(3), snapshot)).isCloseTo(-2.91337901089, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void deadImagesAreLeftOutAndCounted(Mode mode) {
        SmallNetwork network = SmallNetwork.of(new double[][] {{1, 2, 3}, {2, 0, 1}}, new double[2], Activation.RELU);
        double[] alive = {1, 1, 1};
        double[] dead = {-1, -1, -1};
        double[] broken = {1, Double.NaN, 1};
        InformationDiscarding options = metric.withMode(mode);
        MetricResult some = options.compute(network.at(alive, dead, broken));
        assertThat(Answers.scalar(some, "informationDiscarding")).isFinite().isEqualTo(sid(options, network.at(alive)));
        assertThat(Answers.scalar(some, "deadImages")).isEqualTo(2);
        assertThat(Answers.scalar(some, "deadShare")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(some.flags()).extracting(Flag::kind).contains(Flag.Kind.CAUTION);
        assertThat(maps(some).maps().get(0)).allMatch(Double::isFinite);
        assertThat(maps(some).maps().get(1)).allMatch(h -> h.isNaN());
        assertThat(maps(some).maps().get(2)).allMatch(h -> h.isNaN());
        MetricResult none = options.compute(network.at(dead, broken));
        assertThat(Answers.scalar(none, "informationDiscarding")).isNaN();
        assertThat(none.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.UNDEFINED);
        assertThat(none.flags().get(0).reason()).contains("dead");
    }

    @Test
    void inputsThatDoNotMatterAreAtTheUpperEndAndSaid() {
        MetricResult result = exact.compute(SmallNetwork.linear(new double[][] {{1, 0, 0}, {0, 1, 0}})
                .at(new double[] {1, 2, 3}));
        assertThat(maps(result).maps().get(0).get(2))
                .isCloseTo(GoldenDiscarding.read("bounds").number("H_max"), within(1e-12));
        assertThat(Answers.scalar(result, "clampedShare")).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(result.flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.reason()).startsWith("33 %"));
    }

    @Test
    void aSearchThatEndedFarOffIsSaid() {
        Snapshot snapshot =
                SmallNetwork.linear(GoldenDiscarding.read("linear").matrix("W")).at(new double[4]);
        NoiseSearch oneLeap = new NoiseSearch(0.01, 1.5, 32, 1, 2, 256, 1, 5, 1e-4);
        MetricResult result = metric.withSearch(oneLeap).compute(snapshot);
        assertThat(Math.abs(Math.log(Answers.scalar(result, "loss") / 1.5))).isGreaterThan(Math.log(2));
        assertThat(result.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.CAUTION);
            assertThat(flag.reason()).contains("see loss");
        });
        assertThat(metric.compute(snapshot).flags()).isEmpty();
    }

    @Test
    void theMeanSpreadAndMapsAreThoseOfTheImages() {
        SmallNetwork network = SmallNetwork.of(SmallNetwork.gaussian(7, 6, 10, 1), new double[6], Activation.TANH);
        double[][] x = SmallNetwork.gaussian(8, 20, 10, 1);
        for (Mode mode : Mode.values()) {
            MetricResult result = metric.withMode(mode)
                    .withImages(4)
                    .withSearch(NoiseSearch.withDefaults().withSteps(25, 16))
                    .compute(network.at(x));
            MetricValue.PixelMaps maps = maps(result);
            assertThat(maps.examples()).containsExactly(0, 5, 10, 15);
            assertThat(maps.rows()).isEqualTo(1);
            double[] means = maps.maps().stream()
                    .mapToDouble(
                            map -> map.stream().mapToDouble(h -> h).average().orElseThrow())
                    .toArray();
            double mean = Arrays.stream(means).average().orElseThrow();
            double variance = Arrays.stream(means)
                    .map(m -> (m - mean) * (m - mean))
                    .average()
                    .orElseThrow();
            assertThat(Answers.scalar(result, "informationDiscarding")).isCloseTo(mean, within(1e-12));
            assertThat(Answers.scalar(result, "spread")).isCloseTo(Math.sqrt(variance), within(1e-12));
            assertThat(result.settings())
                    .containsEntry("n", 4)
                    .containsEntry("cells", 10)
                    .containsEntry("d", 6);
        }
    }

    @Test
    void imagesHaveAGridAndAConcentrationInEitherLayout() {
        int pixels = 64;
        double[][] nchw = SmallNetwork.gaussian(12, 5, 3 * pixels, 0.3);
        for (double[] row : nchw) {
            for (int i = 0; i < row.length; i++) {
                boolean centre = (i % 8) / 2 % 3 != 0 && (i % pixels) / 16 % 3 != 0;
                row[i] *= centre ? 5 : 1;
            }
        }
        int[] order =
                IntStream.range(0, 3 * pixels).map(i -> i % 3 * pixels + i / 3).toArray();
        double[][] x = SmallNetwork.gaussian(13, 2, 3 * pixels, 1);
        MetricResult first = exact.compute(SmallNetwork.linear(nchw)
                .at(ProbeInput.of(Nd4j.createFromArray(x).reshape('c', 2, 3, 8, 8))));
        MetricResult last = exact.compute(SmallNetwork.linear(reordered(nchw, order))
                .at(ProbeInput.of(Nd4j.createFromArray(reordered(x, order)).reshape('c', 2, 8, 8, 3))));
        MetricResult flat = exact.compute(SmallNetwork.linear(nchw)
                .at(ProbeInput.of(Nd4j.createFromArray(x)).withImage(new ImageShape(3, 8, 8, false))));
        assertThat(maps(first).rows()).isEqualTo(4);
        assertThat(flat.values()).isEqualTo(first.values());
        for (int k = 0; k < 16; k++) {
            assertThat(maps(last).maps().get(1).get(k))
                    .isCloseTo(maps(first).maps().get(1).get(k), within(1e-12));
        }
        assertThat(Answers.scalar(first, "concentration"))
                .as("the centre weighs 5 times: log 5 nat")
                .isCloseTo(Math.log(5), within(0.2));
        assertThat(exact.compute(SmallNetwork.linear(nchw).at(x)).values())
                .extracting(MetricValue::name)
                .doesNotContain("concentration");
    }

    private static double[][] reordered(double[][] rows, int[] order) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(order).mapToDouble(i -> row[i]).toArray())
                .toArray(double[][]::new);
    }
}
