package org.infoscope.cuda;

import java.util.function.Consumer;
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
        transfer(there, host, bytes, cudart.cudaMemcpyHostToDevice, "to the device");
        return there;
    }

    /** Starts a transfer of numbers. */
    Pointer upload(double[] values) {
        return upload((long) Double.BYTES * values.length, host -> new DoublePointer(host).put(values));
    }

    /** Starts a transfer of numbers. */
    Pointer upload(int[] values) {
        return upload((long) Integer.BYTES * values.length, host -> new IntPointer(host).put(values));
    }

    private Pointer upload(long bytes, Consumer<Pointer> fill) {
        Pointer host = onHost(bytes);
        fill.accept(host);
        return upload(host, bytes);
    }

    /** Starts a transfer back; its place in pinned memory, to be read after {@link #await}. */
    Pointer download(Pointer there, long bytes) {
        Pointer host = onHost(bytes);
        transfer(host, there, bytes, cudart.cudaMemcpyDeviceToHost, "from the device");
        return host;
    }

    private void transfer(Pointer to, Pointer from, long bytes, int kind, String direction) {
        mark();
        Status.runtime(
                cudart.cudaMemcpyAsync(to, from, bytes, kind, stream),
                "a transfer of " + bytes + " bytes " + direction);
        mark();
    }

    /** Memory on the device, filled with zeros. */
    Pointer zeros(long bytes) {
        Pointer there = onDevice(bytes);
        mark();
        Status.runtime(cudart.cudaMemsetAsync(there, 0, bytes, stream), "filling " + bytes + " bytes");
        mark();
        return there;
    }

    /** Lets this lane go on only when another one has done what was started on it. */
    void waitFor(Lane other) {
        Status.runtime(cudart.cudaEventRecord(other.reached, other.stream), "noting how far a stream is");
        Status.runtime(cudart.cudaStreamWaitEvent(stream, other.reached, 0), "waiting for a stream");
    }

    private void mark() {
        if (clock != null) {
            clock.mark();
        }
    }

    /** Waits for all that was started. */
    void await() {
        // What is computed after the last transfer counts too.
        mark();
        Status.runtime(cudart.cudaStreamSynchronize(stream), "the work of a chunk");
        if (clock != null) {
            clock.read();
        }
    }

    /** Between transfers, since this was asked last; 0 if not timed. */
    double computingSeconds() {
        return clock == null ? 0 : clock.seconds();
    }

    /**
     * Waits for all that was started, whatever becomes of it: what failed half way must not write to memory that is given out
     * anew.
     */
    void drain() {
        if (!stream.isNull()) {
            cudart.cudaStreamSynchronize(stream);
        }
        if (clock != null) {
            clock.forget();
        }
    }

    /** Releases what was had; failures here have nobody to go to. */
    @Override
    public void close() {
        drain();
        plans.close();
        if (clock != null) {
            clock.close();
        }
        if (!stream.isNull()) {
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
