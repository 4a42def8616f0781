package org.infoscope.ui;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.jspecify.annotations.Nullable;

/**
 * The answers with which the long runs were opened last: whoever opens one again, or a second page of it, need not wait until it
 * is thinned anew; who asks while one is being made waits for that. An answer holds as long as the run has the same records and says the
 * same of itself.
 *
 * <p>Only whole runs in a {@link RunHistory}, where a record is never changed, and only thinned ones: {@value #MOST} at most. Their
 * bytes, some megabytes each, are given up before memory ends; what the runs said of themselves is kept for comparison. Safe for use by several
 * threads; reads the storage.
 */
final class OpenedCurves {

    private static final int MOST = 4;

    /** In order of use. */
    private final Map<Place, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);

    /** What is being made now. */
    private final Map<Asked, CountDownLatch> underWay = new ConcurrentHashMap<>();

    private record Place(StatsStorage storage, String session, String worker) {}

    /** What an answer depends on: of all workers, since it tells where events go on. */
    private record State(Map<String, Long> records, List<RunInfo> infos) {
        static State of(AttachedRun run) {
            Map<String, Long> records = new TreeMap<>();
            run.workers()
                    .forEach(worker -> records.put(worker, (long)
                            run.storage().getNumUpdateRecordsFor(run.session(), RepresentationReport.TYPE_ID, worker)));
            return new State(
                    records, run.infos().stream().map(RepresentationRun::info).toList());
        }
    }

    private record Asked(Place place, State state) {}

    private record Answer(
            State state, long first, long last, int tracks, long width, SoftReference<CurveBodies.Curves> body) {
        Answer(State state, RunCurves curves, int buckets, CurveBodies.Curves body) {
            this(
                    state,
                    curves.first(),
                    curves.last(),
                    curves.tracks(),
                    RunCurves.bucketWidth(curves.first(), curves.last(), curves.tracks(), buckets),
                    new SoftReference<>(body));
        }

        boolean holds(State now, int buckets) {
            return state.equals(now) && width == RunCurves.bucketWidth(first, last, tracks, buckets);
        }
    }

    /** The curves of a worker as {@link CurveBodies#curves} writes them. */
    CurveBodies.Curves curves(AttachedRun run, String worker, IterationRange range, int buckets) {
        if (!(run.storage() instanceof RunHistory) || !range.equals(IterationRange.WHOLE)) {
            return CurveBodies.curves(read(run, worker, range, buckets), range);
        }
        Place place = new Place(run.storage(), run.session(), worker);
        // Before the curves are read: what comes in between makes the answer one that is not given again.
        State state = State.of(run);
        Asked asked = new Asked(place, state);
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch others = underWay.putIfAbsent(asked, made);
        if (others != null) {
            return afterOthers(others, run, asked, buckets);
        }
        try {
            return knownOrMade(run, asked, buckets);
        } finally {
            underWay.remove(asked);
            made.countDown();
        }
    }

    /** Nearly always those wanted the same; where not, this is as late as if there were one thread. */
    private CurveBodies.Curves afterOthers(CountDownLatch others, AttachedRun run, Asked asked, int buckets) {
        try {
            others.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the curves of " + run.session() + " were read", e);
        }
        return knownOrMade(run, asked, buckets);
    }

    private CurveBodies.Curves knownOrMade(AttachedRun run, Asked asked, int buckets) {
        CurveBodies.Curves known = known(asked.place(), asked.state(), buckets);
        if (known != null) {
            return known;
        }
        RunCurves curves = read(run, asked.place().worker(), IterationRange.WHOLE, buckets);
        CurveBodies.Curves body = CurveBodies.curves(curves, IterationRange.WHOLE);
        if (!curves.complete()) {
            keep(asked.place(), new Answer(asked.state(), curves, buckets, body));
        }
        return body;
    }

    private static RunCurves read(AttachedRun run, String worker, IterationRange range, int buckets) {
        return RunCurves.read(run.storage(), run.session(), worker, range.from(), range.to(), buckets);
    }

    private CurveBodies.@Nullable Curves known(Place place, State state, int buckets) {
        synchronized (answers) {
            Answer answer = answers.get(place);
            return answer != null && answer.holds(state, buckets)
                    ? answer.body().get()
                    : null;
        }
    }

    private void keep(Place place, Answer answer) {
        synchronized (answers) {
            answers.put(place, answer);
            if (answers.size() > MOST) {
                answers.remove(answers.keySet().iterator().next());
            }
        }
    }

    /** A storage that is gone is not held any longer. */
    void forget(StatsStorage storage) {
        synchronized (answers) {
            answers.keySet().removeIf(place -> place.storage().equals(storage));
        }
    }

    /** How many answers are kept. */
    int kept() {
        synchronized (answers) {
            return answers.size();
        }
    }
}
