package org.infoscope.listener;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.history.UpdateTimes;
import org.jspecify.annotations.Nullable;

/** What a storage has of a session before more is added. Not safe for use by several threads. */
final class StoredRun {

    private static final int CHUNK = 64;

    private final @Nullable RunInfo info;
    private final String worker;
    private final long lastTime;
    private final Set<Long> iterations;

    private StoredRun(@Nullable RunInfo info, String worker, long lastTime, Set<Long> iterations) {
        this.info = info;
        this.worker = worker;
        this.lastTime = lastTime;
        this.iterations = iterations;
    }

    /** Reads the session; of a router that is no storage, or a session without Infoscope data, nothing is known. */
    static StoredRun of(StatsStorageRouter router, String session) {
        if (router instanceof StatsStorage storage) {
            List<String> workers = storage.listWorkerIDsForSessionAndType(session, RunRecord.TYPE_ID);
            if (workers != null && !workers.isEmpty()) {
                return of(storage, session, workers.get(0));
            }
        }
        return new StoredRun(null, SharedRun.defaultWorkerId(), 0, new HashSet<>());
    }

    private static StoredRun of(StatsStorage storage, String session, String worker) {
        long[] times = UpdateTimes.of(storage, session, RunRecord.TYPE_ID, worker);
        Set<Long> iterations = new HashSet<>();
        for (int from = 0; from < times.length; from += CHUNK) {
            long[] chunk = Arrays.copyOfRange(times, from, Math.min(times.length, from + CHUNK));
            for (Persistable update : storage.getUpdates(session, RunRecord.TYPE_ID, worker, chunk)) {
                if (update instanceof RepresentationReport report
                        && report.step().state() == SampledStep.State.LIVE) {
                    iterations.add(report.step().iteration());
                }
            }
        }
        RunInfo info = storage.getStaticInfo(session, RunRecord.TYPE_ID, worker) instanceof RepresentationRun run
                ? run.info()
                : null;
        return new StoredRun(info, worker, Arrays.stream(times).max().orElse(0), iterations);
    }

    /** What holds for the whole run; null when the session has none. */
    @Nullable
    RunInfo info() {
        return info;
    }

    /** Under whose id the session goes on. */
    String worker() {
        return worker;
    }

    /** Milliseconds of the newest record; 0 without one. */
    long lastTime() {
        return lastTime;
    }

    /** The first iteration from this one on that has no record. */
    long firstFree(long iteration) {
        long free = iteration;
        while (iterations.contains(free)) {
            free++;
        }
        return free;
    }

    /** An iteration has a record now. */
    void take(long iteration) {
        iterations.add(iteration);
    }

    /**
     * Puts together what was known and what is new: layers, series and images of both, everything else from the new one, but
     * name and time of the beginning.
     */
    static RunInfo merged(@Nullable RunInfo before, RunInfo now) {
        if (before == null) {
            return now;
        }
        return new RunInfo(
                before.name(),
                before.startedMillis(),
                now.model(),
                union(before.layers(), now.layers(), LayerInfo::name),
                union(before.series(), now.series(), SeriesInfo::key),
                now.probe(),
                now.settings(),
                union(before.images(), now.images(), ProbeImage::example),
                now.checkpoints());
    }

    private static <T> List<T> union(List<T> before, List<T> now, Function<T, Object> key) {
        Map<Object, T> all = new LinkedHashMap<>();
        before.forEach(one -> all.put(key.apply(one), one));
        now.forEach(one -> all.put(key.apply(one), one));
        return List.copyOf(all.values());
    }
}
