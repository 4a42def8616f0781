package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScoreTurnsTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500_000_000L);
    private long putNanos;
    private final ScoreTurns turns = new ScoreTurns(clock::get, 0.05, () -> putNanos);

    @Test
    void atMostFourASecond() {
        int recorded = 0;
        for (int iteration = 0; iteration < 10_000; iteration++) {
            recorded += turns.hasTurn(iteration) ? 1 : 0;
            clock.addAndGet(1_000_000L);
        }
        assertThat(recorded).as("in ten seconds, over the end of the clock").isEqualTo(40);
    }

    @Test
    void aSlowStorageIsAskedForAQuarterOfTheBudgetAtMost() {
        int recorded = 0;
        for (int iteration = 0; iteration < 10_000; iteration++) {
            if (turns.hasTurn(iteration)) {
                recorded++;
            }
            putNanos = 40_000_000L;
            clock.addAndGet(10_000_000L);
        }
        assertThat(recorded).as("40 ms each, 1.25 %% of a hundred seconds").isBetween(30, 33);
    }

    @Test
    void aLongRunIsRecordedEverMoreSeldom() {
        int[] recorded = new int[3];
        for (int second = 0; second < 100_000; second++) {
            int decade = second < 1_000 ? 0 : second < 10_000 ? 1 : 2;
            recorded[decade] += turns.hasTurn(second) ? 1 : 0;
            clock.addAndGet(1_000_000_000L);
        }
        assertThat(recorded[0]).isEqualTo(1_000);
        assertThat(recorded[1]).as("about a thousand times ln 10").isBetween(1_700, 2_310);
        assertThat(recorded[2]).isBetween(2_200, 2_310);
    }

    @Test
    void whateverIsSlowerIsRecordedEachTime() {
        for (int iteration = 0; iteration < 10; iteration++) {
            assertThat(turns.hasTurn(iteration)).isTrue();
            clock.addAndGet(250_000_000L);
        }
    }

    @Test
    void anIterationIsRecordedOnce() {
        assertThat(turns.hasTurn(7)).isTrue();
        clock.addAndGet(1_000_000_000L);
        assertThat(turns.hasTurn(7)).as("at the end of its epoch").isFalse();
        turns.recorded(8);
        assertThat(turns.hasTurn(8)).as("there is a sample").isFalse();
        assertThat(turns.hasTurn(9)).isTrue();
    }
}
