package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsterf;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spectra known in closed form, and hard matrices beside LAPACK's {@code dsterf}: all to rounding of the largest eigenvalue. */
@Tag("eigenvalues")
class TridiagonalEigenvaluesTest {

    /** Ours and LAPACK's each differ from bisection by up to 1e-14 of the largest on random matrices of 300 rows. */
    private static final double TOLERANCE = 5e-14;

    private static double[] solved(int n, IntToDoubleFunction diagonal, IntToDoubleFunction beside) {
        double[] d = new double[n];
        double[] e = new double[n];
        Arrays.setAll(d, diagonal);
        Arrays.setAll(e, beside);
        assertThat(TridiagonalEigenvalues.solve(d, e)).as("converged").isTrue();
        return d;
    }

    private static void assertNear(double[] found, double[] expected, String name) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(found).as(name).isSorted().hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%s, eigenvalue %d of %d", name, i, expected.length)
                    .isLessThanOrEqualTo(TOLERANCE * largest);
        }
    }

    private static void assertAsLapack(String name, int n, IntToDoubleFunction diagonal, IntToDoubleFunction beside) {
        double[] expected = new double[n];
        double[] offDiagonal = new double[n];
        Arrays.setAll(expected, diagonal);
        Arrays.setAll(offDiagonal, beside);
        double[] ours = expected.clone();
        assertThat(TridiagonalEigenvalues.solve(ours, offDiagonal.clone()))
                .as("%s converged", name)
                .isTrue();
        try (DoublePointer d = new DoublePointer(expected);
                DoublePointer e = new DoublePointer(offDiagonal)) {
            assertThat(LAPACKE_dsterf(n, d, e)).isZero();
            d.get(expected);
        }
        assertNear(ours, expected, name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 33, 400})
    void closedForms(int n) {
        double[] toeplitz = new double[n];
        Arrays.setAll(toeplitz, k -> 3 - 2 * Math.cos(Math.PI * (k + 1) / (n + 1)));
        assertNear(solved(n, i -> 3, i -> -1), toeplitz, "Toeplitz");
        double[] kac = new double[n];
        Arrays.setAll(kac, k -> 2 * k - (n - 1));
        assertNear(solved(n, i -> 0, i -> Math.sqrt((i + 1.0) * (n - 1 - i))), kac, "Kac");
        double[] pairs = new double[n];
        Arrays.setAll(pairs, i -> i + 1 < n || n % 2 == 0 ? (i % 2 == 0 ? 1 : -1) : 0);
        Arrays.sort(pairs);
        assertNear(solved(n, i -> 0, i -> i % 2 == 0 && i + 1 < n ? 1 : 0), pairs, "uncoupled pairs");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 21, 64, 301})
    void hardMatricesAsLapack(int n) {
        Random random = new Random(n);
        assertAsLapack("Wilkinson", n, i -> Math.abs(i - (n - 1) / 2.0), i -> 1);
        assertAsLapack("glued Wilkinson", n, i -> Math.abs(i % 21 - 10), i -> i % 21 == 20 ? 1e-8 : 1);
        assertAsLapack("graded down", n, i -> Math.pow(10, -300.0 * i / n), i -> Math.pow(10, -300.0 * i / n - 1));
        assertAsLapack("graded up", n, i -> Math.pow(10, 300.0 * (i - n) / n), i -> Math.pow(10, 300.0 * (i - n) / n));
        assertAsLapack("one big, the rest rounding", n, i -> i == 0 ? 1 : 1e-17 * random.nextGaussian(), i -> 1e-17);
        assertAsLapack("nearly a multiple of one", n, i -> 1, i -> i % 3 == 0 ? 0 : 1e-9);
        assertAsLapack("zeros and ones", n, i -> random.nextInt(2), i -> random.nextInt(2));
        for (double scale : new double[] {1e-200, 1, 1e200}) {
            assertAsLapack(
                    "random times " + scale, n, i -> scale * random.nextGaussian(), i -> scale * random.nextGaussian());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void zerosStayAndWhatIsNotFiniteIsToldApart(int n) {
        assertThat(solved(n, i -> 0, i -> 0)).containsOnly(0);
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(solved(n, i -> i == n / 2 ? wrong : 1, i -> 1)).containsOnly(Double.NaN);
        }
    }
}
