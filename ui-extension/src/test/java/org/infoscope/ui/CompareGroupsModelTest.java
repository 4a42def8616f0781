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

/** Which runs belong together, their mean and range, and whether they were measured alike, without drawing them. */
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
        assertThat((List<?>) ask("model/names.js", "return told[0].map(module.stem)", given))
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
                        "model/names.js",
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
                    "model/names.js",
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
                        "model/names.js",
                        "const track = (...at) => at.map(x => ({x, y: 1}));"
                                + "return [module.spreadOf([track(1, 2), track(3, 4)]), module.spreadOf([track(1), []]), module.spreadOf([])]"
                                + ".map(each => each.length).join()"))
                .isEqualTo("0,0,0");
    }

    private static Map<String, Object> measured(String name, int size, String... bandwidths) {
        List<Map<String, Object>> series = new ArrayList<>();
        for (String bandwidth : bandwidths) {
            series.add(Map.of(
                    "key",
                    "dse-" + bandwidth,
                    "label",
                    "sigma = " + bandwidth,
                    "info",
                    Map.of("id", "dse", "symbol", "DSE"),
                    "options",
                    Map.of("bandwidth", bandwidth, "time", 1)));
        }
        return Map.of(
                "name",
                name,
                "info",
                Map.of("probe", size + " examples", "settings", Map.of("probeSize", size), "series", series));
    }

    private static String differences(List<Map<String, Object>> runs) {
        return String.valueOf(ask(
                "model/differences.js",
                "return module.differences(told[0], told[0][0].info.series.slice(0, 1))"
                        + ".map(({what, values}) => what + ': ' + values.map(each => each.value + ' in ' + each.runs.join('+')).join('; ')).join(' | ')",
                runs));
    }

    @Test
    void settingsThatDifferAreToldWithTheRunsAndOthersNot() {
        assertThat(differences(List.of(measured("a", 256, "10"), measured("b", 256, "10"))))
                .isEmpty();
        assertThat(differences(List.of(measured("a", 256, "10"), measured("b", 256, "MEDIAN", "10"))))
                .as("the same series is there, whatever else is")
                .isEmpty();
        assertThat(differences(
                        List.of(measured("a", 256, "10"), measured("b", 64, "MEDIAN"), measured("c", 256, "10"))))
                .isEqualTo("probe set: 256 examples in a+c; 64 examples in b | n (probe examples): 256 in a+c; 64 in b"
                        + " | DSE bandwidth: 10 in a+c; MEDIAN in b");
        assertThat(differences(List.of(measured("a", 256, "10"), measured("b", 256))))
                .as("a run without the metric has nothing to compare")
                .isEmpty();
        assertThat(differences(List.of(
                        measured("a", 256, "10"),
                        Map.of(
                                "name",
                                "starting",
                                "info",
                                Map.of("probe", "", "settings", Map.of("probeSize", 0), "series", List.of())))))
                .as("a run that states nothing yet")
                .isEmpty();
    }

    @Test
    void whatIsChosenForEachReadingDiffersOnlyWhereItIsFarApart() {
        assertThat(ask("model/differences.js", """
                const series = { key: 'k', info: { id: 'dse', symbol: 'DSE' }, options: { time: 1 } };
                const line = (name, samples) => [{ name, info: { series: [series] } },
                  new Map(Object.entries(samples).map(([layer, settings]) => [JSON.stringify([layer, 'k']), settings]))];
                const told = (...known) => module.readingDifferences(known.map(([each]) => each), [series], each => new Map(known).get(each))
                  .map(({ symbol, name, where, values }) => symbol + ' ' + name + where + ': ' + values.map(({ value, runs }) => value + ' in ' + runs.join('+')).join('; ')).join(' | ');
                const a = line('a', { x: [{ n: 256, d: 8, time: 1, sigma: 3 }, { n: 256, d: 8, time: 1, sigma: 4 }] });
                return [told(a, line('b', { x: [{ n: 256, d: 9, time: 2, sigma: 4.9 }] })),
                  told(a, line('b', { x: [{ n: 200, d: 8, sigma: 6 }], y: [{ n: 1 }] }), line('c', { x: [{ n: 256, sigma: 8 }] })),
                  told(a, line('b', { y: [{ n: 1 }] })), told(a, line('b', {}))].join(' / ');
                """))
                .isEqualTo(
                        " / DSE n (x): 256 in a+c; 200 in b | DSE sigma, chosen for each reading (x): 3 to 4 in a; 8 in c /  / ");
    }

    @Test
    void theSameDifferenceIsToldOnce() {
        assertThat(ask("model/differences.js", """
                const values = (...pairs) => pairs.map(([value, ...runs]) => ({ value, runs }));
                const stated = [{ what: 'n (probe examples)', values: values(['2560', 'a', 'b'], ['64', 'c']) }];
                const reading = (symbol, name, its) => ({ symbol, name, where: ' (x)', values: its });
                const told = all => all.map(({ what, values: its }) => what + ': ' + its.map(({ value, runs }) => value + ' in ' + runs.join('+')).join('; ')).join(' | ');
                const same = () => values(['64', 'c'], ['2,560', 'b', 'a']);
                const other = () => values(['64', 'c'], ['128', 'a', 'b']);
                return [told(module.withoutRepeats(stated, [reading('DSE', 'n', same()), reading('DSMI', 'n', same()), reading('SROP', 'n', other()),
                  reading('DSE', 'k', same())])),
                  told(module.withoutRepeats([], [reading('DSE', 'n', same()), reading('DSMI', 'n', same())]))].join(' / ');
                """))
                .isEqualTo(
                        "n (probe examples): 2560 in a+b; 64 in c | SROP n (x): 64 in c; 128 in a+b | DSE k (x): 64 in c; 2,560 in b+a"
                                + " / DSE, DSMI n (x): 64 in c; 2,560 in b+a");
    }
}
