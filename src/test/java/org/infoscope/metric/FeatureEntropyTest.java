package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.FeatureEntropy.LowRate;
import org.infoscope.metric.FeatureEntropy.MaximumRank;
import org.infoscope.metric.FeatureEntropy.Normalisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FeatureEntropyTest implements MetricContract {

    private static final double TIGHT = 1e-12;

    private final FeatureEntropy metric = FeatureEntropy.withDefaults();

    @Override
    public Metric metric() {
        return metric;
    }

    @Override
    public boolean refusesNaN() {
        return false;
    }

    static Stream<GoldenEntropy> goldenEntropies() {
        return GoldenEntropy.read().stream();
    }

    @ParameterizedTest
    @MethodSource("goldenEntropies")
    void goldenEntropies(GoldenEntropy golden) {
        FeatureEntropy options =
                metric.withNormalisation(golden.normalisation()).withLowRate(golden.lowRate());
        int n = golden.births().size();
        if (n < 2) {
            assertThat(options.score(0, 0, golden.birthArray(), 28, 28).measured())
                    .isFalse();
            return;
        }
        UnitScore score = options.withMinimumImages(2).score(3, 7, golden.birthArray(), 28, 28);

        assertThat(score.entropy()).isCloseTo(golden.entropy(), within(TIGHT));
        assertThat(score.eps()).isEqualTo(golden.eps());
        assertThat(score.valid()).isEqualTo(golden.valid());
        assertThat(score.births()).isEqualTo(golden.existing());
        assertThat(List.of(score.unit(), score.label(), score.n())).containsExactly(3, 7, n);
        if (golden.normalisation() == Normalisation.EXISTING) {
            assertThat(score.existing()).isCloseTo(golden.rawEntropy(), within(TIGHT));
            assertThat(score.ineffectiveness())
                    .isCloseTo(golden.existing() == 0 ? Double.NaN : golden.entropyOverEps(), within(TIGHT));
        }
    }

    /** Index v - 1, none beyond 50 or beyond ceil(0.8 C(m, 2)), and level 1 reads as none. */
    @ParameterizedTest
    @CsvSource({"60, 51, 1", "60, 52, 0", "60, 2, 1", "60, 1, 0", "8, 23, 1", "8, 24, 0", "5, 8, 1", "5, 9, 0"})
    void authorsRanks(int side, int birth, int counted) {
        int[] births = new int[20];
        Arrays.fill(births, birth);

        assertThat(metric.withMaximumRank(MaximumRank.AUTHOR)
                        .score(0, 0, births, side, side)
                        .births())
                .isEqualTo(20 * counted);
        assertThat(metric.score(0, 0, births, side, side).births()).isEqualTo(20);
    }

    /** Means over 20,000 maps; the expected values are those of the paper's setting with Gaussian maps. */
    @ParameterizedTest
    @CsvSource({
        "7, 100, 1.86",
        "14, 100, 2.24",
        "28, 100, 2.67",
        "56, 100, 3.18",
        "112, 100, 3.51",
        "14, 25, 2.05",
        "14, 5, 1.31"
    })
    void reference(int side, int n, double expected) {
        BirthEntropy rule = new BirthEntropy(Normalisation.ALL, LowRate.MAX, MaximumRank.UNLIMITED);

        assertThat(RandomMapReference.seeded(0).entropy(rule, side, side, n)).isCloseTo(expected, within(0.06));
        assertThat(RandomMapReference.seeded(1).entropy(rule, side, side, n))
                .isCloseTo(RandomMapReference.seeded(0).entropy(rule, side, side, n), within(0.03));
    }

    @Test
    void independentMapsAreAtTheReference() {
        MetricResult result = metric.compute(snapshot(noise(200, 12, 14), alternating(200)));

        assertThat(scalar(result, "excess")).isCloseTo(0, within(0.05));
        assertThat(scalar(result, "excess")).isEqualTo(scalar(result, "entropy") - scalar(result, "null"));
        assertThat(result.flags()).isEmpty();
    }

    /** Three units over two classes: the same map always, noise, never a birth. */
    @Test
    void unitsAndClasses() {
        INDArray maps = noise(50, 3, 14);
        INDArray ring = Nd4j.zeros(14, 14);
        int[][] edges = {{0, 1}, {1, 2}, {2, 3}, {3, 0}};
        Arrays.stream(edges).forEach(edge -> ring.putScalar(edge[0], edge[1], 1));
        for (int i = 0; i < 50; i++) {
            maps.slice(i).slice(0).assign(ring.mul(i + 1));
            maps.slice(i).slice(2).assign(0);
        }
        int[] labels = IntStream.range(0, 50).map(i -> i < 20 ? 4 : 9).toArray();
        MetricResult result = metric.compute(snapshot(maps, labels));
        List<UnitScore> scores = metric.scores(snapshot(maps, labels));
        double dead = (Math.log(20) + Math.log(30)) / 2;
        double noise = (scores.get(1).entropy() + scores.get(4).entropy()) / 2;

        assertThat(scores).extracting(UnitScore::n).containsExactly(20, 20, 20, 30, 30, 30);
        assertThat(scores).extracting(UnitScore::label).containsExactly(4, 4, 4, 9, 9, 9);
        assertThat(units(result, "unitEntropy")).hasSize(3);
        assertThat(units(result, "unitEntropy").get(0)).isZero();
        assertThat(units(result, "unitEntropy").get(1)).isCloseTo(noise, within(TIGHT));
        assertThat(units(result, "unitEntropy").get(2)).isCloseTo(dead, within(TIGHT));
        assertThat(units(result, "unitRank")).containsExactly(1.0, 2.0, Double.NaN);
        assertThat(units(result, "unitEps")).containsExactly(1.0, 1.0, 0.0);
        assertThat(units(result, "unitBirths")).containsExactly(50.0, 50.0, 0.0);
        assertThat(units(result, "unitExisting").get(2)).isNaN();
        assertThat(units(result, "unitIneffectiveness").get(0)).isZero();
        assertThat(scalar(result, "entropy")).isCloseTo((noise + dead) / 3, within(TIGHT));
        assertThat(scalar(result, "liveEntropy")).isCloseTo(noise / 2, within(TIGHT));
        assertThat(scalar(result, "deadShare")).isCloseTo(1 / 3.0, within(TIGHT));
        assertThat(scalar(result, "lowShare")).isCloseTo(1 / 3.0, within(TIGHT));
        assertThat(scalar(result, "eps")).isCloseTo(2 / 3.0, within(TIGHT));
        assertThat(result.settings())
                .containsEntry("imagesPerClass", "4:20 9:30")
                .containsEntry("units", 3);
        assertThat(distribution(result).undefined()).isEqualTo(1);
        assertThat(distribution(result).mean()).isCloseTo(noise / 2, within(TIGHT));
    }

    @Test
    void smallClassesAreLeftOutAndCounted() {
        int[] labels =
                IntStream.range(0, 50).map(i -> i < 25 ? 0 : i < 44 ? 1 : 2).toArray();
        INDArray maps = noise(50, 2, 8);
        MetricResult result = metric.compute(snapshot(maps, labels));
        INDArray first = maps.get(NDArrayIndex.interval(0, 25));

        assertThat(result.settings()).containsEntry("skippedClasses", 2L);
        assertThat(flags(result)).containsExactly(Flag.Kind.CAUTION);
        assertThat(scalar(result, "entropy"))
                .isEqualTo(scalar(metric.compute(snapshot(first, new int[25])), "entropy"));
    }

    /** One image has no distribution, and its 0 would read as best. */
    @Override
    @Test
    public void oneSample() {
        MetricResult result = metric.compute(snapshot(noise(1, 2, 8), new int[1]));

        assertThat(flags(result)).containsExactly(Flag.Kind.UNDEFINED);
        assertThat(scalar(result, "entropy")).isNaN();
    }

    @Test
    void undefinedWhenNoClassIsLargeEnough() {
        MetricResult result = metric.compute(snapshot(noise(19, 2, 8), new int[19]));

        assertThat(flags(result)).containsExactly(Flag.Kind.UNDEFINED);
        assertThat(scalar(result, "entropy")).isNaN();
        assertThat(scalar(result, "deadShare")).isNaN();
        assertThat(units(result, "unitRank")).containsExactly(Double.NaN, Double.NaN);
    }

    @Override
    @Test
    public void oneNaN() {
        INDArray maps = noise(40, 2, 8);
        maps.putScalar(new int[] {3, 1, 2, 2}, Double.NaN);
        MetricResult result = metric.compute(snapshot(maps, new int[40]));

        assertThat(flags(result)).containsExactly(Flag.Kind.CAUTION);
        assertThat(metric.scores(snapshot(maps, new int[40])))
                .extracting(UnitScore::n)
                .containsExactly(40, 39);
        assertThat(scalar(result, "entropy")).isFinite();
    }

    @Test
    void mapsWithNaNLeaveN() {
        INDArray maps = noise(40, 2, 8);
        for (int i = 0; i < 21; i++) {
            maps.putScalar(new int[] {i, 1, 0, 0}, Double.NaN);
        }
        maps.putScalar(new int[] {5, 0, 2, 3}, Double.NaN);
        MetricResult result = metric.compute(snapshot(maps, new int[40]));
        List<UnitScore> scores = metric.scores(snapshot(maps, new int[40]));

        assertThat(scores).extracting(UnitScore::n).containsExactly(39, 19);
        assertThat(scores).extracting(UnitScore::measured).containsExactly(true, false);
        assertThat(result.settings()).containsEntry("invalidMaps", 22L);
        assertThat(flags(result)).containsExactly(Flag.Kind.CAUTION);
        assertThat(scalar(result, "entropy")).isEqualTo(scores.get(0).entropy());
        assertThat(units(result, "unitEntropy").get(1)).isNaN();
    }

    @Test
    void allMapsInvalidIsUndefined() {
        float[] values = new float[30 * 2 * 8 * 8];
        Arrays.fill(values, Float.NaN);
        INDArray maps = Nd4j.createFromArray(values).reshape(30, 2, 8, 8);
        MetricResult result = metric.compute(snapshot(maps, new int[30]));

        assertThat(flags(result)).containsExactly(Flag.Kind.UNDEFINED, Flag.Kind.CAUTION);
    }

    @Test
    void deadLayersAreTheWorstByDefaultAndTheBestByThePaper() {
        Snapshot dead = snapshot(Nd4j.zeros(25, 2, 8, 8), new int[25]);

        assertThat(scalar(metric.compute(dead), "entropy")).isCloseTo(Math.log(25), within(TIGHT));
        assertThat(scalar(metric.compute(dead), "liveEntropy")).isNaN();
        assertThat(scalar(metric.compute(dead), "existing")).isNaN();
        assertThat(scalar(metric.withLowRate(LowRate.PAPER).compute(dead), "entropy"))
                .isZero();
    }

    @Test
    void shapesThatCarryAFlag() {
        assertThat(flags(metric.compute(snapshot(noise(20, 2, 3), new int[20]))))
                .containsExactly(Flag.Kind.SATURATED);
        INDArray oblong = Nd4j.create(new double[20 * 5 * 7], new long[] {20, 1, 5, 7}, 'c');
        assertThat(flags(metric.compute(snapshot(oblong, new int[20])))).containsExactly(Flag.Kind.CAUTION);
        assertThat(flags(metric.compute(snapshot(Nd4j.ones(20, 9), new int[20]))))
                .containsExactly(Flag.Kind.NOT_APPLICABLE);
        assertThat(flags(metric.compute(new Snapshot("layer", noise(20, 1, 8), null, null, 1, new CpuKernels()))))
                .containsExactly(Flag.Kind.NOT_APPLICABLE);
    }

    @Override
    @Test
    public void sampleOrderDoesNotMatterUnlessDeclared() {
        INDArray maps = noise(60, 4, 10);
        MetricResult result = metric.compute(snapshot(maps, alternating(60)));

        List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
        Collections.shuffle(order, new Random(3));
        INDArray[] rows = order.stream()
                .map(i -> maps.slice(i).mul(0.125).reshape(1, 4, 10, 10))
                .toArray(INDArray[]::new);
        int[] labels = order.stream().mapToInt(i -> i % 2).toArray();
        assertThat(metric.compute(snapshot(Nd4j.concat(0, rows), labels)).values())
                .isEqualTo(result.values());
    }

    @Test
    void everyOptionIsReadFromText() {
        Map<String, String> texts = Map.of(
                "normalisation", "existing",
                "lowRate", "paper",
                "maximumRank", "author",
                "minimumImages", "30",
                "seed", "9");
        FeatureEntropy expected = new FeatureEntropy(
                Normalisation.EXISTING, LowRate.PAPER, MaximumRank.AUTHOR, 30, RandomMapReference.seeded(9));

        assertThat(Metrics.of("feature-entropy", texts)).isEqualTo(expected);
        assertThat(expected.label())
                .isEqualTo("existing births, low rate as in the paper, authors' ranks, at least 30 images, seed 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.of("feature-entropy", Map.of("lowRate", "often")))
                .withMessageContaining("[MAX, PAPER, NONE]");
        assertThatIllegalArgumentException().isThrownBy(() -> metric.withMinimumImages(1));
    }

    @Test
    void birthsAreThoseOfTheKernel() {
        INDArray maps = noise(20, 3, 8);
        Kernels kernels = new CpuKernels();

        assertThat(metric.births(snapshot(maps, new int[20])))
                .hasValueSatisfying(
                        births -> assertThat(births).isEqualTo(kernels.firstCycleBirths(maps.reshape(60, 8, 8))));
        assertThat(metric.births(snapshot(Nd4j.ones(20, 9), new int[20]))).isEmpty();
    }

    private static Snapshot snapshot(INDArray activations, int[] labels) {
        return new Snapshot("layer", activations, null, labels, 1, new CpuKernels());
    }

    /** After a ReLU, [n, units, side, side], float. */
    private static INDArray noise(int n, int units, int side) {
        Random random = new Random(n + 31L * units + 1_009L * side);
        float[] values = new float[n * units * side * side];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) Math.max(0, random.nextGaussian());
        }
        return Nd4j.createFromArray(values).reshape('c', n, units, side, side);
    }

    private static int[] alternating(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    private static <T extends MetricValue> T value(MetricResult result, String name, Class<T> type) {
        return result.values().stream()
                .filter(value -> value.name().equals(name))
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static double scalar(MetricResult result, String name) {
        return value(result, name, MetricValue.Scalar.class).value();
    }

    private static List<Double> units(MetricResult result, String name) {
        return value(result, name, MetricValue.UnitScores.class).scores();
    }

    private static MetricValue.Distribution distribution(MetricResult result) {
        return value(result, "entropyOverUnits", MetricValue.Distribution.class);
    }

    private static List<Flag.Kind> flags(MetricResult result) {
        return result.flags().stream().map(Flag::kind).toList();
    }
}
