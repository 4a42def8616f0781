package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.infoscope.kernel.check.TestRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that the tests on a device ask, on a device that is emulated by the processor: contract and parity, and what becomes of
 * failing calls. Shows that launches, arguments, transfers and sizes are right, not that a device runs them. Skipped without g++.
 */
class EmulatedDeviceTest {

    @TempDir
    static Path folder;

    private static EmulatedDevice device;

    @BeforeAll
    static void compile() throws IOException, InterruptedException, URISyntaxException {
        device = EmulatedDevice.in(folder);
    }

    @Test
    void theEngineIsAsOnADevice() throws IOException, InterruptedException {
        passes("org.infoscope.kernel.CudaKernelsOnDeviceTest");
    }

    @Test
    void failingCallsLeaveItToTheProcessor() throws IOException, InterruptedException {
        passes("org.infoscope.kernel.FailingDeviceTest");
    }

    @Test
    void afterAFaultTheProcessorAnswers() throws IOException, InterruptedException {
        passes("org.infoscope.kernel.BrokenDeviceTest");
    }

    @Test
    void theCheckWritesItsTable() throws IOException, InterruptedException {
        Path log = folder.resolve("check.log");
        int status = device.run(
                log, "org.infoscope.kernel.check.DeviceCheck", "--quick", "--no-parity", "--out", folder.toString());
        assertThat(status).as("%s", Files.readString(log)).isZero();
        assertThat(Files.readString(folder.resolve("gpu-cuda.md")))
                .contains("a device that is emulated", "engine cuda", "| births | 100 x 14 x 14 |")
                .doesNotContain("differ", "by now");
    }

    private static void passes(String tests) throws IOException, InterruptedException {
        Path log = folder.resolve(tests + ".log");
        int status = device.run(log, TestRun.class.getName(), tests);
        assertThat(status).as("%s", Files.readString(log)).isZero();
        assertThat(Files.readString(log)).doesNotContain("left behind");
    }
}
