package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was there before a reading is in it, whatever is put meanwhile. */
class UpdateTimesTest {

    private static final int STEPS = 10;
    private static final LongRun RUN = new LongRun("s", 2000, 3, true);
    private static final long[] THERE = IntStream.range(0, STEPS)
            .mapToLong(n -> RUN.report(n).getTimeStamp())
            .toArray();

    private final OvertakenStorage storage = new OvertakenStorage(RUN, STEPS);

    @Test
    void dl4jsOwnReadingLacksTheOldest() {
        storage.overtakes(1);
        assertThat(storage.getAllUpdateTimes("s", RunRecord.TYPE_ID, LongRun.WORKER))
                .doesNotContain(THERE[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 1000})
    void nothingIsLeftOut(int times) {
        storage.overtakes(times);
        assertThat(UpdateTimes.of(storage, "s", RunRecord.TYPE_ID, LongRun.WORKER))
                .contains(THERE)
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void curvesHaveAll(int times) {
        storage.overtakes(times);
        RunCurves curves = RunCurves.read(storage, "s", LongRun.WORKER, Long.MIN_VALUE, Long.MAX_VALUE, 400);
        assertThat(curves.first()).isZero();
        assertThat(curves.steps()).isGreaterThanOrEqualTo(STEPS);
    }

    @Test
    void anExportHasAll() throws IOException {
        storage.overtakes(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunExport.write(storage, "s", ExportFormat.JSONL, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"timestamp\":" + THERE[0]);
    }

    @Test
    void aSessionThatIsNotThereHasNone() {
        assertThat(UpdateTimes.of(storage, "other", RunRecord.TYPE_ID, LongRun.WORKER))
                .isEmpty();
    }
}
