package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the page for comparing runs computes, without drawing it. */
class CompareModelTest extends ModelTest {

    @Test
    void everyClickOnAChipGoesFromWhatTheOnesBeforeItMade() {
        assertThat(ask("views/controls.js", """
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
        assertThat(ask("charts/reading.js", """
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
        assertThat(ask("model/lines.js", """
                const asked = [];
                const reader = new module.LinesReader(() => {});
                reader.close = async (run, part) => {
                  asked.push(run.session + part.join('-'));
                  run.detail = { asked: part, tracks: new Map() };
                };
                const want = (...ids) => {
                  const lines = ids.map(id => ({ id, session: id, worker: '' }));
                  lines.forEach(line => Object.assign(reader.of(line), { place: 1, thinned: true }));
                  reader.want(lines.map(line => ({ line, series: [], layers: [] })), 1);
                  reader.look('iteration,2,5', id => (ids.includes(id) ? [2, 5] : undefined));
                };
                const until = (done, go) => (asked.length >= done ? go() : new Promise(next => setTimeout(next, 10)).then(() => until(done, go)));
                want('a');
                return until(1, () => {
                  want('a', 'b');
                  return until(2, () => asked.join(' '));
                });
                """)).isEqualTo("a2-5 b2-5");
    }

    /** The run may have ended: then nobody says again that there is more of it. */
    @Test
    void whatCameOfARunIsAskedForAgainWhereTheConnectionWasLost() {
        assertThat(ask("model/lines.js", """
                const reader = new module.LinesReader(() => {});
                reader.lines = () => Promise.reject(new Error('lost'));
                const line = { id: 'a', session: 'a', worker: '' };
                const run = Object.assign(reader.of(line), { place: 1 });
                reader.want([{ line, series: [], layers: [] }], 1);
                reader.grew(['a']);
                const until = (done, go) => (done() ? go() : new Promise(next => setTimeout(next, 10)).then(() => until(done, go)));
                return until(() => run.trouble && !run.busy, () => {
                  reader.lines = async () => ({ place: 2, complete: true, iterations: [], epochs: [], times: [], lines: [] });
                  reader.retry(run);
                  return until(() => !run.busy, () => run.place);
                });
                """)).isEqualTo(2L);
    }

    @Test
    void whatARunSaysOfItselfStaysUntilItHasSaidMore() {
        assertThat(ask("model/attached.js", """
                const asked = [];
                const attached = Object.assign(Object.create(module.Attached.prototype), { runs: [], describing: new Set(), grew: () => {},
                  changed: () => {}, describe: session => asked.push(session),
                  infos: new Map([['a', { info: 'begun', complete: false }], ['b', { info: 'all', complete: true }]]) });
                attached.grow(new Map([['a', { session: 'a' }], ['b', { session: 'b' }]]));
                return [attached.info('a'), attached.info('b'), ...asked].join(' ');
                """)).isEqualTo("begun all a");
    }

    @Test
    void aPictureHasTheColoursOfItsGroundAndNotOfThePage() {
        assertThat(ask("views/sections.js", """
                const runs = [{ session: 's', name: 'a' }, { session: 't', name: 'b' }];
                const [entry] = module.entriesOf(runs, { grouped: false, look: module.looksOf(runs, () => 0) });
                return ['#111111', '#eeeeee'].map(ink => entry.look({ layer: () => ink }).color).join(' ');
                """)).isEqualTo("#111111 #eeeeee");
    }

    @Test
    void coloursStayWhateverComesAndGoes() {
        assertThat(ask("model/names.js", """
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
        assertThat(ask("model/selection.js", """
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

    /** Runs sample at iterations of their own: an epoch begins somewhere between two samples. */
    @Test
    void epochsAreSharedWhereTheyCanHaveBegunAtOnePlace() {
        assertThat(ask("charts/axis.js", """
                const line = (late, length) => ({ at: ({ iteration }) => iteration,
                  steps: [...Array(30).keys()].map(i => ({ iteration: 10 * i + late, epoch: Math.floor((10 * i + late) / length) })) });
                const marks = lines => JSON.stringify(module.sharedEpochs(lines)?.map(({ epoch, at }) => [epoch, at]) ?? null);
                return [marks([line(0, 100)]), marks([line(0, 100), line(7, 100)]), marks([line(0, 100), line(0, 120)]),
                  marks([line(0, 1000), line(3, 100)]), marks([])].join(' ');
                """))
                .isEqualTo("[[1,100],[2,200]] [[1,100],[2,200]] null [[1,103],[2,203]] []");
    }

    @Test
    void seriesOfOneLabelAreToldApartByTheirOptions() {
        assertThat(ask("model/readings.js", """
                const series = (key, id, label, options) => ({ key, info: { id }, label, options });
                return module.toldApart([series('1', 'dse', 'sigma = 10', { sigma: 10, alpha: 0 }), series('2', 'dse', 'sigma = 10', { sigma: 10, alpha: 0.5, t: 2 }),
                  series('3', 'dse', 'sigma = 20', { sigma: 20 }), series('4', 'dsmi', 'sigma = 10', { sigma: 10 }),
                  series('5', 'fe', '', { a: 1 }), series('6', 'fe', '', { a: 1 })]).map(({ label }) => label).join(' | ');
                """))
                .isEqualTo(
                        "sigma = 10, alpha 0 · t not stated | sigma = 10, alpha 0.5000 · t 2 | sigma = 20 | sigma = 10 | series 5 | series 6");
    }

    /** An untrained network has seen nothing of the first epoch. */
    @Test
    void theSampleBeforeTheFirstUpdateIsTheBeginningOfTheFirstEpoch() {
        assertThat(ask("charts/axis.js", """
                const steps = [{ iteration: -1, epoch: 0 }, ...Array.from({ length: 20 }, (_, i) => ({ iteration: i, epoch: Math.floor(i / 9) }))];
                const axis = module.axisOf('epoch', false, steps);
                return [-1, 9, 18].map(axis.at).join(' ') + ' ' + (axis.at(0) > 0 && axis.at(0) < axis.at(1)) + ' ' + axis.iterationAt(0);
                """)).isEqualTo("0 1 2 true -1");
    }

    @Test
    void manyBoxesAreFoldedAndTheKeyboardOpensThem() {
        assertThat(ask("views/controls.js", """
                const box = document.createElement('fieldset');
                box.append(document.createElement('legend'));
                box.firstChild.textContent = 'Layers';
                document.body.append(box);
                const draw = count => module.drawChips(box, Array.from({ length: count }, (_, i) => ({ key: 'k' + i, text: 'k' + i, title: '' })), key => key !== 'k99', () => {});
                const seen = () => [...box.querySelectorAll('.chip')].filter(chip => chip.offsetParent !== null).length;
                const told = [];
                draw(20);
                told.push(seen(), box.querySelector('.fold'));
                draw(104);
                const button = box.querySelector('.fold');
                told.push(seen(), button.textContent, button.getAttribute('aria-expanded'), button.tabIndex);
                button.click();
                told.push(seen(), button.textContent, button.getAttribute('aria-expanded'), box.querySelectorAll('input')[99].checked);
                draw(105);
                told.push(seen());
                box.remove();
                return told.join(' ');
                """))
                .isEqualTo("20  12 Show all 104 layers false 0 104 Show the first 12 layers true false 105");
    }

    /** One that is in a link may be made to take for ever. */
    @Test
    void noRegularExpressionHangsThePage() {
        assertThat(ask("model/pattern.js", """
                const patterns = ['a', '^a', 'a$', 'a|b', '(a|b)c', 'a*b', 'a+b+', 'a?b', 'a{2}', 'a{2,}c', 'a{1,2}c', '[a-c]x', '[^a]b', '\\\\d+', 'a.c', '^$', '(?:ab)+c',
                  '\\\\bab\\\\b', 'a\\\\.b', '[\\\\]x]', 'x*', 'a*?b', '(a*)*b', '(|a)+b', 'a\\\\/b', '{', 'A', '\\\\Bb', '^b$', '[)|(]'];
                const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'aac', 'abc', 'ababc', 'ac', 'a.b', 'x', ']', '12', 'a/b', 'xab y', 'c\\nb\\nd', 'AB', '{', 'xb', ')'];
                const wrong = patterns.flatMap(source => texts.filter(text => module.patternOf(source)(text) !== new RegExp(source, 'im').test(text))
                  .map(text => source + ' in ' + text));
                const start = performance.now();
                const evil = ['(a+)+$', '(a|a)*$', '(a|aa)+$', 'a*a*a*a*a*a*b', '(.*)*x', '(a?){30}a{30}', '(([a-z])+.)+[A-Z]([a-z])+$']
                  .map(source => module.patternOf(source)?.('a'.repeat(600) + '!') ?? 'text').join();
                const refused = ['(a', 'a**', '(?=a)', '(a)\\\\1', 'a{9999}', '(a{0,99}){0,99}', 'a'.repeat(201), '\\\\u0041'].map(source => module.patternOf(source)).join('');
                return wrong.join('; ') + '|' + evil + '|' + refused + '|' + (performance.now() - start < 10000);
                """)).isEqualTo("|false,true,false,false,false,true,false||true");
    }

    @Test
    void theFilterTakesWordsOrARegularExpression() {
        assertThat(ask("model/selection.js", """
                const names = ['lenet lr 0.1', 'lenet lr 0.01', 'resnet lr 0.03'];
                const found = filter => {
                  const selection = new module.Selection();
                  selection.filter = filter;
                  return selection.reads[0] + names.map(name => (selection.lists({ session: 's', name, group: '' }) ? 1 : 0)).join('');
                };
                return ['', 'LR lenet', '/lr 0\\\\.0[13]$/', '/^RES/', '/(/', '//'].map(found).join(' ');
                """)).isEqualTo("w111 w110 e011 e001 u000 w000");
    }

    @Test
    void aRunThatWasGivenANameIsFoundByItsOwnToo() {
        assertThat(ask("model/selection.js", """
                const run = { session: 's', name: 'my best', given: 'lenet seed 1', group: '' };
                return ['best', 'lenet', '/^lenet/', 'resnet'].map(filter => {
                  const selection = new module.Selection();
                  selection.filter = filter;
                  return selection.lists(run) ? 1 : 0;
                }).join('');
                """)).isEqualTo("1110");
    }

    @Test
    void aBundleOfCurvesKeepsGapsAndExtremes() {
        assertThat(ask("charts/bundle.js", """
                const told = value => JSON.stringify(value);
                const stops = module.stopsOf([[[1, 5], [2, NaN], [4, -1]], [[1, 7], [3, 2], [4, Infinity]]]);
                const many = module.stopsOf([Array.from({ length: 2000 }, (_, i) => [i, i === 777 ? 90 : i === 778 ? -90 : i === 780 ? NaN : 0])]);
                const lows = Math.min(...many.map(([, low]) => low));
                const highs = Math.max(...many.map(([, , high]) => high));
                const points = [[0, 0], [1, 1], [2, 2], [3, NaN], [4, 4], [5, 5], [6, NaN], [7, 7], [8, NaN], [9, 9], [10, 10]];
                const same = point => point;
                const column = Array.from({ length: 9 }, (_, i) => [3 + i / 10, [4, 9, 3, 5, 1, 6, 2, 7, 5][i]]);
                return [told(stops), many.length <= 800, lows, highs, told(module.strokesIn(points, [1.5, 4.5], same)),
                  told(module.strokesIn(points, [-5, 50], same)), told(module.thinnedOut([[2, 1], ...column, [4, 1]]))].join(' ');
                """))
                .isEqualTo(
                        "[[1,5,7],[2,null,null],[3,2,2],[4,-1,-1]] true -90 90 [[[1,1],[2,2]],[[4,4],[5,5]]]"
                                + " [[[0,0],[1,1],[2,2]],[[4,4],[5,5]],[[9,9],[10,10]]] [[2,1],[3,4],[3.1,9],[3.4,1],[3.8,5],[4,1]]");
    }
}
