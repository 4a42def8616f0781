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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page for comparing runs computes, without drawing it. */
class CompareModelTest extends PageTest {

    @BeforeEach
    void open() {
        browser.go(server.address("/representation"));
    }

    private static Object ask(String module, String script, Object... arguments) {
        return browser.evaluate(
                "const told = arguments; return import('/assets/infoscope/" + module + "').then(module => {" + script
                        + "})",
                arguments);
    }

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
                                Map.of("name", "a seed 1", "group", ""),
                                Map.of("name", "b", "group", ""),
                                Map.of("name", "a seed 2", "group", ""),
                                Map.of("name", "a seed 3", "group", "mine"))))
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
                    tracks.stream().map(CompareModelTest::pairs).toList());
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
                "differences.js",
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
    void everyClickOnAChipGoesFromWhatTheOnesBeforeItMade() {
        assertThat(ask("chips.js", """
                const box = document.createElement('fieldset');
                box.append(document.createElement('legend'));
                document.body.append(box); // Elsewhere, clicks change nothing.
                let on = ['a', 'b', 'c'];
                const draw = () => {
                  const now = on;
                  module.drawChips(box, ['a', 'b', 'c'].map(key => ({ key, text: key, title: key })), key => on.includes(key), (keys, ticked) => {
                    on = [...now.filter(key => !keys.includes(key)), ...(ticked ? keys : [])];
                    draw();
                  });
                };
                draw();
                const inputs = [...box.querySelectorAll('input')];
                inputs[0].click();
                inputs[1].click();
                const left = on.join('');
                box.querySelectorAll('button')[0].click();
                return left + ' ' + on.join('') + ' ' + (inputs[0] === box.querySelector('input'));
                """)).isEqualTo("c abc true");
    }

    @Test
    void aRunIsSmoothedAsIfItWereAlone() {
        assertThat(ask("reading.js", """
                const points = [0, 1, 4, 2, 8].map((y, i) => [10 * i, y]);
                const curve = { name: 'a', points, span: 40 };
                const how = { reading: { axis: {}, logy: false, smooth: 0.9 }, basis: { near: { thinned: true } } };
                const read = extent => module.readAs({ curves: [curve] }, how, extent);
                return JSON.stringify([...read([0, 40]).curves[0].smoothed]) === JSON.stringify([...read([0, 4000]).curves[0].smoothed])
                  && module.readAs({ selected: true, curves: [curve] }, how, [0, 40]).notes.join('').startsWith('Not smoothed');
                """)).isEqualTo(true);
    }

    @Test
    void aRunThatIsTickedWhileZoomedInIsReadCloserToo() {
        assertThat(ask("lines.js", """
                const asked = [];
                const reader = new module.LinesReader(() => {});
                reader.close = async (run, part) => {
                  asked.push(run.session + part.join('-'));
                  run.detail = { asked: part, tracks: new Map() };
                };
                const want = (...sessions) => {
                  sessions.forEach(session => Object.assign(reader.of(session), { place: 1, thinned: true }));
                  reader.want(new Map(sessions.map(session => [session, []])), 1);
                  reader.look('iteration,2,5', session => (sessions.includes(session) ? [2, 5] : undefined));
                };
                const until = (done, go) => (asked.length >= done ? go() : new Promise(next => setTimeout(next, 10)).then(() => until(done, go)));
                want('a');
                return until(1, () => {
                  want('a', 'b');
                  return until(2, () => asked.join(' '));
                });
                """)).isEqualTo("a2-5 b2-5");
    }

    @Test
    void aPictureHasTheColoursOfItsGroundAndNotOfThePage() {
        assertThat(ask("entries.js", """
                const runs = [{ session: 's', name: 'a' }, { session: 't', name: 'b' }];
                const [entry] = module.entriesOf(runs, { grouped: false, look: module.looksOf(runs, () => 0) });
                return ['#111111', '#eeeeee'].map(ink => entry.look({ layer: () => ink }).color).join(' ');
                """)).isEqualTo("#111111 #eeeeee");
    }

    @Test
    void coloursStayWhateverComesAndGoes() {
        assertThat(ask("names.js", """
                const cell = { kept: null, getItem: () => cell.kept, setItem: (key, text) => { cell.kept = text; } };
                const first = new module.Names(cell);
                first.place(['a', 'b', 'c']);
                const slots = (names, ...sessions) => sessions.map(each => names.slot(each)).join('');
                const told = [slots(first, 'a', 'b', 'c')];
                first.place(['c', 'd']);
                told.push(slots(first, 'c', 'd'));
                const later = new module.Names(cell);
                later.place(['old', 'c', 'd']);
                told.push(slots(later, 'old', 'c', 'd'));
                const kept = cell.kept;
                cell.kept = '[["x", 5], 7, {"__proto__": 1}';
                const broken = new module.Names(cell);
                broken.place(['p', 'q']);
                told.push(slots(broken, 'p', 'q'));
                broken.call('p', { name: ' mine ', group: '' });
                told.push(broken.of('p').name + broken.of('q').name);
                const deaf = new module.Names({ getItem: () => null, setItem: () => { throw new Error('full'); } });
                deaf.call('p', { name: 'kept for now', group: 'g' });
                told.push(deaf.of('p').name + deaf.of('p').group);
                let reads = 0;
                const other = JSON.stringify([['p', { name: 'theirs' }]]);
                const counted = { kept: null, getItem: () => { reads += 1; return counted.kept; } };
                const busy = new module.Names(counted);
                counted.kept = other;
                ['p', 'q', 'p'].forEach(each => busy.of(each));
                told.push(reads + busy.of('p').name);
                busy.reread();
                told.push(busy.of('p').name);
                return told.join(' ');
                """)).isEqualTo("012 20 120 01 mine kept for nowg 1 theirs");
    }

    @Test
    void theAddressHoldsTheViewWithItsNames() {
        assertThat(ask("selection.js", """
                const names = new Map([['a b', { name: 'Größe "1"\\n&#', group: 'g' }], ['c', { name: '', group: '' }]]);
                const made = new module.Selection();
                made.tick(['a b', 'c', 'd'], ['d'], false);
                made.filter = '1 2';
                made.grouped = true;
                made.metric = new Set();
                made.only(['c']);
                const read = new module.Selection('#' + made.hash({ of: session => names.get(session) }));
                const broken = new module.Selection('#name=[1&name={}&name=["x"]&run=');
                return [[...read.run], read.filter, read.grouped, [...read.metric], read.layer, [...read.solo], read.linked.get('a b'),
                  [...broken.run], broken.linked.size, new module.Selection().hash({ of: () => ({ name: 'x' }) }, ['c']),
                  module.Selection.understands('#content'), module.Selection.understands('#filter=a')].map(each => JSON.stringify(each)).join(' ');
                """))
                .isEqualTo(
                        "[\"a b\",\"c\"] \"1 2\" true []  [\"c\"] {\"name\":\"Größe \\\"1\\\"\\n&#\",\"group\":\"g\"} [] 0"
                                + " \"run=c&name=%5B%22c%22%2C%22x%22%5D\" false true");
    }
}
