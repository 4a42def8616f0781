package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.Spectrum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layer statistics of the spectral roll-off; the radii themselves are proved by the kernel contract. */
class SpectralRollOffTest implements MetricContract {

    @Override
    public Metric metric() {
        return SpectralRollOff.withDefaults();
    }

    @Override
    public boolean refusesNaN() {
        return false;
    }

    private static Snapshot snapshot(INDArray activations, int @Nullable [] lengths, double stride) {
        return new Snapshot("conv", activations, lengths, null, stride, KERNELS);
    }

    /** Rows of a 16 x 16 map that oscillate k times across it. */
    private static INDArray wave(int k) {
        double[][] map = new double[16][16];
        for (double[] row : map) {
            for (int n = 0; n < 16; n++) {
                row[n] = Math.cos(2 * Math.PI * k * n / 16);
            }
        }
        return Nd4j.createFromArray(map).reshape(1, 1, 16, 16);
    }

    @Test
    void statisticsOverSamplesAndChannels() {
        INDArray dead = Nd4j.zeros(DataType.DOUBLE, 1, 1, 16, 16);
        INDArray broken = dead.dup().putScalar(new int[] {0, 0, 3, 3}, Double.NaN);
        INDArray all = Nd4j.concat(0, wave(1), wave(2), wave(4), wave(8), dead, broken);
        MetricResult result = metric().compute(snapshot(all, null, 4));
        MetricValue.Distribution found = Answers.distribution(result);
        assertThat(found.name()).isEqualTo("rollOff");
        assertThat(found.total()).isEqualTo(6);
        assertThat(found.undefined()).isEqualTo(2);
        assertThat(found.nonFinite()).isEqualTo(1);
        assertThat(found.undefinedFraction()).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(found.mean()).isCloseTo(15.0 / 64, within(1e-12));
        double[] defined = {1.0 / 16, 2.0 / 16, 4.0 / 16, 8.0 / 16};
        double variance = 0;
        for (double radius : defined) {
            variance += Math.pow(radius - 15.0 / 64, 2) / 4;
        }
        assertThat(found.sd()).isCloseTo(Math.sqrt(variance), within(1e-12));
        assertThat(found.levels()).containsExactly(0.05, 0.25, 0.5, 0.75, 0.95);
        List<Double> expected = List.of(1.15 / 16, (1 + 0.75) / 16, 3.0 / 16, (4 + 0.25 * 4) / 16, (4 + 0.85 * 4) / 16);
        for (int k = 0; k < expected.size(); k++) {
            assertThat(found.quantiles().get(k)).isCloseTo(expected.get(k), within(1e-12));
        }
        assertThat(found.edges()).hasSize(33).startsWith(0.0).endsWith(Math.sqrt(0.5));
        assertThat(found.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
        assertThat(found.counts().get((int) (0.5 / Math.sqrt(0.5) * 32))).isEqualTo(1);
        assertThat(Answers.scalar(result, "rollOffPerInputPixel")).isCloseTo(15.0 / 256, within(1e-12));
        assertThat(Answers.scalar(result, "dcShare")).isCloseTo(0, within(1e-12));
        assertThat(Answers.scalar(result, "activeFraction")).isCloseTo(0.8, within(1e-12));
        assertThat(result.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.CAUTION);
            assertThat(flag.reason()).contains("1 of 6");
        });
        assertThat(SpectralRollOff.withDefaults()
                        .rollOffs(snapshot(all, null, 1))
                        .orElseThrow())
                .hasSize(6)
                .endsWith(Double.NaN, Double.NaN);
    }

    @ParameterizedTest
    @CsvSource({
        "3, .464, .004",
        "4, .570, .004",
        "7, .519, .005",
        "8, .543, .004",
        "14, .533, .003",
        "16, .532, .003",
        "28, .529, .003",
        "32, .529, .003"
    })
    void whiteNoiseNullOfThePage(int size, double expected, double tolerance) {
        INDArray noise = Nd4j.randn(DataType.DOUBLE, 2, 2, size, size);
        MetricResult result = metric().compute(snapshot(noise, null, 1));
        double white = ((Number) result.settings().getOrDefault("whiteNoise", Double.NaN)).doubleValue();
        assertThat(white).isCloseTo(expected, within(tolerance));
        assertThat(Answers.scalar(result, "whiteNoiseRatio"))
                .isCloseTo(Answers.distribution(result).mean() / white, within(1e-12));
    }

    @Test
    void rectifiedWhiteNoiseWithItsMean() {
        INDArray noise = Nd4j.randn(DataType.DOUBLE, 1, 8, 128, 128);
        INDArray rectified = noise.mul(noise.gt(0).castTo(DataType.DOUBLE));
        SpectralRollOff kept = SpectralRollOff.withDefaults().withCentring(Centring.KEEP);
        MetricResult result = kept.compute(snapshot(rectified, null, 1));
        assertThat(Answers.distribution(result).mean()).isCloseTo(.498266, within(.004));
        assertThat(Answers.scalar(result, "dcShare")).isCloseTo(1 / Math.PI, within(.005));
        assertThat(Answers.scalar(result, "activeFraction")).isCloseTo(0.5, within(.01));
    }

    @ParameterizedTest
    @CsvSource({".5, .398942", ".75, .488603", ".85, .527818", ".9, .557507", ".95, .599054"})
    void whiteNoiseLimit(double share, double expected) {
        INDArray noise = Nd4j.randn(DataType.DOUBLE, 1, 6, 160, 160);
        MetricResult result = SpectralRollOff.withDefaults().withRollOff(share).compute(snapshot(noise, null, 1));
        assertThat(Answers.distribution(result).mean()).isCloseTo(expected, within(.004));
    }

    @Test
    void sequencesAreOneLineHighAndLoseTheirMaskedTail() {
        double[][][] steps = new double[2][1][16];
        for (int t = 0; t < 16; t++) {
            steps[0][0][t] = Math.cos(2 * Math.PI * 4 * t / 16);
            steps[1][0][t] = t < 8 ? Math.cos(2 * Math.PI * 2 * t / 8) : 1e6 * t;
        }
        INDArray activations = Nd4j.createFromArray(steps);
        MetricResult cut = metric().compute(snapshot(activations, new int[] {16, 8}, 1));
        assertThat(Answers.distribution(cut).mean()).isCloseTo(0.25, within(1e-12));
        assertThat(Answers.distribution(cut).sd()).isCloseTo(0, within(1e-12));
        MetricResult whole = metric().compute(snapshot(activations, null, 1));
        assertThat(Answers.distribution(whole).sd()).isGreaterThan(0.01);
        assertThat(whole.settings()).containsEntry("height", 1L).containsEntry("width", 16L);
    }

    @Test
    void smallMapsOnlyRank() {
        MetricResult small = metric().compute(snapshot(Nd4j.randn(DataType.FLOAT, 2, 2, 4, 4), null, 1));
        assertThat(small.flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.reason()).startsWith("ordinal only"));
        assertThat(metric().compute(snapshot(Nd4j.randn(DataType.FLOAT, 2, 2, 5, 4), null, 1))
                        .flags())
                .isEmpty();
    }

    @Test
    void denseLayersHaveNoMaps() {
        MetricResult result = metric().compute(snapshot(Nd4j.rand(4, 10), null, 1));
        assertThat(result.values()).isEmpty();
        assertThat(result.flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.kind()).isEqualTo(Flag.Kind.NOT_APPLICABLE));
        assertThat(SpectralRollOff.withDefaults().rollOffs(snapshot(Nd4j.rand(4, 10), null, 1)))
                .isEmpty();
    }

    @Test
    void withoutAWhiteNoiseNullThereIsNoRatioAndAFlag() {
        SpectralRollOff kept = SpectralRollOff.withDefaults().withCentring(Centring.KEEP);
        MetricResult pixels = kept.compute(snapshot(Nd4j.ones(DataType.DOUBLE, 2, 1, 1, 1), null, 1));
        assertThat(Answers.distribution(pixels).mean()).isZero();
        assertThat(Answers.scalar(pixels, "whiteNoiseRatio")).isNaN();
        assertThat(pixels.flags()).anyMatch(flag -> flag.reason().contains("2 of 2 maps have no whiteNoiseRatio"));

        MetricResult wave = kept.withRollOff(1e-9).compute(snapshot(wave(3), null, 1));
        assertThat(Answers.scalar(wave, "whiteNoiseRatio")).isNaN();
        assertThat(wave.flags()).anyMatch(flag -> flag.reason().contains("no whiteNoiseRatio"));
    }

    @Test
    void deadLayerIsUndefinedAndNotZero() {
        MetricResult result = metric().compute(snapshot(Nd4j.zeros(3, 2, 6, 6), null, 1));
        assertThat(Answers.distribution(result).mean()).isNaN();
        assertThat(Answers.distribution(result).quantiles()).containsOnly(Double.NaN);
        assertThat(Answers.distribution(result).counts()).containsOnly(0L);
        assertThat(Answers.scalar(result, "activeFraction")).isZero();
        assertThat(result.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.UNDEFINED);
    }

    @Test
    void optionsReachTheSpectrum() {
        INDArray offset = wave(4).add(1);
        SpectralRollOff kept = SpectralRollOff.withDefaults().withCentring(Centring.KEEP);
        assertThat(mean(kept.withRollOff(0.66), offset)).isZero();
        assertThat(mean(kept.withRollOff(0.51).withSpectrum(Spectrum.MAGNITUDE), offset))
                .isEqualTo(0.25);
        INDArray diagonal = Nd4j.createFromArray(new double[][][][] {{{{1, -1}, {-1, 1}}}});
        assertThat(mean(SpectralRollOff.withDefaults(), diagonal)).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(mean(SpectralRollOff.withDefaults().withRegion(Region.DISC), diagonal))
                .isNaN();
        assertThatThrownBy(() -> SpectralRollOff.withDefaults().withRollOff(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0, 1]");
    }

    private static double mean(SpectralRollOff metric, INDArray activations) {
        return Answers.distribution(metric.compute(snapshot(activations, null, 1)))
                .mean();
    }
}
