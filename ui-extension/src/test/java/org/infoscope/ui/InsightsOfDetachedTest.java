package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;

/** What is kept of runs is let go with their storage, even one that is detached while it is being judged. */
class InsightsOfDetachedTest {

    private final AttachedRuns runs = new AttachedRuns();
    private final InsightRoutes insights = new InsightRoutes(runs, new Answers());
    private final SyntheticRun run = SyntheticRun.named("judged");

    private void attach(StatsStorage storage) {
        runs.attach(storage);
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
    }

    private void detach(StatsStorage storage) {
        runs.detach(storage);
        insights.forget(storage);
    }

    @Test
    void whatIsAttachedIsKeptAndLetGoWhenItIsDetached() {
        StatsStorage storage = new InMemoryStatsStorage();
        attach(storage);
        assertThat(insights.look(runs.find("judged"), "worker-0")).isNotEmpty();
        assertThat(insights.kept()).isOne();
        detach(storage);
        assertThat(insights.kept()).isZero();
    }

    @Test
    void whatIsDetachedWhileItIsJudgedIsNotKept() {
        boolean[] gone = {false};
        StatsStorage storage = new InMemoryStatsStorage() {
            @Override
            public List<Persistable> getUpdates(String session, String type, String worker, long[] timestamps) {
                if (!gone[0]) {
                    gone[0] = true;
                    detach(this);
                }
                return super.getUpdates(session, type, worker, timestamps);
            }

            @Override
            public List<Persistable> getAllUpdatesAfter(String session, String type, String worker, long timestamp) {
                if (!gone[0]) {
                    gone[0] = true;
                    detach(this);
                }
                return super.getAllUpdatesAfter(session, type, worker, timestamp);
            }
        };
        attach(storage);
        AttachedRun attached = runs.find("judged");
        assertThat(insights.look(attached, "worker-0")).isNotEmpty();
        assertThat(gone[0]).as("it was detached in the middle").isTrue();
        assertThat(insights.kept()).isZero();
    }
}
