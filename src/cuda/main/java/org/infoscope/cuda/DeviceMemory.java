package org.infoscope.cuda;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;

/** Device memory of its own, for what is too large for a lane's. For one thread at a time; to be closed. */
final class DeviceMemory implements AutoCloseable {

    private final Pointer block = new Pointer();

    /**
     * Allocates, on the device that is set.
     *
     * @throws CudaException if there is not as much memory
     */
    DeviceMemory(long bytes) {
        Status.runtime(cudart.cudaMalloc(block, bytes), "allocating " + bytes + " bytes on the device");
    }

    /** Where it is. */
    Pointer place() {
        return block;
    }

    /** Waits for what is under way on the device, and releases. A failure here has nobody to go to. */
    @Override
    public void close() {
        if (!block.isNull()) {
            cudart.cudaFree(block);
            block.setNull();
        }
    }
}
