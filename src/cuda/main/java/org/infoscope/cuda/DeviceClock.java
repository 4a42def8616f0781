package org.infoscope.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/**
 * How long a stream computes between its transfers: an event before and one after each of these, and one at the end. What is done
 * before the first one does not count. For one thread at a time, with the device set; to be closed.
 */
final class DeviceClock implements AutoCloseable {

    private final CUstream_st stream;
    private final List<CUevent_st> events = new ArrayList<>();
    private int marked;
    private double seconds;

    DeviceClock(CUstream_st stream) {
        this.stream = stream;
    }

    /** Notes the beginning of a transfer, and then its end. */
    void mark() {
        if (marked == events.size()) {
            CUevent_st event = new CUevent_st();
            Status.runtime(cudart.cudaEventCreateWithFlags(event, cudart.cudaEventDefault), "the creation of an event");
            events.add(event);
        }
        Status.runtime(cudart.cudaEventRecord(events.get(marked), stream), "noting the time");
        marked++;
    }

    /** Adds up what was marked, all of which has happened. */
    void read() {
        float[] milliseconds = new float[1];
        for (int k = 1; k + 1 < marked; k += 2) {
            Status.runtime(
                    cudart.cudaEventElapsedTime(milliseconds, events.get(k), events.get(k + 1)), "reading the time");
            seconds += milliseconds[0] / 1e3;
        }
        marked = 0;
    }

    /** Takes marks back, some of which may never be reached. */
    void forget() {
        marked = 0;
    }

    /** Seconds since the last time that this was asked. */
    double seconds() {
        double elapsed = seconds;
        seconds = 0;
        return elapsed;
    }

    @Override
    public void close() {
        events.forEach(cudart::cudaEventDestroy);
        events.clear();
    }
}
