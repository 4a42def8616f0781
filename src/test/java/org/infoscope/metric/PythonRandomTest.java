package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Draws recorded from CPython, draw after draw from each seed. */
class PythonRandomTest {

    @Test
    void recordedDraws() {
        Map<List<String>, List<Map<String, String>>> runs = Golden.table("random_sample_indices.csv").stream()
                .collect(Collectors.groupingBy(
                        row -> List.of(Golden.text(row, "seed"), Golden.text(row, "N"), Golden.text(row, "k")),
                        LinkedHashMap::new,
                        Collectors.toList()));
        assertThat(runs).hasSizeGreaterThanOrEqualTo(16);
        runs.forEach((key, draws) -> {
            PythonRandom random = new PythonRandom(Long.parseLong(key.get(0)));
            for (Map<String, String> draw : draws) {
                int[] expected = Arrays.stream(
                                Golden.text(draw, "indices(space separated)").split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                assertThat(random.sample(Integer.parseInt(key.get(1)), Integer.parseInt(key.get(2))))
                        .as("%s", key)
                        .containsExactly(expected);
            }
        });
    }

    /** CPython 3: random.seed(s); random.sample(range(1000), 4), for seeds beyond one 32-bit word. */
    @Test
    void longAndNegativeSeeds() {
        assertThat(new PythonRandom(-3).sample(1000, 4)).containsExactly(new PythonRandom(3).sample(1000, 4));
        assertThat(new PythonRandom(1L << 40).sample(1000, 4)).containsExactly(106, 361, 686, 67);
        assertThat(new PythonRandom(0xdeadbeefcafeL).sample(1000, 4)).containsExactly(488, 793, 777, 294);
    }
}
