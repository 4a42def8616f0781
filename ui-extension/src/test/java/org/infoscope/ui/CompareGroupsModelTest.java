package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which runs belong together, and their mean and range, without drawing them. */
class CompareGroupsModelTest extends ModelTest {

    @Test
    void onlyTheNumberOfASeedIsTakenFromAName() {
        List<String> given = List.of(
                "lenet seed 1",
                "lenet_seed3_lr0.1",
                "lenet (run 2)",
                "lenet #3",
                "lenet, trial=4, lr 0.1",
                "lenet run 0.1",
                "width 16",
                "vgg16",
                "lr 0.1",
                "seed 3",
                "MyNet 2026-11-21T10:00:00Z");
        assertThat((List<?>) ask("groups.js", "return told[0].map(module.stem)", given))
                .isEqualTo(List.of(
                        "lenet",
                        "lenet_lr0.1",
                        "lenet",
                        "lenet",
                        "lenet, lr 0.1",
                        "lenet run 0.1",
                        "width 16",
                        "vgg16",
                        "lr 0.1",
                        "seed 3",
                        "MyNet 2026-11-21T10:00:00Z"));
    }

    @Test
    void aGroupOfTheReadersOwnComesBeforeTheName() {
        assertThat(ask(
                        "groups.js",
                        "return JSON.stringify(module.groupsOf(told[0]).map(({name, members}) => [name, members.length]))",
                        List.of(
                                Map.of("session", "s0", "name", "a seed 1", "group", ""),
                                Map.of("session", "s1", "name", "b", "group", ""),
                                Map.of("session", "s2", "name", "a seed 2", "group", ""),
                                Map.of("session", "s3", "name", "a seed 3", "group", "mine"))))
                .isEqualTo("[[\"a\",2],[\"b\",1],[\"mine\",1]]");
    }

    private static NavigableMap<Long, Double> walk(Random random) {
        NavigableMap<Long, Double> track = new TreeMap<>();
        long iteration = random.nextInt(30);
        for (int i = 0; i < 60; i++) {
            track.put(iteration, random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
            iteration += 1 + random.nextInt(12);
        }
        return track;
    }

    private static double at(NavigableMap<Long, Double> track, long iteration) {
        Map.Entry<Long, Double> before = track.floorEntry(iteration);
        Map.Entry<Long, Double> after = track.ceilingEntry(iteration);
        if (before.getKey().equals(after.getKey())) {
            return before.getValue();
        }
        double share = (double) (iteration - before.getKey()) / (after.getKey() - before.getKey());
        return (1 - share) * before.getValue() + share * after.getValue();
    }

    @Test
    void meanAndRangeAreOfAllRunsOfTheGroupAtEveryPoint() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            List<NavigableMap<Long, Double>> tracks = List.of(walk(random), walk(random), walk(random));
            List<?> found = (List<?>) ask(
                    "groups.js",
                    "return module.spreadOf(told[0].map(track => track.map(([x, y]) => ({x, y: y ?? NaN}))))"
                            + ".map(({x, y, low, high}) => [x, ...[y, low, high].map(v => Number.isNaN(v) ? null : v)])",
                    tracks.stream().map(CompareGroupsModelTest::pairs).toList());
            long from = tracks.stream().mapToLong(NavigableMap::firstKey).max().orElseThrow();
            long to = tracks.stream().mapToLong(NavigableMap::lastKey).min().orElseThrow();
            List<Long> expected = tracks.stream()
                    .flatMap(track -> track.keySet().stream())
                    .filter(iteration -> iteration >= from && iteration <= to)
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                List<?> point = (List<?>) found.get(i);
                long iteration = expected.get(i);
                double[] values = tracks.stream()
                        .mapToDouble(track -> at(track, iteration))
                        .toArray();
                assertThat(point.get(0)).isEqualTo(iteration);
                requirePoint(point, values);
            }
        }
    }

    private static List<List<Object>> pairs(NavigableMap<Long, Double> track) {
        List<List<Object>> pairs = new ArrayList<>();
        track.forEach((iteration, value) ->
                pairs.add(value.isNaN() ? Arrays.asList(iteration, null) : List.of(iteration, value)));
        return pairs;
    }

    private static void requirePoint(List<?> point, double[] values) {
        double sum = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (Double.isNaN(sum)) {
            assertThat(point.subList(1, 4)).as("a gap is a gap of the group").containsOnlyNulls();
            return;
        }
        assertThat(((Number) point.get(1)).doubleValue()).isCloseTo(sum / values.length, within(1e-12));
        assertThat(((Number) point.get(2)).doubleValue()).isCloseTo(low, within(1e-12));
        assertThat(((Number) point.get(3)).doubleValue()).isCloseTo(high, within(1e-12));
    }

    @Test
    void runsThatDoNotOverlapOrLackReadingsHaveNoMean() {
        assertThat(ask(
                        "groups.js",
                        "const track = (...at) => at.map(x => ({x, y: 1}));"
                                + "return [module.spreadOf([track(1, 2), track(3, 4)]), module.spreadOf([track(1), []]), module.spreadOf([])]"
                                + ".map(each => each.length).join()"))
                .isEqualTo("0,0,0");
    }
}
