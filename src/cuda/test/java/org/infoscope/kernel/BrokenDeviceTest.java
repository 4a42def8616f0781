package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.infoscope.cuda.CudaException;
import org.infoscope.cuda.CudaKernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * After a fault in a kernel every call of the process fails, those that give back included: on the emulated device, and in a Java
 * virtual machine of its own.
 */
@Tag("gpu")
class BrokenDeviceTest {

    @Test
    void theProcessorAnswersAndNothingElseFails() throws IOException {
        String order = System.getenv("INFOSCOPE_EMULATED_FAILURE");
        assumeTrue(order != null, "NOT RUN: no device that can be told to fail");
        INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(20, 50, 2, 1));
        INDArray maps = MapKind.GAUSSIAN.maps(2_000, 9, 9);
        List<int[]> all = List.of(DiffusionContract.all(20));
        try (CpuKernels processor = new CpuKernels(1)) {
            CudaKernels kernels = new CudaKernels(4 << 20);
            DiffusionGeometry geometry = kernels.diffusionGeometry(samples);
            geometry.spectra(Bandwidth.fixed(3), 0, all);
            Files.writeString(Path.of(order), "cudaStreamSynchronize broken");
            assertThat(kernels.firstCycleBirths(maps)).isEqualTo(processor.firstCycleBirths(maps));
            assertThat(kernels.engine()).isEqualTo("cpu");
            double[] expected = processor
                    .diffusionSpectra(samples, Bandwidth.fixed(3), 0, all)
                    .eigenvalues()
                    .get(0);
            assertThat(geometry.spectra(Bandwidth.fixed(3), 0, all)
                            .eigenvalues()
                            .get(0))
                    .containsExactly(expected, within(1e-12));
            assertThatCode(geometry::close).doesNotThrowAnyException();
            assertThatCode(kernels::close).doesNotThrowAnyException();
        }
        assertThatThrownBy(CudaKernels::new).isInstanceOf(CudaException.class);
    }
}
