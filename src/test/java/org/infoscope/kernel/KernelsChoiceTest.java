package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Which engine computes, and what is said when it cannot. */
class KernelsChoiceTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(KernelsChoice.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void restore() {
        log.detachAppender(lines);
        System.clearProperty(KernelsChoice.PROPERTY);
    }

    /** A provider that runs on the processor, or has an obstacle. */
    private static KernelsProvider cuda(Optional<String> obstacle) {
        return new KernelsProvider() {
            @Override
            public String name() {
                return "cuda";
            }

            @Override
            public Optional<String> obstacle() {
                return obstacle;
            }

            @Override
            public Kernels open() {
                return new NamedKernels("cuda");
            }
        };
    }

    private static String engine(KernelsChoice choice, Iterable<KernelsProvider> providers, boolean onDevice) {
        try (Kernels kernels = choice.open(providers, onDevice)) {
            return kernels.engine();
        }
    }

    @Test
    void bestIsTheProcessorWhereNothingElseRuns() {
        try (Kernels best = Kernels.best()) {
            assertThat(best.engine()).isEqualTo("cpu");
        }
        assertThat(lines.list).isEmpty();
    }

    @Test
    void bestMeasuresWhatTheMachineHas() {
        assertThat(engine(KernelsChoice.BEST, List.of(), true)).isEqualTo("nd4j-native or cpu");
        assertThat(engine(KernelsChoice.BEST, List.of(cuda(Optional.empty())), true))
                .isEqualTo("cuda or cpu");
        assertThat(engine(KernelsChoice.BEST, List.of(cuda(Optional.empty())), false))
                .isEqualTo("cuda or cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "CPU", " cpu "})
    void thePropertyIsObeyed(String text) {
        System.setProperty(KernelsChoice.PROPERTY, text);
        try (Kernels best = Kernels.best()) {
            assertThat(best).isInstanceOf(CpuKernels.class);
        }
        System.setProperty(KernelsChoice.PROPERTY, "nd4j");
        try (Kernels best = Kernels.best()) {
            assertThat(best.engine()).isEqualTo("nd4j-native");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda12"})
    void rubbishIsRefusedWithWhatThereIs(String text) {
        System.setProperty(KernelsChoice.PROPERTY, text);
        assertThatIllegalArgumentException()
                .isThrownBy(Kernels::best)
                .withMessage("-Dinfoscope.kernels: The kernels are one of best, cpu, nd4j, cuda, not '" + text + "'");
    }

    @ParameterizedTest
    @EnumSource
    void namesReadBack(KernelsChoice choice) {
        assertThat(KernelsChoice.of(choice.toString())).isEqualTo(choice);
    }

    @Test
    void cudaWithoutItsModuleIsSaidOnceAndOthersCompute() {
        assertThat(engine(KernelsChoice.CUDA, List.of(), false)).isEqualTo("cpu");
        assertLine(Level.WARN, "infoscope-cuda");
    }

    @Test
    void anObstacleIsToldAndOthersCompute() {
        List<KernelsProvider> providers = List.of(cuda(Optional.of("there is no driver")));
        assertThat(engine(KernelsChoice.CUDA, providers, false)).isEqualTo("cpu");
        assertLine(Level.WARN, "there is no driver");
        lines.list.clear();
        assertThat(engine(KernelsChoice.BEST, providers, true)).isEqualTo("nd4j-native or cpu");
        assertLine(Level.INFO, "there is no driver");
    }

    @Test
    void aModuleThatDoesNotLoadIsToldAndOthersCompute() {
        for (Error failure : List.of(
                new ServiceConfigurationError("provider not found"), new NoClassDefFoundError("provider not found"))) {
            lines.list.clear();
            Iterable<KernelsProvider> broken = () -> {
                throw failure;
            };
            assertThat(engine(KernelsChoice.BEST, broken, false)).isEqualTo("cpu");
            assertLine(Level.INFO, "provider not found");
        }
    }

    private void assertLine(Level level, String part) {
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(level);
            assertThat(line.getFormattedMessage())
                    .contains("CUDA kernels are not available")
                    .contains(part);
        });
    }
}
