package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deeplearning4j's own OpenBLAS is wrong and is caught; the tested one is right. */
@Tag("eigenvalues")
class OlderOpenBlasTest {

    private static final String VERSION = System.getProperty("infoscope.test.openblas", "");

    @Test
    void theExpectedOpenBlasIsLoaded() throws IOException {
        assertThat(VERSION).isNotEmpty();
        assertThat(Loader.getVersion("org.bytedeco", "openblas")).isEqualTo(VERSION);
        assertThat(Loader.load(openblas.class)).contains("openblas-" + VERSION);
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
        boolean older = VERSION.startsWith("0.3.19");
        assertThat(answer).contains("two-stage eigenvalues wrong: " + older, "eigenvectors wrong: " + older);
    }
}
