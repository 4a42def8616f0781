package org.infoscope.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;

/**
 * One stream with memory of its own, on the device and pinned, so that one lane's transfers run beside another's kernels. Must
 * be closed; for one thread at a time, with the device set.
 */
final class Lane implements AutoCloseable {

    private final CUstream_st stream = new CUstream_st();
    private final Pointer deviceBlock = new Pointer();
    private final Pointer pinnedBlock = new Pointer();
    private final FftPlans plans = new FftPlans();
    private final Arena device;
    private final Arena pinned;

    /**
     * Allocates.
     *
     * @param deviceBytes on the device
     * @param pinnedBytes of the host
     * @throws CudaException if there is not as much memory
     */
    Lane(long deviceBytes, long pinnedBytes) {
        try {
            Status.runtime(
                    cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "the creation of a stream");
            Status.runtime(
                    cudart.cudaMalloc(deviceBlock, deviceBytes), "allocating " + deviceBytes + " bytes on the device");
            Status.runtime(
                    cudart.cudaHostAlloc(pinnedBlock, pinnedBytes, cudart.cudaHostAllocDefault),
                    "pinning " + pinnedBytes + " bytes");
        } catch (CudaException noMemory) {
            close();
            throw noMemory;
        }
        device = new Arena(deviceBlock.address(), deviceBytes);
        pinned = new Arena(pinnedBlock.address(), pinnedBytes);
    }

    CUstream_st stream() {
        return stream;
    }

    FftPlans plans() {
        return plans;
    }

    /** Takes all slices back for the next chunk. */
    void begin() {
        device.reset();
        pinned.reset();
    }

    /** Memory on the device. */
    Pointer onDevice(long bytes) {
        return device.take(bytes);
    }

    /** Pinned memory of the host. */
    Pointer onHost(long bytes) {
        return pinned.take(bytes);
    }

    /** Starts a transfer of pinned memory; its place on the device. */
    Pointer upload(Pointer host, long bytes) {
        Pointer there = onDevice(bytes);
        Status.runtime(
                cudart.cudaMemcpyAsync(there, host, bytes, cudart.cudaMemcpyHostToDevice, stream),
                "a transfer of " + bytes + " bytes to the device");
        return there;
    }

    /** Starts a transfer back; its place in pinned memory, to be read after {@link #await}. */
    Pointer download(Pointer there, long bytes) {
        Pointer host = onHost(bytes);
        Status.runtime(
                cudart.cudaMemcpyAsync(host, there, bytes, cudart.cudaMemcpyDeviceToHost, stream),
                "a transfer of " + bytes + " bytes from the device");
        return host;
    }

    /** Waits for all that was started. */
    void await() {
        Status.runtime(cudart.cudaStreamSynchronize(stream), "the work of a chunk");
    }

    /** Releases what was had; failures here have nobody to go to. */
    @Override
    public void close() {
        plans.close();
        if (!stream.isNull()) {
            cudart.cudaStreamSynchronize(stream);
            cudart.cudaStreamDestroy(stream);
            stream.setNull();
        }
        if (!deviceBlock.isNull()) {
            cudart.cudaFree(deviceBlock);
            deviceBlock.setNull();
        }
        if (!pinnedBlock.isNull()) {
            cudart.cudaFreeHost(pinnedBlock);
            pinnedBlock.setNull();
        }
    }
}
