package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.infoscope.cuda.CudaException;
import org.infoscope.cuda.CudaKernels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What becomes of calls that fail, on the emulated device, which alone can be told to. */
@Tag("gpu")
class FailingDeviceTest {

    private static final double[] LEVEL = {0.85};

    private final CpuKernels processor = new CpuKernels(1);
    private final INDArray maps = MapKind.GAUSSIAN.maps(12, 9, 9);
    private final INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(20, 8_000, 2, 1));

    @BeforeEach
    void needsTheEmulation() {
        assumeTrue(System.getenv("INFOSCOPE_EMULATED_FAILURE") != null, "NOT RUN: no device that can be told to fail");
    }

    @AfterEach
    void release() {
        processor.close();
    }

    private static Path order() {
        return Path.of(System.getenv("INFOSCOPE_EMULATED_FAILURE"));
    }

    /** Asks everything. */
    private void assertRight(CudaKernels kernels) {
        RollOffs radii = kernels.rollOff(maps, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        RollOffs expected = processor.rollOff(maps, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        for (int m = 0; m < expected.maps(); m++) {
            assertThat((Double) radii.radius(m, 0)).isEqualTo((Double) expected.radius(m, 0));
        }
        assertThat(kernels.firstCycleBirths(maps)).isEqualTo(processor.firstCycleBirths(maps));
        assertThat(spectrum(kernels)).containsExactly(spectrum(processor), within(1e-12));
    }

    private double[] spectrum(Kernels kernels) {
        List<int[]> all = List.of(DiffusionContract.all(20));
        return kernels.diffusionSpectra(samples, Bandwidth.medianHeuristic(), 0.5, all)
                .eigenvalues()
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cuLaunchKernel",
                "cuModuleGetFunction",
                "cublasCreate_v2",
                "cublasDsyrk_v2",
                "cublasSetStream_v2",
                "cudaEventRecord",
                "cudaMemGetInfo",
                "cudaMemcpyAsync",
                "cudaMemsetAsync",
                "cudaSetDevice",
                "cudaStreamSynchronize",
                "cufftCreate",
                "cufftExecD2Z",
                "cufftMakePlanMany",
                "cufftSetWorkArea",
                "cusolverDnCreate",
                "cusolverDnDsyevd",
                "cusolverDnDsyevd_bufferSize",
                "info"
            })
    void theProcessorAnswersFromAFailureOn(String function) throws IOException {
        // So little that distances take two blocks, one waiting for the other.
        try (CudaKernels kernels = new CudaKernels(4 << 20)) {
            Files.writeString(order(), function);
            assertRight(kernels);
            assertThat(order()).as("%s was called, and failed", function).doesNotExist();
            assertThat(kernels.engine()).isEqualTo("cpu");
            assertThat(kernels.suited(Operation.FIRST_BIRTHS, maps).engine()).isEqualTo("cpu");
            assertRight(kernels);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cudaDeviceGetAttribute",
                "nvrtcCreateProgram",
                "nvrtcCompileProgram",
                "nvrtcGetCUBIN",
                "cuModuleLoadData",
                "cudaStreamCreateWithFlags",
                "cudaEventCreateWithFlags",
                "cudaMalloc",
                "cudaHostAlloc"
            })
    void anEngineThatCannotBeMadeIsTold(String function) throws IOException {
        Files.writeString(order(), function);
        assertThatThrownBy(CudaKernels::new).isInstanceOf(CudaException.class).hasMessageContaining("failed");
        assertThat(order()).doesNotExist();
    }

    /** Others train on the device: that they leave too little today says nothing about tomorrow. */
    @Test
    void whatThereIsNoMemoryForIsTheProcessorsThisTime() throws IOException {
        try (CudaKernels kernels = new CudaKernels()) {
            Files.writeString(order(), "cudaMalloc 2");
            assertThat(spectrum(kernels)).containsExactly(spectrum(processor), within(1e-12));
            assertThat(order()).doesNotExist();
            assertThat(kernels.engine()).isEqualTo("cuda");
            assertRight(kernels);
        }
    }

    /** Its answers would be written to where the next question's maps wait for their transfer. */
    @Test
    void aChunkUnderWayWhenAnotherFailsDoesNotReachTheNextQuestion() throws IOException {
        INDArray many = MapKind.GAUSSIAN.maps(1_000, 9, 9);
        try (CudaKernels kernels = new CudaKernels(4 << 20)) {
            Files.writeString(order(), "cufftExecD2Z 2 1");
            RollOffs radii = kernels.rollOff(many, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
            assertThat(order()).as("there are several chunks").doesNotExist();
            assertThat(radii.maps()).isEqualTo(1_000);
            assertThat(kernels.firstCycleBirths(many)).isEqualTo(processor.firstCycleBirths(many));
            assertThat(kernels.engine()).isEqualTo("cuda");
        }
    }

    /** Others train on the device: what a library finds no memory for today, it may find tomorrow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cublasCreate_v2 3",
                "cublasDsyrk_v2 3",
                "cudaMemcpyAsync 2",
                "cufftExecD2Z 2",
                "cuLaunchKernel 2",
                "cusolverDnCreate 2",
                "cusolverDnDsyevd 2"
            })
    void memoryThatIsShortForAMomentIsNotForEver(String function) throws IOException {
        try (CudaKernels kernels = new CudaKernels(4 << 20)) {
            Files.writeString(order(), function);
            assertRight(kernels);
            assertThat(order()).doesNotExist();
            assertThat(kernels.engine()).isEqualTo("cuda");
            assertRight(kernels);
            assertThat(kernels.engine()).isEqualTo("cuda");
        }
    }

    /** Asked for only by maps that need more shared memory than a block has anyway. */
    @Test
    void sharedMemoryThatIsRefusedIsAFailure() throws IOException {
        INDArray large = MapKind.GAUSSIAN.maps(2, 112, 112);
        try (CudaKernels kernels = new CudaKernels(32 << 20)) {
            Files.writeString(order(), "cuFuncSetAttribute");
            RollOffs radii = kernels.rollOff(large, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
            assertThat(order()).doesNotExist();
            assertThat(radii.radius(1, 0))
                    .isEqualTo(processor
                            .rollOff(large, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE)
                            .radius(1, 0));
            assertThat(kernels.engine()).isEqualTo("cpu");
        }
    }

    /** The device of one thread is not another one's. */
    @Test
    void everyThreadMayAskAndClose() throws InterruptedException, ExecutionException {
        ExecutorService others = Executors.newSingleThreadExecutor();
        try {
            CudaKernels kernels = others.submit(() -> new CudaKernels(4 << 20)).get();
            assertRight(kernels);
            assertThat(kernels.engine()).isEqualTo("cuda");
            others.submit(kernels::close).get();
        } finally {
            others.shutdown();
        }
    }
}
