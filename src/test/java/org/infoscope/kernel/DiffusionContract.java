package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every engine's {@link Kernels#diffusionGeometry} must answer. */
interface DiffusionContract {

    /** The engine under test. */
    Kernels kernels();

    /** Seeded Gaussian rows. */
    static double[][] gaussian(int n, int d, double spread, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, k -> spread * random.nextGaussian());
        }
        return rows;
    }

    /** Row indices 0 ... n - 1. */
    static int[] all(int n) {
        return IntStream.range(0, n).toArray();
    }

    private DiffusionSpectra spectra(double[][] samples, Bandwidth bandwidth, double alpha) {
        return kernels()
                .diffusionSpectra(Nd4j.createFromArray(samples), bandwidth, alpha, List.of(all(samples.length)));
    }

    private static void assertClose(double[] found, double[] expected) {
        assertThat(found).hasSize(expected.length).isSorted();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("eigenvalue %d", i).isCloseTo(expected[i], within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 1", "3, 5", "10, 4", "31, 40", "40, 2"})
    default void agreesWithTheSlowIteration(int n, int d) {
        double[][] samples = gaussian(n, d, 2, 7L * n + d);
        for (double alpha : new double[] {0, 0.3, 0.5, 1}) {
            for (double sigma : new double[] {0.3, 1.5, 10}) {
                assertClose(
                        spectra(samples, Bandwidth.fixed(sigma), alpha)
                                .eigenvalues()
                                .get(0),
                        SlowDiffusion.eigenvalues(samples, sigma, alpha));
            }
        }
    }

    @Test
    default void subsetsHaveTheirOwnRowSumsAndTheSigmaOfAllRows() {
        double[][] samples = gaussian(25, 6, 3, 5);
        int[] odd = IntStream.range(0, 12).map(i -> 2 * i + 1).toArray();
        int[] shuffled = {9, 3, 7, 1, 5};
        DiffusionSpectra found = kernels()
                .diffusionSpectra(
                        Nd4j.createFromArray(samples),
                        Bandwidth.medianHeuristic(),
                        0.5,
                        List.of(odd, shuffled, new int[] {1, 3, 5, 7, 9}, new int[] {4}));
        double[][] part = Arrays.stream(odd).mapToObj(i -> samples[i]).toArray(double[][]::new);
        assertClose(found.eigenvalues().get(0), SlowDiffusion.eigenvalues(part, found.sigma(), 0.5));
        assertThat(found.eigenvalues().get(1))
                .containsExactly(found.eigenvalues().get(2));
        assertThat(found.eigenvalues().get(3)[0]).isCloseTo(1, within(1e-15));
        assertThat(found.sigma()).isCloseTo(slowMedian(samples), within(1e-13));
        assertThat(found.fallbacks()).isZero();
    }

    private static double slowMedian(double[][] samples) {
        double[] squares = IntStream.range(0, samples.length)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, i).mapToDouble(j -> {
                    double squared = 0;
                    for (int k = 0; k < samples[i].length; k++) {
                        squared += Math.pow(samples[i][k] - samples[j][k], 2);
                    }
                    return squared;
                }))
                .sorted()
                .toArray();
        int n = squares.length;
        return Math.sqrt((squares[(n - 1) / 2] + squares[n / 2]) / 4);
    }

    @Test
    default void farOffsetsAndTightDistantClustersLoseNoDigits() {
        double[][] samples = gaussian(24, 5, 1, 11);
        for (int i = 0; i < samples.length; i++) {
            for (int k = 0; k < 5; k++) {
                samples[i][k] = Math.rint(samples[i][k] * 0x1p20) * 0x1p-20;
            }
        }
        double[] near = spectra(samples, Bandwidth.fixed(1), 0).eigenvalues().get(0);
        double[][] far = Arrays.stream(samples)
                .map(row -> Arrays.stream(row).map(x -> x + 0x1p30).toArray())
                .toArray(double[][]::new);
        assertClose(spectra(far, Bandwidth.fixed(1), 0).eigenvalues().get(0), near);

        double[][] clusters = IntStream.range(0, 24)
                .mapToObj(i -> Arrays.stream(samples[i])
                        .map(x -> x + (i % 2 == 0 ? 0x1p28 : -0x1p28))
                        .toArray())
                .toArray(double[][]::new);
        assertClose(
                spectra(clusters, Bandwidth.fixed(1), 0).eigenvalues().get(0),
                SlowDiffusion.eigenvalues(clusters, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-160, 1e150, 1e300})
    default void spectraDependOnRatiosOnly(double unit) {
        double[][] samples = gaussian(12, 3, 1, 3);
        double[][] scaled = Arrays.stream(samples)
                .map(row -> Arrays.stream(row).map(x -> x * unit).toArray())
                .toArray(double[][]::new);
        double[] expected =
                spectra(samples, Bandwidth.fixed(0.8), 0.5).eigenvalues().get(0);
        DiffusionSpectra found = spectra(scaled, Bandwidth.fixed(0.8 * unit), 0.5);
        assertClose(found.eigenvalues().get(0), expected);
        assertThat(found.meanNorm() / unit)
                .isCloseTo(spectra(samples, Bandwidth.fixed(1), 0).meanNorm(), within(1e-12));
        assertClose(
                spectra(scaled, Bandwidth.medianHeuristic(), 0).eigenvalues().get(0),
                spectra(samples, Bandwidth.medianHeuristic(), 0).eigenvalues().get(0));
        assertClose(
                spectra(scaled, Bandwidth.unitNorm(), 0).eigenvalues().get(0),
                spectra(samples, Bandwidth.unitNorm(), 0).eigenvalues().get(0));
    }

    @Test
    default void bandwidthRules() {
        double[][] samples = gaussian(15, 9, 4, 2);
        assertThat(spectra(samples, Bandwidth.sqrtDimension(), 0).sigma()).isEqualTo(3);
        assertThat(spectra(samples, Bandwidth.unitNorm(), 0).sigma()).isEqualTo(1);
        assertThat(spectra(samples, Bandwidth.medianHeuristic(), 0).sigma())
                .isCloseTo(slowMedian(samples), within(1e-13));
        double[][] unit = Arrays.stream(samples)
                .map(row -> {
                    double norm = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
                    return Arrays.stream(row).map(x -> x / norm).toArray();
                })
                .toArray(double[][]::new);
        assertClose(
                spectra(samples, Bandwidth.unitNorm(), 0).eigenvalues().get(0), SlowDiffusion.eigenvalues(unit, 1, 0));
        samples[3] = new double[9];
        unit[3] = new double[9];
        assertClose(
                spectra(samples, Bandwidth.unitNorm(), 0).eigenvalues().get(0), SlowDiffusion.eigenvalues(unit, 1, 0));
    }

    @Test
    default void medianOfZeroGivesNoBandwidth() {
        double[][] equal = new double[5][3];
        DiffusionSpectra found = spectra(equal, Bandwidth.medianHeuristic(), 0);
        assertThat(found.sigma()).isNaN();
        assertThat(found.eigenvalues()).isEmpty();
        assertThat(spectra(new double[1][3], Bandwidth.medianHeuristic(), 0)
                        .eigenvalues()
                        .get(0))
                .containsExactly(1);
    }

    @Test
    default void typesOrdersAndViewsOfSamplesMakeNoDifference() {
        INDArray samples = Nd4j.rand(DataType.FLOAT, 20, 30);
        INDArray twice = samples.castTo(DataType.DOUBLE);
        double[] expected = values(twice);
        assertThat(values(samples)).containsExactly(expected);
        assertThat(values(samples.dup('f'))).containsExactly(expected);
        assertThat(values(samples.transpose().dup().transpose())).containsExactly(expected);
    }

    private double[] values(INDArray samples) {
        INDArray before = samples.dup();
        double[] found = kernels()
                .diffusionSpectra(samples, Bandwidth.sqrtDimension(), 0, List.of(all(samples.rows())))
                .eigenvalues()
                .get(0);
        assertThat(samples).as("the input is untouched").isEqualTo(before);
        return found;
    }

    @Test
    default void refusesWhatCannotBeMeasured() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double[][] samples = gaussian(4, 3, 1, 1);
            samples[2][1] = bad;
            assertThatThrownBy(() -> spectra(samples, Bandwidth.fixed(1), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NaN or an infinity");
        }
        assertThatThrownBy(() -> kernels().diffusionGeometry(Nd4j.createFromArray(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, d]");
        assertThatThrownBy(() -> kernels().diffusionGeometry(Nd4j.empty(DataType.DOUBLE)))
                .isInstanceOf(IllegalArgumentException.class);
        DiffusionGeometry geometry = kernels().diffusionGeometry(Nd4j.createFromArray(gaussian(4, 3, 1, 1)));
        for (double alpha : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> geometry.spectra(Bandwidth.fixed(1), alpha, List.of(all(4))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("alpha");
        }
        for (int[] rows : new int[][] {{}, {4}, {-1}}) {
            assertThatThrownBy(() -> geometry.spectra(Bandwidth.fixed(1), 0, List.of(rows)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("subset");
        }
    }
}
