package org.infoscope.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * The steps in any storage: a few are read at a time, and all are decoded.
 *
 * @param storage that holds runs
 */
record StoredSteps(StatsStorage storage) implements StepSource {

    private static final int CHUNK = 64;
    private static final String TYPE = RunRecord.TYPE_ID;

    @Override
    public SortedMap<String, Long> latest(String session) {
        SortedMap<String, Long> times = new TreeMap<>();
        for (Persistable update : storage.getLatestUpdateAllWorkers(session, TYPE)) {
            times.merge(update.getWorkerID(), update.getTimeStamp(), Math::max);
        }
        return times;
    }

    @Override
    public Map<String, String> headlines(String session, String worker) {
        Map<String, String> names = new HashMap<>();
        if (storage.getStaticInfo(session, TYPE, worker) instanceof RepresentationRun run) {
            run.info()
                    .series()
                    .forEach(series -> names.put(series.key(), series.info().headline()));
        }
        return names;
    }

    @Override
    public void blocks(String session, String worker, long from, long to, Consumer<StepBlock> sink) {
        long[] id = new long[1];
        chunks(session, worker, reports -> {
            StepBlockBuilder block = new StepBlockBuilder();
            reports.forEach(report -> block.add(id[0]++, report.getTimeStamp(), report.step()));
            sink.accept(new StepBlock(block.build()));
        });
    }

    @Override
    public List<RepresentationReport> at(String session, String worker, Set<Long> iterations) {
        List<RepresentationReport> found = new ArrayList<>();
        chunks(
                session,
                worker,
                reports -> reports.stream()
                        .filter(report -> iterations.contains(report.step().iteration()))
                        .forEach(found::add));
        // Stable: what one iteration has stays in order of time.
        found.sort(Comparator.comparingLong(report -> report.step().iteration()));
        return found;
    }

    @Override
    public Optional<RunExtent> extent(String session) {
        return Optional.empty();
    }

    /** Gives all of a worker's reports in order of time, a few at once. */
    private void chunks(String session, String worker, Consumer<List<RepresentationReport>> sink) {
        long[] times = UpdateTimes.of(storage, session, TYPE, worker);
        for (int at = 0; at < times.length; at += CHUNK) {
            sink.accept(reports(session, worker, Arrays.copyOfRange(times, at, Math.min(times.length, at + CHUNK))));
        }
    }

    @Override
    public void records(String session, String worker, List<Kept.Step> steps, Sink sink) {
        for (int at = 0; at < steps.size(); at += CHUNK) {
            List<Kept.Step> chunk = steps.subList(at, Math.min(steps.size(), at + CHUNK));
            long[] times =
                    chunk.stream().mapToLong(Kept.Step::timestamp).distinct().toArray();
            Map<Long, RepresentationReport> byTime = new HashMap<>();
            reports(session, worker, times).forEach(report -> byTime.put(report.getTimeStamp(), report));
            for (Kept.Step step : chunk) {
                RepresentationReport report = byTime.get(step.timestamp());
                if (report != null && !sink.take(report)) {
                    return;
                }
            }
        }
    }

    private List<RepresentationReport> reports(String session, String worker, long[] times) {
        return storage.getUpdates(session, TYPE, worker, times).stream()
                .filter(RepresentationReport.class::isInstance)
                .map(RepresentationReport.class::cast)
                .sorted(Comparator.comparingLong(RepresentationReport::getTimeStamp))
                .toList();
    }
}
