package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All that {@link Nd4jKernelsTest} asks, on a device: parity with the processor above all. Left out of ordinary builds; profile
 * {@code cuda-11.6} brings the backend and lets it run. Where the backend runs on the processor it is skipped and says so.
 */
@Tag("gpu")
class Nd4jKernelsOnDeviceTest extends Nd4jKernelsTest {

    @BeforeAll
    static void needsADevice() {
        assumeFalse(
                Nd4j.getEnvironment().isCPU(),
                "NOT RUN: ND4J's backend is on the processor; -Pcuda-11.6 on a machine with an Ampere or Ada card brings the other");
    }

    @Test
    @Override
    void namesTheBackend() {
        assertThat(kernels().engine()).isEqualTo("nd4j-cuda");
    }
}
