package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final List<String> events = new ArrayList<>();

    private void run(List<String> lanes, int count, int most) {
        Pipeline.run(lanes, lane -> events.add("await " + lane), count, most, (lane, from, to) -> {
            events.add(lane + " " + from + "-" + to);
            return () -> events.add("read " + from + "-" + to);
        });
    }

    @Test
    void oneLaneIsFilledWhileTheOtherIsBusy() {
        run(List.of("A", "B"), 7, 2);
        assertThat(events)
                .containsExactly(
                        "A 0-2",
                        "B 2-4",
                        "await A",
                        "read 0-2",
                        "A 4-6",
                        "await B",
                        "read 2-4",
                        "B 6-7",
                        "await A",
                        "read 4-6",
                        "await B",
                        "read 6-7");
    }

    @Test
    void oneChunkTakesOneLane() {
        run(List.of("A", "B"), 5, Integer.MAX_VALUE);
        assertThat(events).containsExactly("A 0-5", "await A", "read 0-5");
    }

    @Test
    void noWorkStartsNothing() {
        run(List.of("A"), 0, 3);
        assertThat(events).isEmpty();
    }
}
