package org.infoscope.history;

import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** DL4J's in-memory storage at its unluckiest: each time it counts its updates another is put, which it then meets first. */
final class OvertakenStorage extends InMemoryStatsStorage {

    private final LongRun run;
    private int put;
    private int stillToCome;

    OvertakenStorage(LongRun run, int put) {
        this.run = run;
        putStaticInfo(run.info());
        IntStream.range(0, put).forEach(n -> putUpdate(run.report(n)));
        this.put = put;
    }

    /** From now on. */
    void overtakes(int times) {
        stillToCome = times;
    }

    @Override
    public void putUpdate(Persistable update) {
        var id = new SessionTypeWorkerId(update.getSessionID(), update.getTypeID(), update.getWorkerID());
        updates.computeIfAbsent(id, each -> new NewestFirst()).put(update.getTimeStamp(), update);
    }

    private final class NewestFirst extends ConcurrentSkipListMap<Long, Persistable> {
        private static final long serialVersionUID = 1;

        NewestFirst() {
            super(Comparator.reverseOrder());
        }

        @Override
        public int size() {
            int size = super.size();
            if (stillToCome > 0) {
                stillToCome--;
                RepresentationReport next = run.report(put++);
                put(next.getTimeStamp(), next);
            }
            return size;
        }
    }
}
