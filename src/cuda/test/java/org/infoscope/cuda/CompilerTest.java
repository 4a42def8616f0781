package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sources through NVRTC. No device is needed, but CUDA 13's libraries, which load only beside the driver's. */
class CompilerTest {

    @BeforeAll
    static void needsNvrtc() {
        try {
            Loader.load(nvrtc.class);
        } catch (LinkageError missing) {
            abort("NOT RUN: NVRTC of CUDA 13 cannot be loaded: " + missing.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rolloff.cu, 80", "rolloff.cu, 90", "rolloff.cu, 100", "rolloff.cu, 120",
        "births.cu, 80", "births.cu, 90", "births.cu, 100", "births.cu, 120",
        "diffusion.cu, 80", "diffusion.cu, 90", "diffusion.cu, 100", "diffusion.cu, 120"
    })
    void sourcesCompile(String source, int capability) {
        assertThat(Compiler.cubin(source, capability))
                .startsWith(0x7f, 'E', 'L', 'F')
                .hasSizeGreaterThan(10_000);
    }

    @Test
    void anUnknownArchitectureIsTold() {
        assertThatThrownBy(() -> Compiler.cubin("births.cu", 13))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("births.cu")
                .hasMessageContaining("sm_13");
    }
}
