package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page's scripts keep of a long track, held against the rule's own words. */
class PageModelTest extends ModelTest {
    private static final int LENGTH = 3000;
    private static final int BUCKETS = 50;

    /** A random walk with stretches of nothing; null is NaN. */
    private static List<@Nullable Double> walk(long seed) {
        Random random = new Random(seed);
        List<@Nullable Double> values = new ArrayList<>();
        double at = 0;
        int gap = 0;
        for (int i = 0; i < LENGTH; i++) {
            at += random.nextGaussian();
            gap = gap > 0 ? gap - 1 : random.nextInt(40) == 0 ? random.nextInt(90) : 0;
            values.add(gap > 0 ? null : at);
        }
        return values;
    }

    /** As the browser would, which takes a tenth of a second to begin with. */
    @Test
    void numbersAndDatesAreWrittenAsInEnglish() {
        List<Double> numbers = new Random(1)
                .doubles(2000, -4, 20)
                .map(exponent -> Math.signum(exponent - 1) * Math.pow(10, exponent))
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        numbers.addAll(List.of(0.0, 0.5, 9999.95, 9999.96, -9999.97, 12345.6, 1e15));
        assertThat((List<?>) browser.evaluate("""
                        const intl = options => value => new Intl.NumberFormat('en', options).format(value);
                        const days = [...Array(12).keys()].map(month => new Date(2026, month, 7, 9, 5, 3).getTime());
                        return import('/assets/infoscope/model/words.js').then(words => [
                          ...arguments[0].flatMap(each => [
                            [words.full(each), intl({ maximumSignificantDigits: 9 })(each)],
                            [words.brief(each), intl(Number.isInteger(each) ? {} : { minimumSignificantDigits: 4, maximumSignificantDigits: 4 })(each)],
                            [words.count(Math.trunc(each)), intl({})(Math.trunc(each) + 0)]]),
                          ...days.map(day => [words.day(day), new Date(day).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })]),
                          ...[3, 999.4, 1234, 5.678e6, 9.87654e9, 4.3e12].map(each => { const [size] = [1e9, 1e6, 1e3, 1].filter(size => each >= size);
                            return [words.nanos(each).split(' ')[0], intl({ maximumSignificantDigits: 3 })(each / size)]; }),
                        ].filter(([ours, expected]) => ours !== expected).map(String));
                        """, numbers)).isEmpty();
    }

