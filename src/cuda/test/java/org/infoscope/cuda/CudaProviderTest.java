package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ServiceLoader;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsChoice;
import org.infoscope.kernel.KernelsProvider;
import org.junit.jupiter.api.Test;

class CudaProviderTest {

    private final CudaProvider provider = new CudaProvider();

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(KernelsProvider.class))
                .filteredOn(found -> found.name().equals("cuda"))
                .singleElement()
                .isInstanceOf(CudaProvider.class);
    }

    @Test
    void anObstacleIsOneLineAndStaysTheSame() {
        assumeTrue(provider.obstacle().isPresent(), "This machine has a device");
        assertThat(provider.obstacle())
                .hasValueSatisfying(
                        text -> assertThat(text).containsPattern("CUDA|device").hasLineCount(1));
        assertThat(new CudaProvider().obstacle()).isEqualTo(provider.obstacle());
    }

    @Test
    void withoutADeviceOthersCompute() {
        assumeTrue(provider.obstacle().isPresent(), "This machine has a device");
        for (KernelsChoice choice : new KernelsChoice[] {KernelsChoice.BEST, KernelsChoice.CUDA}) {
            try (Kernels kernels = choice.open()) {
                assertThat(kernels).isInstanceOf(CpuKernels.class);
            }
        }
    }

    @Test
    void theInnermostReasonIsTold() {
        Throwable missing = new UnsatisfiedLinkError("no jnicudart in java.library.path: [/usr/lib]\nmore")
                .initCause(new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file"));
        assertThat(Obstacle.withoutLibrary("cudart", missing))
                .startsWith("CUDA 13's cudart cannot be loaded")
                .endsWith("libcuda.so.1: cannot open shared object file");
        assertThat(Obstacle.withoutLibrary("nvrtc", new NoClassDefFoundError("a\nb")))
                .endsWith(": a");
    }
}
