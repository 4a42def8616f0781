package org.infoscope.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * The first device that CUDA shows ({@code CUDA_VISIBLE_DEVICES} says which that is): the kernels compiled for it and two
 * lanes. One computation at a time; safe for use by several threads. To be closed.
 */
final class Gpu implements AutoCloseable {

    private static final int DEVICE = 0;
    private static final int LANES = 2;
    private static final int SIZES = 16;

    /** Maps, of all that a lane holds for births, where the device needs as much again for their edges. */
    private static final int PINNED_PART = 2;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<DeviceCode> sources = new ArrayList<>();
    private final Map<List<Integer>, Shells> shells = new LinkedHashMap<>(SIZES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, Shells> eldest) {
            return size() > SIZES;
        }
    };
    private final DeviceCode rollOff;
    private final DeviceCode births;
    private final DeviceCode diffusion;
    private final long laneBytes;
    private final int sharedBytes;
    private @Nullable DeviceAlgebra algebra;
    private boolean closed;

    /**
     * Opens the device.
     *
     * @param scratchBytes of device memory, at most
     */
    Gpu(long scratchBytes) {
        this(scratchBytes, LANES, false);
    }

    /**
     * Opens the device.
     *
     * @param scratchBytes of device memory, at most
     * @param laneCount how many share it
     * @param timed whether {@link #computingSeconds} will be asked
     */
    Gpu(long scratchBytes, int laneCount, boolean timed) {
        laneBytes = scratchBytes / laneCount;
        try {
            select();
            int capability = capability();
            sharedBytes = attribute(cudart.cudaDevAttrMaxSharedMemoryPerBlockOptin);
            rollOff = load("rolloff.cu", capability);
            births = load("births.cu", capability);
            diffusion = load("diffusion.cu", capability);
            for (int k = 0; k < laneCount; k++) {
                lanes.add(new Lane(laneBytes, pinnedBytes(), timed));
            }
        } catch (RuntimeException | Error failure) {
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
        Status.runtime(cudart.cudaDeviceGetAttribute(value, which, DEVICE), "asking for attribute " + which);
        return value[0];
    }

    DeviceCode rollOff() {
        return rollOff;
    }

    DeviceCode births() {
        return births;
    }

    DeviceCode diffusion() {
        return diffusion;
    }

    /** Of maps of a size; those asked for last are kept, as a sort of all bins takes longer than a device's answer. */
    synchronized Shells shells(int height, int width) {
        return shells.computeIfAbsent(List.of(height, width), size -> new Shells(height, width));
    }

    /** Made when first asked for; for work within {@link #run} and {@link #alone}. */
    synchronized DeviceAlgebra algebra() {
        if (algebra == null) {
            algebra = new DeviceAlgebra();
        }
        return algebra;
    }

    /** Device memory of a chunk. */
    long laneBytes() {
        return laneBytes;
    }

    /** Shared memory that a block may have. */
    int sharedBytes() {
        return sharedBytes;
    }

    /** Pinned memory of a chunk. */
    long pinnedBytes() {
        return laneBytes / PINNED_PART;
    }

    /** Bytes of device memory that may be taken beside the lanes': half of what is free now, as others train here (ours). */
    synchronized long room() {
        open();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer all = new SizeTPointer(1)) {
            Status.runtime(cudart.cudaMemGetInfo(free, all), "asking how much memory is free");
            return free.get() / 2;
        }
    }

    /** Device memory beside the lanes', to be given back by {@link #release}. */
    synchronized DeviceMemory allocate(long bytes) {
        open();
        return new DeviceMemory(bytes);
    }

    /** Gives memory back, also after the device was closed or has failed, which has nobody to go to here. */
    synchronized void release(DeviceMemory memory) {
        cudart.cudaSetDevice(DEVICE);
        memory.close();
    }

    private void open() {
        if (closed) {
            throw new CudaException("CUDA: the device was closed");
        }
        select();
    }

    /** Does work on one lane, which must have finished when it ends. */
    synchronized <T> T alone(Function<Lane, T> work) {
        open();
        Lane lane = lanes.get(0);
        lane.begin();
        return drained(() -> work.apply(lane));
    }

    /** Does work in chunks, as {@link Pipeline} does. */
    synchronized void run(int count, int most, Pipeline.Work<Lane> work) {
        open();
        drained(() -> {
            Pipeline.run(lanes, Lane::await, count, most, (lane, from, to) -> {
                lane.begin();
                return work.start(lane, from, to);
            });
            return lanes;
        });
    }

    /** What fails leaves nothing under way. */
    private <T> T drained(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            lanes.forEach(Lane::drain);
            throw failure;
        }
    }

    /** What all lanes computed between transfers since this was asked last; 0 if not timed. */
    synchronized double computingSeconds() {
        return lanes.stream().mapToDouble(Lane::computingSeconds).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        // The driver's calls need the device to be this thread's; a failure here has nobody to go to.
        cudart.cudaSetDevice(DEVICE);
        lanes.forEach(Lane::drain);
        if (algebra != null) {
            algebra.close();
            algebra = null;
        }
        lanes.forEach(Lane::close);
        sources.forEach(DeviceCode::close);
        lanes.clear();
        sources.clear();
    }
}
