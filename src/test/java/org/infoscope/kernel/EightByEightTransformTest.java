package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jtransforms.fft.DoubleFFT_2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** The transform of 8 x 8 maps beside the Fourier sum and beside JTransforms. */
class EightByEightTransformTest {

    private static final int SIDE = EightByEightTransform.SIDE;
    private static final int AREA = SIDE * SIDE;

    /** A shell for each (u, v) of the quarter plane, so that no bin hides another. */
    private static final int QUARTER = (SIDE / 2 + 1) * (SIDE / 2 + 1);

    private final EightByEightTransform transform = new EightByEightTransform(EightByEightTransformTest::quarter);

    private static int quarter(int u, int v) {
        return Math.min(u, SIDE - u) * (SIDE / 2 + 1) + Math.min(v, SIDE - v);
    }

    static Stream<Arguments> maps() {
        Random random = new Random(8);
        double[] noise = random.doubles(AREA, -1, 1).toArray();
        return Stream.of(
                Arguments.of("noise", noise),
                Arguments.of("rectified", pixels(k -> Math.max(0, noise[k]))),
                Arguments.of("huge", pixels(k -> 0x1p500 * noise[k])),
                Arguments.of("tiny", pixels(k -> 0x1p-500 * noise[k])),
                Arguments.of("of many magnitudes", pixels(k -> Math.scalb(noise[k], k - AREA / 2))),
                Arguments.of("lifted", pixels(k -> 1e6 + noise[k])),
                Arguments.of("constant", pixels(k -> -0.1)),
                Arguments.of("zero", new double[AREA]),
                Arguments.of("checkerboard", pixels(k -> (k / SIDE + k) % 2 == 0 ? 0.3 : -0.3)),
                Arguments.of("diagonal wave", pixels(k -> Math.cos(2 * Math.PI * (3 * (k / SIDE) - 2 * k) / SIDE))));
    }

    private static double[] pixels(IntToDoubleFunction pixel) {
        return IntStream.range(0, AREA).mapToDouble(pixel).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void agreesWithTheFourierSumAndJTransforms(String name, double[] map) {
        double[] full = Arrays.copyOf(map, 2 * AREA);
        new DoubleFFT_2D(SIDE, SIDE).realForwardFull(full);
        for (Spectrum spectrum : Spectrum.values()) {
            double[] found = energies(map, spectrum);
            for (double[] bins : new double[][] {full, fourierSum(map)}) {
                double[] expected = sums(bins, spectrum);
                double enough = 1e-12 * Arrays.stream(expected).sum();
                assertThat(found).as("%s", spectrum).containsExactly(expected, within(enough));
            }
        }
    }

    /** All its bins have the same magnitude, so that each has all its digits. */
    @Test
    void aSinglePixelAnywhereHasAFlatSpectrum() {
        for (int at = 0; at < AREA; at++) {
            double[] map = new double[AREA];
            map[at] = -3;
            double[] power = energies(map, Spectrum.POWER);
            double[] magnitude = energies(map, Spectrum.MAGNITUDE);
            for (int bin = 0; bin < QUARTER; bin++) {
                int u = bin / (SIDE / 2 + 1);
                int v = bin % (SIDE / 2 + 1);
                double halfOfItsBins = (u % (SIDE / 2) == 0 ? 1 : 2) * (v % (SIDE / 2) == 0 ? 1 : 2) / 2.0;
                assertThat(power[bin]).isCloseTo(9 * halfOfItsBins, within(1e-12));
                assertThat(magnitude[bin]).isCloseTo(3 * halfOfItsBins, within(1e-12));
            }
        }
    }

    @Test
    void noPixelHidesThatItIsNotFinite() {
        double[][][] maps = new double[AREA][SIDE][SIDE];
        double[] kinds = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int at = 0; at < AREA; at++) {
            maps[at][at / SIDE][at % SIDE] = kinds[at % kinds.length];
            maps[at][(at + 1) / SIDE % SIDE][(at + 1) % SIDE] = Double.POSITIVE_INFINITY;
        }
        RollOffs found = new CpuKernels()
                .rollOff(
                        Nd4j.createFromArray(maps),
                        new double[] {0.85},
                        Centring.REMOVE,
                        Spectrum.POWER,
                        Region.SQUARE);
        for (int at = 0; at < AREA; at++) {
            assertThat(found.isFinite(at)).as("pixel %s", at).isFalse();
            assertThat(found.radius(at, 0)).isNaN();
        }
    }

    private double[] energies(double[] map, Spectrum spectrum) {
        double[] energies = new double[QUARTER];
        Arrays.fill(energies, Double.NaN);
        transform.energies(map.clone(), spectrum, energies);
        return energies;
    }

    /** Half of what all bins of the plane, given as pairs, add. */
    private static double[] sums(double[] bins, Spectrum spectrum) {
        double[] sums = new double[QUARTER];
        for (int bin = 0; bin < AREA; bin++) {
            double power = bins[2 * bin] * bins[2 * bin] + bins[2 * bin + 1] * bins[2 * bin + 1];
            sums[quarter(bin / SIDE, bin % SIDE)] += (spectrum == Spectrum.POWER ? power : Math.sqrt(power)) / 2;
        }
        return sums;
    }

    private static double[] fourierSum(double[] map) {
        double[] bins = new double[2 * AREA];
        for (int bin = 0; bin < AREA; bin++) {
            for (int k = 0; k < AREA; k++) {
                int eighths = (bin / SIDE * (k / SIDE) + bin % SIDE * (k % SIDE)) % SIDE;
                bins[2 * bin] += map[k] * Math.cos(2 * Math.PI * eighths / SIDE);
                bins[2 * bin + 1] -= map[k] * Math.sin(2 * Math.PI * eighths / SIDE);
            }
        }
        return bins;
    }
}