    @Test
    void thinningKeepsWhatItSaysOfEveryBucket() {
        for (long seed = 1; seed <= 5; seed++) {
            List<@Nullable Double> values = walk(seed);
            List<?> kept = (List<?>) browser.evaluate(
                    "const items = arguments[0].map((y, i) => ({step: {iteration: i}, y: y ?? NaN}));"
                            + "return import('/assets/infoscope/model/track.js').then(({thin}) =>"
                            + " thin(items, arguments[1]).map(item => item.step.iteration))",
                    values,
                    BUCKETS);
            List<Integer> places =
                    kept.stream().map(each -> ((Number) each).intValue()).toList();
            assertThat(places).isSorted().doesNotHaveDuplicates();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                int from = bucket * LENGTH / BUCKETS;
                int to = (bucket + 1) * LENGTH / BUCKETS;
                List<Integer> expected = expected(values, from, to);
                assertThat(places.stream().filter(i -> i >= from && i < to))
                        .as("seed %d, bucket %d", seed, bucket)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    private static List<Integer> expected(List<@Nullable Double> values, int from, int to) {
        List<Integer> gaps = IntStream.range(from, to)
                .filter(i -> values.get(i) == null)
                .boxed()
                .toList();
        Comparator<Integer> byValue = Comparator.comparingDouble(i -> valueAt(values, i));
        List<Integer> defined = IntStream.range(from, to)
                .filter(i -> values.get(i) != null)
                .boxed()
                .toList();
        List<Integer> wanted = new ArrayList<>(List.of(from, to - 1));
        if (!gaps.isEmpty()) {
            wanted.add(gaps.get(0));
            wanted.add(gaps.get(gaps.size() - 1));
        }
        defined.stream().min(byValue).ifPresent(wanted::add);
        defined.stream().max(byValue).ifPresent(wanted::add);
        return wanted.stream().distinct().sorted().toList();
    }

    private static double valueAt(List<@Nullable Double> values, int i) {
        Double value = values.get(i);
        return value == null ? Double.NaN : value;
    }

    @Test
    void runThatGrowsForeverStaysSmallAndKeepsItsExtremes() {
        Map<?, ?> grown = (Map<?, ?>) browser.evaluate("""
                return import('/assets/infoscope/model/run.js').then(({ Run }) => {
                  const run = new Run('endless');
                  const add = n => run.add({ worker: 'w', timestamp: n + 1, step: { iteration: n, epoch: 0, timeMillis: n,
                    score: n === 7777 ? 50 : Math.sin(n), trainingAccuracy: {}, validationAccuracy: {}, problems: [],
                    cost: { stallNanos: 1, taken: n }, state: 'LIVE',
                    readings: [{ layer: 'a', series: 's', metric: 'm', flags: [], settings: { n },
                      values: [{ kind: 'scalar', name: 'v', unit: '1', value: n === 4321 ? 'NaN' : Math.cos(n) },
                        { kind: 'unitScores', name: 'unitV', unit: '1', scores: new Array(500).fill(n) }] }] } });
                  for (let n = 0; n < 30000; n += 1) {
                    add(n);
                  }
                  add(17); // It has come already.
                  const track = run.track('w', 'a', 's');
                  return { count: run.count, items: track.length, steps: run.of('w').length, readings: run.readings('w'),
                    spike: run.scores('w').some(({ y }) => y === 50), gap: track.some(({ y }) => Number.isNaN(y)),
                    whole: track.filter(({ reading }) => !reading.thin).length, thin: track[0].reading.values.length,
                    newest: track.at(-1).reading.values[1].scores.length, partial: run.basis('w').partial };
                });
                """);
        assertThat(grown.get("count")).isEqualTo(30_000L);
        assertThat(grown.get("readings")).isEqualTo(30_000L);
        assertThat(number(grown, "items")).isBetween(500, 6000);
        assertThat(number(grown, "steps")).isLessThan(12_000);
        assertThat(number(grown, "whole")).isBetween(100, 4000);
        assertThat(grown.get("spike")).isEqualTo(true);
        assertThat(grown.get("gap")).isEqualTo(true);
        assertThat(grown.get("thin"))
                .as("scores of units are left out of old readings")
                .isEqualTo(1L);
        assertThat(grown.get("newest")).isEqualTo(500L);
        assertThat(grown.get("partial")).isEqualTo(true);
    }

    @Test
    void runWhoseHistoryIsOnTheWayDoesNotWaitForASample() {
        assertThat((List<?>) browser.evaluate("""
                return Promise.all([import('/assets/infoscope/model/live.js'), import('/assets/infoscope/views/page.js')]).then(([live, page]) =>
                  [false, true].flatMap(arrived => {
                    const follower = { run: { of: () => [] }, connection: 'connecting', arrived };
                    const [state, words] = live.stateOf(follower, '', String);
                    const [box, title, text, code, other] = Array.from({ length: 5 }, () => document.createElement('p'));
                    page.explainEmptiness({ box, title, text, code, other }, 'run', state, follower);
                    const begun = { run: { of: () => [{ timeMillis: 0 }], logs: new Map([['', { count: 1 }]]), info: () => undefined, lastMillis: 0 }, now: 1e9, arrived };
                    return [words, title.textContent, live.stateOf(begun, '', String)[1]];
                  }));
                """))
                .isEqualTo(List.of(
                        "Reading this run",
                        "Reading this run",
                        "Reading this run",
                        "Waiting for data",
                        "Waiting for the first sample",
                        "Silent since 0"));
    }

    /** A budget may spread the first sample over minutes: the second one cannot be expected after 15 s then. */
    @Test
    void runWhoseFirstSampleTookLongIsNotTakenToBeSilentSoon() {
        assertThat((List<?>) browser.evaluate("""
                return import('/assets/infoscope/model/live.js').then(({ stateOf }) => [100, 400, 401].map(seconds => {
                  const run = { of: () => [{ timeMillis: 1000 }], logs: new Map([['', { count: 1 }]]),
                    info: () => ({ startedMillis: 0 }), lastMillis: 100000 };
                  return stateOf({ run, connection: 'open', arrived: true, now: 100000 + 1000 * seconds }, '', String)[0];
                }));
                """)).isEqualTo(List.of("live", "live", "silent"));
    }

    private static int number(Map<?, ?> answer, String name) {
        return ((Number) Objects.requireNonNull(answer.get(name), name)).intValue();
    }

    @Test
    void pageThatIsLeftClosesItsStreamAndAsksAgainWhenTheBrowserBringsItBack() {
        assertThat((List<?>) browser.evaluate("""
                const change = (type, persisted) => window.dispatchEvent(new PageTransitionEvent(type, { persisted }));
                return import('/assets/infoscope/model/wire.js').then(({ openEvents }) => {
                  let asked = 0;
                  const source = openEvents('', '', () => { asked++; });
                  const closed = () => source.readyState === EventSource.CLOSED;
                  const seen = [closed()];
                  change('pagehide', true);
                  seen.push(closed());
                  change('pageshow', false);
                  seen.push(asked);
                  change('pageshow', true);
                  return [...seen, asked];
                });
                """)).hasToString("[false, true, 0, 1]");
    }
}
