package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solver on matrices of known spectrum, on both OpenBLAS versions, and with drivers that lie. */
@Tag("eigenvalues")
class SymmetricEigenvaluesTest {

    private static final String VERSION = System.getProperty("infoscope.test.openblas", "");

    private static final SymmetricEigenvalues.LowerTriangle ONE_AND_THREE = (j, column) -> {
        column[0] = 2;
        column[1 - j] = j == 0 ? 1 : 2;
    };

    @Test
    void theExpectedOpenBlasIsLoaded() throws IOException {
        assertThat(VERSION).isNotEmpty();
        assertThat(Loader.getVersion("org.bytedeco", "openblas")).isEqualTo(VERSION);
        assertThat(Loader.load(openblas.class)).contains("openblas-" + VERSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64, 129, 300, 500})
    void eigenvaluesOfKnownSpectra(int n) {
        double[] expected = KnownSpectrum.eigenvalues(n);
        double[] found = SymmetricEigenvalues.lapack()
                .solve(n, KnownSpectrum.matrix(expected, n))
                .eigenvalues();
        assertThat(found).hasSize(n).isSorted();
        for (int i = 0; i < n; i++) {
            assertThat(found[i]).as("eigenvalue %d", i).isCloseTo(expected[i], within(1e-11));
        }
    }

    @Test
    void theOlderOpenBlasIsCaughtAndTheNewerIsNot() throws Exception {
        Path processor = Path.of("/proc/cpuinfo");
        assumeTrue(Files.isReadable(processor), "tells processors apart on Linux only");
        String flags = Files.readString(processor);
        assumeTrue(
                Stream.of("avx512f", "avx512bw", "avx512dq", "avx512vl").allMatch(flags::contains),
                "only the kernels for AVX-512 are wrong");
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KnownSpectrum.class.getName());
        java.environment().put("OPENBLAS_CORETYPE", "SkylakeX");
        Process process = java.redirectErrorStream(true).start();
        String answer;
        try (BufferedReader reader = process.inputReader()) {
            answer = reader.lines().collect(Collectors.joining("\n"));
        }
        assertThat(process.waitFor()).as(answer).isZero();
        assertThat(answer).contains("fallback=" + VERSION.startsWith("0.3.19"));
    }

    @Test
    void aDriverThatLiesOnceIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        SymmetricEigenvalues.Driver liar = (a, n, w) -> {
            asked.incrementAndGet();
            for (int i = 0; i < n; i++) {
                w.put(i, 1.0);
            }
            return 0;
        };
        SymmetricEigenvalues solver = new SymmetricEigenvalues(List.of(liar, SymmetricEigenvalues::qrIteration));
        for (int round = 0; round < 3; round++) {
            SymmetricEigenvalues.Solution solution = solver.solve(2, ONE_AND_THREE);
            assertThat(solution.fallback()).isTrue();
            assertThat(solution.eigenvalues()[0]).isCloseTo(1, within(1e-14));
            assertThat(solution.eigenvalues()[1]).isCloseTo(3, within(1e-14));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void rightTraceWithWrongSquaresIsCaught() {
        SymmetricEigenvalues.Driver sameTrace = (a, n, w) -> {
            w.put(0, 2.0).put(1, 2.0);
            return 0;
        };
        SymmetricEigenvalues solver = new SymmetricEigenvalues(List.of(sameTrace, SymmetricEigenvalues::qrIteration));
        assertThat(solver.solve(2, ONE_AND_THREE).fallback()).isTrue();
    }

    @Test
    void noWrongEigenvaluesLeaveWhenEveryDriverFails() {
        SymmetricEigenvalues.Driver failing = (a, n, w) -> 1;
        assertThatThrownBy(() -> new SymmetricEigenvalues(List.of(failing, failing)).solve(2, ONE_AND_THREE))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("2 x 2")
                .hasMessageContaining("OpenBLAS");
    }
}
