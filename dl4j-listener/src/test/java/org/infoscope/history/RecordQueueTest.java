package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordQueueTest {

    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(RecordQueue.GATHER_MILLIS);

    private static RecordQueue.Entry putAt(long nanos) {
        RepresentationReport report = HistoryProcess.report(1);
        return new RecordQueue.Entry(RecordKey.of(RecordKind.UPDATE, report), report, 1, nanos);
    }

    @Test
    void othersMayJoinTheEntryThatHasWaitedLongestForAsLongAsItHasNotWaitedYet() throws Exception {
        RecordQueue queue = new RecordQueue();
        queue.put(putAt(0));
        queue.done(queue.gather());
        long from = System.nanoTime();

        queue.put(putAt(from));
        queue.put(putAt(from + GATHER / 2));

        assertThat(queue.patience(from)).isEqualTo(GATHER);
        assertThat(queue.patience(from + GATHER / 4)).isEqualTo(3 * GATHER / 4);
        assertThat(queue.patience(from + 5 * GATHER))
                .as("it has waited while others were stored")
                .isNegative();
        assertThat(queue.gather()).hasSize(2);
        assertThat(queue.patience(from + 5 * GATHER)).isZero();
    }

    @Test
    void theVeryFirstEntryIsStoredAtOnce() throws Exception {
        RecordQueue queue = new RecordQueue();
        RecordQueue.Entry first = putAt(0);
        queue.put(first);

        assertThat(queue.patience(0)).isZero();

        List<RecordQueue.Entry> batch = queue.gather();
        assertThat(batch).containsExactly(first);
        queue.put(putAt(1));
        assertThat(queue.patience(1)).as("the first is not stored yet").isZero();
        queue.done(batch);
        assertThat(queue.patience(1)).isEqualTo(GATHER);
    }
}
