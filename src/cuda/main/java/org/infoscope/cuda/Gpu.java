package org.infoscope.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.global.cudart;

/**
 * The first device that CUDA shows ({@code CUDA_VISIBLE_DEVICES} says which that is): the kernels compiled for it and two
 * lanes. One computation at a time; safe for use by several threads. To be closed.
 */
final class Gpu implements AutoCloseable {

    private static final int DEVICE = 0;
    private static final int LANES = 2;

    /** Answers and maps, of all that a lane holds; spectra are many times as long. */
    private static final int PINNED_PART = 4;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<DeviceCode> sources = new ArrayList<>();
    private final DeviceCode rollOff;
    private final DeviceCode births;
    private final long laneBytes;
    private boolean closed;

    /**
     * Opens the device.
     *
     * @param scratchBytes of device memory, at most
     */
    Gpu(long scratchBytes) {
        laneBytes = scratchBytes / LANES;
        try {
            select();
            int capability = capability();
            rollOff = load("rolloff.cu", capability);
            births = load("births.cu", capability);
            for (int k = 0; k < LANES; k++) {
                lanes.add(new Lane(laneBytes, pinnedBytes()));
            }
        } catch (CudaException failure) {
            close();
            throw failure;
        }
    }

    private DeviceCode load(String source, int capability) {
        DeviceCode code = new DeviceCode(source, capability);
        sources.add(code);
        return code;
    }

    /** How many devices the driver shows. */
    static int devices() {
        int[] count = new int[1];
        Status.runtime(cudart.cudaGetDeviceCount(count), "looking for devices");
        return count[0];
    }

    /** For each thread anew: the current device is the thread's. */
    private static void select() {
        Status.runtime(cudart.cudaSetDevice(DEVICE), "taking device " + DEVICE);
    }

    private static int capability() {
        return 10 * attribute(cudart.cudaDevAttrComputeCapabilityMajor)
                + attribute(cudart.cudaDevAttrComputeCapabilityMinor);
    }

    private static int attribute(int which) {
        int[] value = new int[1];
        Status.runtime(cudart.cudaDeviceGetAttribute(value, which, DEVICE), "asking for the compute capability");
        return value[0];
    }

    DeviceCode rollOff() {
        return rollOff;
    }

    DeviceCode births() {
        return births;
    }

    /** Device memory of a chunk. */
    long laneBytes() {
        return laneBytes;
    }

    /** Pinned memory of a chunk. */
    long pinnedBytes() {
        return laneBytes / PINNED_PART;
    }

    /** Does work in chunks, as {@link Pipeline} does. */
    synchronized void run(int count, int most, Pipeline.Work<Lane> work) {
        if (closed) {
            throw new CudaException("CUDA: the device was closed");
        }
        select();
        Pipeline.run(lanes, Lane::await, count, most, (lane, from, to) -> {
            lane.begin();
            return work.start(lane, from, to);
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        lanes.forEach(Lane::close);
        sources.forEach(DeviceCode::close);
        lanes.clear();
        sources.clear();
    }
}
