package org.infoscope.kernel.check;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's backend, whichever is loaded: once under the name it has on a device, once under that on the processor. */
public abstract sealed class Nd4jDeviceProvider implements DeviceProvider {

    private final boolean onProcessor;

    private Nd4jDeviceProvider(boolean onProcessor) {
        this.onProcessor = onProcessor;
    }

    @Override
    public String engine() {
        return onProcessor ? "nd4j-native" : "nd4j-cuda";
    }

    @Override
    public Optional<String> obstacle() {
        try {
            return Nd4j.getEnvironment().isCPU() == onProcessor
                    ? Optional.empty()
                    : Optional.of("the backend on the class path is "
                            + Nd4j.getBackend().getClass().getSimpleName());
        } catch (RuntimeException | LinkageError failure) {
            return Optional.of("ND4J's backend does not start: " + failure.getMessage());
        }
    }

    @Override
    public List<String> parityTests() {
        return List.of("org.infoscope.kernel." + (onProcessor ? "Nd4jKernelsTest" : "Nd4jKernelsOnDeviceTest"));
    }

    @Override
    public Device open(boolean quick) {
        return new Nd4jDevice(quick);
    }

    /** The native backend. */
    public static final class Native extends Nd4jDeviceProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Native() {
            super(true);
        }
    }

    /** The CUDA backend, for Ampere and Ada cards. */
    public static final class Cuda extends Nd4jDeviceProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Cuda() {
            super(false);
        }
    }
}
