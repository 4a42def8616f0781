package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.ServiceLoader;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsChoice;
import org.infoscope.kernel.KernelsProvider;
import org.infoscope.kernel.Operation;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

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

    /** As if the module were not there, but for one line. */
    @Test
    void whoAskedForItIsToldOnceAndGetsTheBestThereIs() {
        assumeTrue(provider.obstacle().isPresent(), "This machine has a device");
        Logger log = (Logger) LoggerFactory.getLogger(KernelsChoice.class);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        log.addAppender(told);
        System.setProperty(KernelsChoice.PROPERTY, "cuda");
        try (Kernels kernels = Kernels.best()) {
            INDArray samples = Nd4j.createFromArray(new double[][] {{0, 1}, {2, 3}, {5, 1}});
            assertThat(kernels.suited(Operation.DIFFUSION, samples).engine()).isEqualTo("cpu");
            kernels.diffusionSpectra(samples, Bandwidth.fixed(1), 0, List.of(new int[] {0, 1, 2}));
        } finally {
            System.clearProperty(KernelsChoice.PROPERTY);
            log.detachAppender(told);
        }
        assertThat(told.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains(provider.obstacle().orElseThrow(), "others compute");
        });
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
