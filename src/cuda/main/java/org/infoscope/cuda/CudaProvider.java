package org.infoscope.cuda;

import java.util.Optional;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsProvider;

/** Offers {@link CudaKernels} to {@link org.infoscope.kernel.KernelsChoice} where a device, its driver and CUDA 13 are there. */
public final class CudaProvider implements KernelsProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CudaProvider() {}

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Optional<String> obstacle() {
        return Obstacle.ofThisMachine();
    }

    /**
     * An engine on the first device.
     *
     * @throws CudaException if it cannot be had after all
     */
    @Override
    public Kernels open() {
        return new CudaKernels();
    }
}
