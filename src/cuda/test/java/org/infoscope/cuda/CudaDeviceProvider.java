package org.infoscope.cuda;

import java.util.List;
import java.util.Optional;
import org.infoscope.kernel.check.Device;
import org.infoscope.kernel.check.DeviceProvider;

/** The device of {@link CudaKernels}. */
public final class CudaDeviceProvider implements DeviceProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CudaDeviceProvider() {}

    @Override
    public String engine() {
        return "cuda";
    }

    @Override
    public Optional<String> obstacle() {
        return Obstacle.ofThisMachine();
    }

    @Override
    public List<String> parityTests() {
        return List.of("org.infoscope.kernel.CudaKernelsOnDeviceTest");
    }

    @Override
    public Device open(boolean quick) {
        return new CudaDevice(quick);
    }
}
