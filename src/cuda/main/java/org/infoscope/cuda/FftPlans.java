package org.infoscope.cuda;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cufft;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * cuFFT's plans of the batches seen last, real to complex in double precision. Their work area is the caller's, so that device
 * memory stays bounded. For one stream and one thread at a time; to be closed.
 */
final class FftPlans implements AutoCloseable {

    /** A layer's maps make two kinds of chunk, full ones and the last, and perhaps one or two that ask for too much. */
    private static final int KEPT = 32;

    private final Map<Batch, Plan> plans = new LinkedHashMap<>(KEPT, 0.75f, true);

    private record Batch(int height, int width, int maps) {}

    /**
     * A plan.
     *
     * @param handle cuFFT's
     * @param workBytes that an execution needs
     */
    record Plan(int handle, long workBytes) {}

    /** The plan for so many maps, densely packed; the spectrum of each is [height, width / 2 + 1]. */
    Plan of(int height, int width, int maps, CUstream_st stream) {
        Batch batch = new Batch(height, width, maps);
        Plan known = plans.get(batch);
        if (known != null) {
            return known;
        }
        if (plans.size() == KEPT) {
            Iterator<Plan> byAge = plans.values().iterator();
            destroy(byAge.next());
            byAge.remove();
        }
        Plan plan = create(batch, stream);
        plans.put(batch, plan);
        return plan;
    }

    private static Plan create(Batch batch, CUstream_st stream) {
        int[] handle = new int[1];
        Status.fft(cufft.cufftCreate(handle), "the creation of a plan");
        try (SizeTPointer bytes = new SizeTPointer(1)) {
            String tried = "a plan for " + batch.maps + " maps of " + batch.height + " x " + batch.width;
            Status.fft(cufft.cufftSetAutoAllocation(handle[0], 0), tried);
            int[] sides = {batch.height, batch.width};
            int area = batch.height * batch.width;
            int bins = batch.height * (batch.width / 2 + 1);
            Status.fft(
                    cufft.cufftMakePlanMany(
                            handle[0],
                            2,
                            sides,
                            sides,
                            1,
                            area,
                            new int[] {batch.height, batch.width / 2 + 1},
                            1,
                            bins,
                            cufft.CUFFT_D2Z,
                            batch.maps,
                            bytes),
                    tried);
            Status.fft(cufft.cufftSetStream(handle[0], stream), tried);
            return new Plan(handle[0], bytes.get());
        } catch (CudaException failure) {
            cufft.cufftDestroy(handle[0]);
            throw failure;
        }
    }

    private static void destroy(Plan plan) {
        cufft.cufftDestroy(plan.handle);
    }

    @Override
    public void close() {
        plans.values().forEach(FftPlans::destroy);
        plans.clear();
    }
}
