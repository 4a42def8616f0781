package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static long[] sampled(Schedule schedule, long iterations) {
        return LongStream.range(0, iterations).filter(schedule::atIteration).toArray();
    }

    @Test
    void everyNSamplesMultiplesOfN() {
        assertThat(sampled(Schedule.every(4), 13)).containsExactly(0, 4, 8, 12);
        assertThat(sampled(Schedule.every(1), 3)).containsExactly(0, 1, 2);
        assertThat(Schedule.every(4).atEpochEnd(0)).isFalse();
        assertThatThrownBy(() -> Schedule.every(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void perEpochSamplesNoIterationButEveryEpochEnd() {
        assertThat(sampled(Schedule.perEpoch(), 100)).isEmpty();
        assertThat(Schedule.perEpoch().atEpochEnd(0)).isTrue();
        assertThat(Schedule.perEpoch().atEpochEnd(7)).isTrue();
    }

    @Test
    void logarithmicSamplesTenTimesPerDecade() {
        Schedule schedule = Schedule.logarithmic();
        assertThat(sampled(schedule, 10)).containsExactly(0, 1, 2, 3, 5, 6, 7, 9);
        long[] all = sampled(schedule, 100_000);
        for (long decade = 10; decade < 100_000; decade *= 10) {
            // The iteration at index i is the (i + 1)th.
            long from = decade - 1;
            long to = 10 * decade - 1;
            assertThat(LongStream.of(all).filter(at -> at >= from && at < to))
                    .as("from iteration " + from)
                    .hasSize(10);
        }
        assertThat(schedule.atEpochEnd(0)).isFalse();
    }

    @Test
    void describesItself() {
        assertThat(Schedule.every(1).description()).isEqualTo("every iteration");
        assertThat(Schedule.every(5).description()).isEqualTo("every 5 iterations");
        assertThat(Schedule.perEpoch().description()).contains("epoch");
        assertThat(Schedule.logarithmic().description()).contains("factor of ten");
    }
}
