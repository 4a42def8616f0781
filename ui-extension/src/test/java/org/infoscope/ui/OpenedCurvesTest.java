package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which answers are given again: those that are the very same bytes were not made anew. */
class OpenedCurvesTest {

    /** More readings than are given whole; their iterations lie in 344 buckets of 32, or 172 of 64. */
    private static final int STEPS = 1100;

    private static final IterationRange WHOLE = IterationRange.WHOLE;

    @TempDir
    private Path folder = Path.of("");

    private final SyntheticRun run = SyntheticRun.named("long");
    private final OpenedCurves opened = new OpenedCurves();

    private void record(StatsStorage storage, int from, int to) {
        IntStream.range(from, to).forEach(n -> storage.putUpdate(run.report(n)));
    }

    private CurveBodies.Curves curves(StatsStorage storage, IterationRange range, int points) {
        return opened.curves(new AttachedRun(storage, "long"), "worker-0", range, points);
    }

    private static JsonNode json(CurveBodies.Curves body) throws Exception {
        return new ObjectMapper().readTree(body.at(7, false, false));
    }

    @Test
    void aWholeRunIsGivenAgainUntilItGrowsOrSaysAnythingElseOfItselfOrIsDetached() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            history.putStaticInfo(run.info());
            record(history, 0, STEPS);
            CurveBodies.Curves first = curves(history, WHOLE, 400);
            assertThat(json(first).get("now").asLong()).isEqualTo(7);
            assertThat(json(first).get("steps").asInt()).isEqualTo(STEPS);
            assertThat(json(first).get("complete").asBoolean()).isFalse();
            assertThat(curves(history, WHOLE, 400)).isSameAs(first);
            assertThat(curves(history, WHOLE, 350))
                    .as("buckets of the same width")
                    .isSameAs(first);
            assertThat(json(curves(history, WHOLE, 340)).get("means").get(0).get("means"))
                    .as("wider buckets")
                    .isNotEqualTo(json(first).get("means").get(0).get("means"));

            CurveBodies.Curves before = curves(history, WHOLE, 400);
            record(history, STEPS, STEPS + 1);
            CurveBodies.Curves grown = curves(history, WHOLE, 400);
            assertThat(json(grown).get("steps").asInt()).isEqualTo(STEPS + 1);
            assertThat(json(before).get("steps").asInt()).isEqualTo(STEPS);

            history.putStaticInfo(run.info(SyntheticRun.START + 1));
            CurveBodies.Curves told = curves(history, WHOLE, 400);
            assertThat(told).isNotSameAs(grown);
            assertThat(json(told)).isEqualTo(json(grown));
            assertThat(curves(history, WHOLE, 400)).isSameAs(told);

            opened.forget(history);
            CurveBodies.Curves again = curves(history, WHOLE, 400);
            assertThat(again).isNotSameAs(told);
            assertThat(json(again)).isEqualTo(json(told));
        }
    }

    @Test
    void whoAsksWhileAnAnswerIsMadeWaitsForThatOne() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            history.putStaticInfo(run.info());
            record(history, 0, STEPS);
            int many = 6;
            CyclicBarrier together = new CyclicBarrier(many);
            ExecutorService threads = Executors.newFixedThreadPool(many);
            try {
                Callable<CurveBodies.Curves> reader = () -> {
                    together.await();
                    return curves(history, WHOLE, 400);
                };
                Set<CurveBodies.Curves> given = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Future<CurveBodies.Curves> answer : threads.invokeAll(Collections.nCopies(many, reader))) {
                    given.add(answer.get());
                }
                assertThat(given).hasSize(1);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void otherStoragesAreReadAnew() throws Exception {
        StatsStorage memory = new InMemoryStatsStorage();
        memory.putStaticInfo(run.info());
        record(memory, 0, STEPS);
        assertThat(json(curves(memory, WHOLE, 400))).isEqualTo(json(curves(memory, WHOLE, 400)));
        assertThat(curves(memory, WHOLE, 400)).isNotSameAs(curves(memory, WHOLE, 400));
    }

    @Test
    void aPartOfARunIsNotTakenForTheWhole() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            history.putStaticInfo(run.info());
            record(history, 0, STEPS);
            CurveBodies.Curves whole = curves(history, WHOLE, 400);
            CurveBodies.Curves part = curves(history, new IterationRange(0, 10_000), 400);
            assertThat(json(part).get("steps").asInt()).isEqualTo(1001);
            assertThat(curves(history, WHOLE, 400)).isSameAs(whole);
        }
    }
}
