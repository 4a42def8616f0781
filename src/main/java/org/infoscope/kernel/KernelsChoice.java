package org.infoscope.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engine computes, as people ask for it: {@code -Dinfoscope.kernels=cpu}, {@code nd4j}, {@code cuda} or {@code best}.
 *
 * <p>{@link #BEST}, the default, is the direct CUDA engine where its module and a driver are there, else ND4J's operations
 * where ND4J's backend runs on a device, either of them beside the processor: for each operation and size of array both are
 * measured twice, on work that has to be done anyway, and the faster one stays. Where ND4J runs on the processor it is
 * {@link CpuKernels}, whose algorithms suit it better than tensor operations do.
 */
public enum KernelsChoice {
    /** What suits the machine and the size of the work. */
    BEST,
    /** {@link CpuKernels}. */
    CPU,
    /** {@link Nd4jKernels}, wherever the loaded backend runs. */
    ND4J,
    /** The direct CUDA engine of the optional module; without it one line in the log says why, and {@link #BEST} computes. */
    CUDA;

    /** The system property that is read. */
    public static final String PROPERTY = "infoscope.kernels";

    private static final Logger LOG = LoggerFactory.getLogger(KernelsChoice.class);

    private static final String MODULE_MISSING =
            "its module is not on the class path: add org.infoscope:infoscope-cuda and, for the machine, CUDA 13";

    /**
     * As the system property says.
     *
     * @return {@link #BEST} where it is not set
     * @throws IllegalArgumentException if it is set to anything but the four names
     */
    public static KernelsChoice fromProperty() {
        String text = System.getProperty(PROPERTY);
        try {
            return text == null ? BEST : of(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("-D" + PROPERTY + ": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Reads a name, in either case.
     *
     * @param text {@code cpu}, {@code nd4j}, {@code cuda} or {@code best}
     * @return the choice
     * @throws IllegalArgumentException if it is none of them
     */
    public static KernelsChoice of(String text) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The kernels are one of "
                        + Arrays.stream(values()).map(KernelsChoice::toString).collect(Collectors.joining(", "))
                        + ", not '" + text + "'"));
    }

    /**
     * The engine chosen.
     *
     * @return to be closed after the last use
     */
    public Kernels open() {
        return open(
                () -> ServiceLoader.load(KernelsProvider.class).iterator(),
                !Nd4j.getEnvironment().isCPU());
    }

    /**
     * The engine chosen.
     *
     * @param providers of optional modules
     * @param onDevice whether ND4J's backend runs on a device
     */
    Kernels open(Iterable<KernelsProvider> providers, boolean onDevice) {
        if (this == CPU) {
            return new CpuKernels();
        }
        if (this == ND4J) {
            return new Nd4jKernels();
        }
        Kernels cuda = provided(providers);
        if (cuda != null) {
            return this == CUDA ? cuda : MeasuredKernels.of(List.of(cuda, new CpuKernels()));
        }
        return onDevice ? MeasuredKernels.of(List.of(new Nd4jKernels(), new CpuKernels())) : new CpuKernels();
    }

    private @Nullable Kernels provided(Iterable<KernelsProvider> providers) {
        try {
            for (KernelsProvider provider : providers) {
                if (provider.name().equals(CUDA.toString())) {
                    return opened(provider);
                }
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError failure) {
            tell(String.valueOf(failure.getMessage()));
            return null;
        }
        if (this == CUDA) {
            tell(MODULE_MISSING);
        }
        return null;
    }

    private @Nullable Kernels opened(KernelsProvider provider) {
        String obstacle = provider.obstacle().orElse(null);
        if (obstacle != null) {
            tell(obstacle);
            return null;
        }
        return provider.open();
    }

    /** A warning for who asked for it, a remark for who has the module all the same. */
    private void tell(String reason) {
        LOG.atLevel(this == CUDA ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                .log("Infoscope: the CUDA kernels are not available, others compute: {}", reason);
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
