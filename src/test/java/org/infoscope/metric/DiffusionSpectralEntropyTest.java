package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.DiffusionSpectra;
import org.infoscope.kernel.Kernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Identities and flags of diffusion spectral entropy; its published values are in {@link DiffusionGoldenTest}. */
@Tag("eigenvalues")
class DiffusionSpectralEntropyTest implements MetricContract {

    @Override
    public Metric metric() {
        return DiffusionSpectralEntropy.withDefaults();
    }

    private static MetricResult result(DiffusionSpectralEntropy metric, INDArray samples) {
        return metric.compute(new Snapshot("dense", samples, null, null, 1, KERNELS));
    }

    private static double entropy(DiffusionSpectralEntropy metric, INDArray samples) {
        return Answers.scalar(result(metric, samples), "entropy");
    }

    private static DiffusionSpectralEntropy sigma(double sigma) {
        return DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.fixed(sigma));
    }

    @Test
    void tinySigmaGivesLog2nAndIsFlagged() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 32, 5);
        MetricResult result = result(sigma(1e-4), samples);
        assertThat(Answers.scalar(result, "entropy")).isCloseTo(5, within(1e-9));
        assertThat(Answers.scalar(result, "log2n")).isCloseTo(5, within(1e-15));
        assertThat(result.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.SATURATED);
    }

    @Test
    void hugeSigmaAndEqualSamplesAndOneSampleGiveZero() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 32, 5);
        assertThat(entropy(sigma(1e9), samples)).isCloseTo(0, within(1e-9));
        assertThat(entropy(sigma(1), Nd4j.ones(DataType.DOUBLE, 20, 4))).isCloseTo(0, within(1e-11));
        MetricResult one = result(sigma(1), Nd4j.ones(DataType.DOUBLE, 1, 4));
        assertThat(Answers.scalar(one, "entropy")).isCloseTo(0, within(1e-12));
        assertThat(one.flags()).isEmpty();
    }

    @Test
    void oneSampleHasNoMedianButAnEntropy() {
        MetricResult one = result(
                DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                Nd4j.ones(DataType.DOUBLE, 1, 4));
        assertThat(Answers.scalar(one, "entropy")).isCloseTo(0, within(1e-12));
        assertThat(Answers.scalar(one, "sigma")).isNaN();
        assertThat(one.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.CAUTION);
        assertThat(one.flags().get(0).reason()).contains("sigma is undefined");
    }

    @Test
    void roundingThatAShortTimeLiftsIsFlagged() {
        INDArray line = Nd4j.arange(50).castTo(DataType.DOUBLE).divi(50).reshape(50, 1);
        assertThat(result(sigma(10).withTime(0.25), line).flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.reason()).contains("mere rounding"));
        assertThat(result(sigma(10), line).flags()).isEmpty();
        INDArray apart = Nd4j.eye(6).castTo(DataType.DOUBLE).muli(3);
        assertThat(result(sigma(4).withTime(0.25), apart).flags())
                .noneMatch(flag -> flag.reason().contains("mere rounding"));
    }

    @Test
    void normsBeyondTheRangeAreFlagged() {
        MetricResult huge = result(sigma(10), Nd4j.ones(DataType.DOUBLE, 2, 100).muli(1.7e308));
        assertThat(Answers.scalar(huge, "meanNorm")).isInfinite();
        assertThat(huge.flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.reason()).contains("beyond the range"));
    }

    @Test
    void timeZeroGivesLog2n() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 20, 3);
        assertThat(entropy(sigma(3).withTime(0), samples)).isCloseTo(Math.log(20) / Math.log(2), within(1e-9));
        assertThat(entropy(sigma(0.5).withTime(1e6), samples)).isBetween(-1e-9, Math.log(20) / Math.log(2));
    }

    @Test
    void entropyFallsWithTime() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 40, 3);
        double last = Double.POSITIVE_INFINITY;
        for (double time : new double[] {0, 0.5, 1, 1.5, 2, 5, 20}) {
            double entropy = entropy(sigma(1).withTime(time), samples);
            assertThat(entropy).isLessThan(last);
            last = entropy;
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 10", "7, 1", "7, 3", "20, 2.5"})
    void simplexHasItsClosedForm(int n, double sigma) {
        double a = Math.exp(-9 / (sigma * sigma));
        double lambda = (1 - a) / (1 + (n - 1) * a);
        double total = 1 + (n - 1) * lambda;
        double expected = -(Math.log(1 / total) + (n - 1) * lambda * Math.log(lambda / total)) / total / Math.log(2);
        assertThat(entropy(sigma(sigma), Nd4j.eye(n).castTo(DataType.DOUBLE).muli(3)))
                .isCloseTo(expected, within(1e-12 * n));
    }

    @Test
    void constantFeaturesAndShiftsChangeNothing() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 30, 4);
        double expected = entropy(sigma(1), samples);
        INDArray constant = Nd4j.ones(DataType.DOUBLE, 30, 3).muli(1e8);
        assertThat(entropy(sigma(1), Nd4j.hstack(samples, constant))).isCloseTo(expected, within(1e-9));
        assertThat(entropy(sigma(1), samples.add(1000))).isCloseTo(expected, within(1e-9));
    }

    @Test
    void medianOfZeroIsUndefined() {
        DiffusionSpectralEntropy median =
                DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic());
        MetricResult result = result(median, Nd4j.zeros(DataType.DOUBLE, 6, 2));
        assertThat(Answers.scalar(result, "entropy")).isNaN();
        assertThat(Answers.scalar(result, "sigma")).isNaN();
        assertThat(result.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.UNDEFINED);
    }

    @Test
    void reportsSigmaAndNorm() {
        INDArray samples = Nd4j.createFromArray(new double[][] {{3, 4}, {0, 0}, {6, 8}});
        MetricResult result =
                result(DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()), samples);
        assertThat(Answers.scalar(result, "meanNorm")).isCloseTo(5, within(1e-14));
        assertThat(Answers.scalar(result, "sigma")).isCloseTo(Math.sqrt(12.5), within(1e-14));
        assertThat(result.settings())
                .containsEntry("n", 3)
                .containsEntry("d", 2)
                .containsEntry("bandwidth", "MEDIAN")
                .containsKeys("sigma", "time", "alpha", "log2n");
    }

    @Test
    void badOptionsAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> sigma(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> sigma(1).withTime(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("time");
        }
        assertThatThrownBy(() -> sigma(1).withAlpha(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alpha");
    }

    @Test
    void aSlowSolveIsFlagged() {
        Kernels distrusted = new CountingKernels(new CpuKernels()) {
            @Override
            public DiffusionGeometry diffusionGeometry(INDArray samples) {
                DiffusionGeometry geometry = super.diffusionGeometry(samples);
                return (bandwidth, alpha, subsets) -> {
                    DiffusionSpectra found = geometry.spectra(bandwidth, alpha, subsets);
                    return new DiffusionSpectra(
                            found.sigma(),
                            found.meanNorm(),
                            found.eigenvalues(),
                            subsets.isEmpty() ? Set.of() : Set.of(0));
                };
            }
        };
        Snapshot snapshot = new Snapshot("dense", Nd4j.rand(9, 3), null, null, 1, distrusted);
        for (int round = 0; round < 2; round++) {
            MetricResult result = sigma(1).compute(snapshot);
            assertThat(Answers.scalar(result, "entropy")).isFinite();
            assertThat(result.flags()).singleElement().satisfies(flag -> {
                assertThat(flag.kind()).isEqualTo(Flag.Kind.CAUTION);
                assertThat(flag.reason()).contains("dsyev");
            });
        }
    }
}
