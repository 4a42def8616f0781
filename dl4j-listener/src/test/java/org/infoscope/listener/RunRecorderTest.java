package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Overhead;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that several threads put. */
@Timeout(60)
class RunRecorderTest {

    private final List<RepresentationReport> put = Collections.synchronizedList(new ArrayList<>());

    private static RunInfo info() {
        return new RunInfo("run", 0, "model", List.of(), List.of(), "", Map.of(), List.of(), List.of());
    }

    private static SampledStep step(long iteration, Flag... problems) {
        SampledStep.Cost cost = new Tally().cost(0, 0);
        return new SampledStep(
                iteration, 0, 0, 1, Map.of(), Map.of(), List.of(), List.of(problems), cost, SampledStep.State.LIVE);
    }

    private static RunRecorder recorder(InMemoryStatsStorage storage, Tally tally) {
        RunRecorder recorder = new RunRecorder(storage, "session", "worker", 0, tally, new Complaints());
        recorder.begin(info());
        return recorder;
    }

    @Test
    void timesAreInTheOrderOfPuttingAndTheEndIsLast() throws Exception {
        InMemoryStatsStorage storage = new InMemoryStatsStorage() {
            @Override
            public void putUpdate(Persistable update) {
                LockSupport.parkNanos(1_000);
                put.add((RepresentationReport) update);
            }
        };
        RunRecorder recorder = recorder(storage, new Tally());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; recorder.report(step(i)); i++) {
                        LockSupport.parkNanos(1_000);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        Eventually.await("many records", () -> put.size() > 2_000);
        recorder.end();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(put).extracting(Persistable::getTimeStamp).isSorted().doesNotHaveDuplicates();
        SampledStep last = put.get(put.size() - 1).step();
        assertThat(last.state()).isEqualTo(SampledStep.State.ENDED);
        assertThat(last.iteration())
                .isEqualTo(put.stream()
                        .mapToLong(each -> each.step().iteration())
                        .max()
                        .orElseThrow());
    }

    @Test
    void theEndDoesNotWaitForARecordThatHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        InMemoryStatsStorage storage = new InMemoryStatsStorage() {
            @Override
            public void putUpdate(Persistable update) {
                RepresentationReport report = (RepresentationReport) update;
                if (report.step().state() == SampledStep.State.LIVE) {
                    hanging.countDown();
                    Eventually.awaitUninterrupted(back);
                }
                put.add(report);
            }
        };
        RunRecorder recorder = recorder(storage, new Tally());
        Thread stuck = new Thread(() -> recorder.report(step(1)));
        stuck.start();
        hanging.await();
        recorder.end();
        assertThat(put).extracting(report -> report.step().state()).containsExactly(SampledStep.State.ENDED);
        back.countDown();
        stuck.join();
        assertThat(put.get(1).getTimeStamp()).isLessThan(put.get(0).getTimeStamp());
    }

    @Test
    void onlySamplesCountAsDropped() {
        InMemoryStatsStorage broken = new InMemoryStatsStorage() {
            @Override
            public void putUpdate(Persistable update) {
                throw new IllegalStateException("broken");
            }
        };
        long[] dropped = new long[1];
        Tally tally = new Tally(lost -> {
            dropped[0] = lost;
            return Overhead.UNKNOWN;
        });
        RunRecorder recorder = recorder(broken, tally);
        assertThat(recorder.report(step(1))).isFalse();
        assertThat(tally.cost(0, 0).failed()).isEqualTo(1);
        assertThat(dropped[0]).as("a score alone").isZero();
        recorder.report(step(2, new Flag(Flag.Kind.SKIPPED, "no probe")));
        tally.cost(0, 0);
        assertThat(dropped[0]).isEqualTo(1);
    }
}
