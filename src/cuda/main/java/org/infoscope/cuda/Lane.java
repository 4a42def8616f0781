package org.infoscope.cuda;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One stream with memory of its own, on the device and pinned, so that one lane's transfers run beside another's kernels. Must
 * be closed; for one thread at a time, with the device set.
 */
final class Lane implements AutoCloseable {

    private final CUstream_st stream = new CUstream_st();
    private final CUevent_st reached = new CUevent_st();
    private final Pointer deviceBlock = new Pointer();
    private final Pointer pinnedBlock = new Pointer();
    private final FftPlans plans = new FftPlans();
    private final Arena device;
    private final Arena pinned;
    private final @Nullable DeviceClock clock;

    /**
     * Allocates.
     *
     * @param deviceBytes on the device
     * @param pinnedBytes of the host
     * @param timed whether {@link #computingSeconds} will be asked
     * @throws CudaException if there is not as much memory
     */
    Lane(long deviceBytes, long pinnedBytes, boolean timed) {
        clock = timed ? new DeviceClock(stream) : null;
        try {
            Status.runtime(
                    cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "the creation of a stream");
            Status.runtime(
                    cudart.cudaEventCreateWithFlags(reached, cudart.cudaEventDisableTiming),
                    "the creation of an event");
            Status.allocation(
                    cudart.cudaMalloc(deviceBlock, deviceBytes), "allocating " + deviceBytes + " bytes on the device");
            Status.allocation(
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
        mark();
        Status.runtime(
                cudart.cudaMemcpyAsync(there, host, bytes, cudart.cudaMemcpyHostToDevice, stream),
                "a transfer of " + bytes + " bytes to the device");
        mark();
        return there;
    }

    /** Starts a transfer of numbers. */
    Pointer upload(double[] values) {
        long bytes = (long) Double.BYTES * values.length;
        Pointer host = onHost(bytes);
        new DoublePointer(host).put(values, 0, values.length);
        return upload(host, bytes);
    }

    /** Starts a transfer of numbers. */
    Pointer upload(int[] values) {
        long bytes = (long) Integer.BYTES * values.length;
        Pointer host = onHost(bytes);
        new IntPointer(host).put(values, 0, values.length);
        return upload(host, bytes);
    }

    /** Memory on the device, filled with zeros. */
    Pointer zeros(long bytes) {
        Pointer there = onDevice(bytes);
        Status.runtime(cudart.cudaMemsetAsync(there, 0, bytes, stream), "filling " + bytes + " bytes");
        return there;
    }

    /** Lets this lane go on only when another one has done what was started on it. */
    void waitFor(Lane other) {
        Status.runtime(cudart.cudaEventRecord(other.reached, other.stream), "noting how far a stream is");
        Status.runtime(cudart.cudaStreamWaitEvent(stream, other.reached, 0), "waiting for a stream");
    }

    /** Starts a transfer back; its place in pinned memory, to be read after {@link #await}. */
    Pointer download(Pointer there, long bytes) {
        Pointer host = onHost(bytes);
        mark();
        Status.runtime(
                cudart.cudaMemcpyAsync(host, there, bytes, cudart.cudaMemcpyDeviceToHost, stream),
                "a transfer of " + bytes + " bytes from the device");
        mark();
        return host;
    }

    private void mark() {
        if (clock != null) {
            clock.mark();
        }
    }

    /** Waits for all that was started. */
    void await() {
        Status.runtime(cudart.cudaStreamSynchronize(stream), "the work of a chunk");
        if (clock != null) {
            clock.read();
        }
    }

    /** Between transfers, since this was asked last; 0 if not timed. */
    double computingSeconds() {
        return clock == null ? 0 : clock.seconds();
    }

    /** Releases what was had; failures here have nobody to go to. */
    @Override
    public void close() {
        plans.close();
        if (clock != null) {
            clock.close();
        }
        if (!stream.isNull()) {
            cudart.cudaStreamSynchronize(stream);
            cudart.cudaStreamDestroy(stream);
            stream.setNull();
        }
        if (!reached.isNull()) {
            cudart.cudaEventDestroy(reached);
            reached.setNull();
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
