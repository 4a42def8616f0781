// The page /representation/compare: many runs laid over each other.
import { Chart } from './charts/charts.js';
import { theme } from './charts/figure.js';
import { ChartsProgram } from './charts/program.js';
import { Attached, stateOf } from './model/attached.js';
import { SettingsReader, differences, readingDifferences, sampledSteps, withoutRepeats } from './model/differences.js';
import { LinesReader } from './model/lines.js';
import { Names, groupsOf, keptHere, linesOfRun, sameWorker, workersOf } from './model/names.js';
import { Selection } from './model/selection.js';
import { ViewState } from './model/viewstate.js';
import { offerLogout } from './model/wire.js';
import { count, plural, settingsLine } from './model/words.js';
import { HELP, pinAction, pinnedFirst } from './views/actions.js';
import { Cards } from './views/cards.js';
import { OF_RUN, READING, Toolbar, Zoom } from './views/choices.js';
import { drawChips, drawPager } from './views/controls.js';
import { notesOf, overlayContext } from './views/overlay.js';
import { HOW_TO, Pace, isDark, offerKeys, switchBy, tellLoss } from './views/page.js';
import { RunList } from './views/runlist.js';
import { overlayCsv, saveActions } from './views/save.js';
import { Sections, drawDifferences, entriesOf, generalPanels, labelOf, layerPanels, looksOf, shownOf, wantedOf } from './views/sections.js';

const REDRAW_MILLIS = 300;
const byId = id => document.getElementById(id);
const { x, logx, logy, inliers, smooth, pin, from, to } = READING;
const view = new ViewState({ x, logx, logy, inliers, smooth, pin, from, to, range: OF_RUN.range });
const actions = [pinAction(view), HELP, ...saveActions(() => ({ run: 'Runs compared', about: [] }), overlayCsv)];
let selection = new Selection(location.hash);
let pointed;
let runs = [];
const names = new Names(keptHere(), selection.linked);
const { redraw, soon } = new Pace(draw, REDRAW_MILLIS);
const program = new ChartsProgram(byId('charts-program'), soon);
const reader = new LinesReader(redraw);
const settings = new SettingsReader(redraw);
const attached = new Attached({ changed: redraw, described: lay, grew: sessions => reader.grew(sessions), lost: () => reader.lose() });
const general = new Cards(byId('general'), actions);
const sections = new Sections(byId('sections'), actions);
const toolbar = new Toolbar(byId('reading'), view);
const zoom = new Zoom(byId('zoom'), byId('range'), view, soon);
const list = new RunList(byId('runs'), {
  tick: (some, on) => choose(() => selection.tick(sessionsOf(attached.runs), some, on)),
  only: some => choose(() => selection.only(some)),
  call: (session, called) => choose(() => names.call(session, called)),
  worker: (...chosen) => choose(() => selection.show(...chosen)),
  point: at => {
    pointed = at;
    soon();
  },
});

function choose(change) {
  change();
  writeAddress();
  soon();
}

const writeAddress = () => history.replaceState(null, '', `#${selection.hash(names, sessionsOf(attached.runs))}`);

const sessionsOf = some => some.map(({ session }) => session);
const listed = () => runs.filter(run => selection.lists(run));

/** All runs there are, and those that were chosen and are there no more, as the reader calls them. */
function allRuns() {
  const there = new Set(sessionsOf(attached.runs));
  const gone = attached.asked ? [...selection.run ?? []].filter(session => !there.has(session)) : [];
  const called = run => {
    const own = names.of(run.session);
    return { ...run, given: run.name, name: own.name || run.name, group: own.group };
  };
  return [...attached.runs.map(run => {
    const trouble = reader.trouble(run.session) ?? attached.trouble(run.session);
    return called({ ...run, trouble, state: trouble ? 'trouble' : stateOf(run, attached.now) });
  }), ...gone.map(session => called({ session, name: session, steps: 0, state: 'gone' }))];
}

function drawState() {
  if (attached.connection === 'locked') {
    location.reload(); // The server answers with the form.
  }
  if (attached.connection === 'open' && runs.length < attached.runs.length) {
    return; // The list has come and is about to be drawn.
  }
  const live = runs.filter(({ state }) => state === 'live').length;
  const all = plural(attached.runs.length, 'run');
  const words = { lost: 'Connection lost, trying again', refused: attached.reason, connecting: 'Asking which runs there are' }[attached.connection]
    ?? (live > 0 ? `${count(live)} of ${all} live` : all);
  byId('state').dataset.state = attached.connection !== 'open' ? 'lost' : live > 0 ? 'live' : 'ended';
  if (byId('state-text').textContent !== words) {
    byId('state-text').textContent = words;
  }
  tellLoss(byId('lost'), attached.connection);
}

const NOTHING_FOUND = {
  words: 'No run has all these words in its name, group or id: change the filter.',
  expression: 'No run has a name, group or id that this expression matches: change the filter.',
  unreadable: 'No run has this text in its name, group or id; it is no regular expression that this page reads: change the filter.',
};

function drawList(shown, look, dark) {
  const [some, ticked, drawn] = [listed(), selection.ticked(sessionsOf(runs)), new Set(sessionsOf(shown))];
  const groups = (selection.grouped ? groupsOf(some) : []).filter(({ members }) => members.length > 1).map(group =>
    ({ ...group, look: look(group), drawn: group.members.filter(({ session }) => drawn.has(session)).length }));
  list.show(some, groups, run => ({ ticked: ticked.has(run.session), drawn: drawn.has(run.session), dark,
    look: look({ name: run.name, members: [run] }), alone: selection.solo?.size === 1 && selection.solo.has(run.session),
    workers: workersOf(run).map((worker, nth) => ({ worker, look: look({ name: run.name, members: [{ ...run, nth }] }),
      on: !selection.off.some(sameWorker([run.session, worker])) })) }), selection);
  const filtered = selection.filter.trim() !== '';
  byId('runs-count').textContent = `${filtered ? `${count(some.length)} of ` : ''}${plural(attached.runs.length, 'run')}${
    filtered ? ' listed' : ''}, ${count(shown.length)} shown${selection.solo ? ' alone' : ''}`;
  byId('everything').hidden = !selection.solo;
  byId('nothing').hidden = shown.length > 0;
  byId('nothing').textContent = some.length === 0 ? NOTHING_FOUND[selection.reads]
    : 'No run is shown: tick one in the list.';
}

function drawChoices(series, layers, chosen, chosenLayers) {
  const change = (field, now) => (keys, on) => choose(() => {
    selection[field] = new Set(now);
    keys.forEach(key => (on ? selection[field].add(key) : selection[field].delete(key)));
  });
  const keys = chosen.map(({ key }) => key);
  drawChips(byId('metrics'), series.map(each => ({ key: each.key, text: labelOf(each), title: `${each.info.displayName}: ${settingsLine(each.options)}` })),
    key => keys.includes(key), change('metric', keys));
  drawChips(byId('layers'), layers.map(name => ({ key: name, text: name, title: name })), key => chosenLayers.includes(key),
    change('layer', chosenLayers));
}

/** Long runs are read more closely where the reader zooms in: each by its own iterations there. */
function zoomInto({ places, steps, reading: { axis } }) {
  const look = (worker, range) => reader.look(range && [axis.kind, ...range].join(), range && (id =>
    (places.has(id) ? range.map(place => places.get(id).iterationAt(place)) : undefined)));
  return zoom.show({ look, closer: { state: 'none' } }, '', steps,
    axis.kind === 'iteration' ? undefined : range => `${axis.name}: ${range.map(axis.say).join(' to ')}`);
}

/** How many runs have not answered yet. */
const waitedFor = lines => new Set(lines.filter(line => reader.waits(line)).map(({ session }) => session)).size;

function drawDiffering(runs, lines, wanted, chosen) {
  if (!reader.reading) {
    settings.want(wanted, line => sampledSteps(reader.of(line)));
  }
  drawDifferences(byId('differences'), withoutRepeats(differences(runs, chosen), readingDifferences(lines, chosen, line => settings.of(line))));
}

/** What is shown of the runs that are there, which is asked for at once: drawing waits for nothing, and nothing for it. */
function lay() {
  runs = allRuns();
  const shown = selection.shown(runs).filter(({ state }) => state !== 'gone').map(run => ({ ...run, info: attached.info(run.session) }));
  const offer = shownOf(shown, selection, view.get('pin'));
  const lines = shown.flatMap(run => linesOfRun(run, selection.off)).map(line => ({ ...line, info: attached.info(line.session, line.worker) }));
  const wanted = wantedOf(lines, offer.chosen, offer.some);
  reader.want(wanted, (offer.some ?? offer.all).length);
  return { shown, ...offer, lines, wanted };
}

function drawCharts({ shown, series, layers, chosen, all, page, lines, wanted }, look, colors) {
  drawChoices(series, layers, chosen, all);
  drawPager(byId('pages'), page, 'Layers', to => choose(() => { selection.page = to; }));
  drawDiffering(shown, lines, wanted, chosen);
  const context = overlayContext({ entries: entriesOf(lines, { grouped: selection.grouped, look, pointed }),
    of: line => reader.of(line), arriving: reader.reading || lines.some(({ info }) => !info), colors, layers: page.items, chosen,
    view: { x: view.get('x'), logx: view.get('logx'), logy: view.get('logy'), inliers: view.get('inliers'), smooth: view.get('smooth'), pointed } });
  byId('basis').textContent = notesOf(context, lines.map(line => reader.of(line)), { runs: waitedFor(lines), charts: program.state });
  // Told when all is said: not every run that has come is news.
  byId('basis').setAttribute('aria-busy', String(reader.reading));
  const drawable = context.steps.length > 0 && program.state === 'here';
  byId('charts').hidden = !drawable;
  if (drawable) {
    drawPanels(context, all);
  }
}

function drawPanels(context, all) {
  context.range = zoomInto(context);
  const { first, groups: [panels] } = pinnedFirst(view, [generalPanels(context),
    ...context.chosen.map(series => layerPanels({ ...context, layers: all.filter(layer => view.get('pin').includes(`${series.key}/${layer}`)) }, series))]);
  general.show([...first, ...panels], context, zoom.percent);
  sections.show(context, zoom.percent, new Set(first.map(({ id }) => id)));
}

function draw() {
  const colors = theme(isDark());
  const laid = lay();
  drawState();
  const empty = attached.asked && runs.length === 0;
  byId('empty').hidden = !empty;
  byId('comparison').hidden = !attached.asked || empty;
  // The newest first: they are shown at first, and full lines are read more easily than dashed ones.
  names.place(sessionsOf(runs));
  const look = looksOf(runs, session => names.slot(session));
  drawList(laid.shown, group => look(group)(colors), colors.dark);
  drawCharts(laid, look, colors);
}

/** What the address says, at first and when it is changed by hand. */
function follow() {
  selection = new Selection(location.hash);
  names.linked = selection.linked;
  byId('filter').value = selection.filter;
  byId('grouped').checked = selection.grouped;
  soon();
}

toolbar.show();
byId('empty-code').textContent = HOW_TO;
byId('filter').addEventListener('input', event => choose(() => { selection.filter = event.target.value; }));
byId('grouped').addEventListener('change', event => choose(() => { selection.grouped = event.target.checked; }));
byId('all').addEventListener('click', () => choose(() => selection.tick(sessionsOf(attached.runs), sessionsOf(listed()), true)));
byId('none').addEventListener('click', () => choose(() => selection.tick(sessionsOf(attached.runs), sessionsOf(listed()), false)));
byId('everything').addEventListener('click', () => choose(() => selection.only()));
byId('regroup').addEventListener('submit', event => {
  event.preventDefault();
  choose(() => listed().forEach(({ session }) => names.call(session, { ...names.of(session), group: byId('group').value })));
});
view.changed(() => {
  toolbar.show();
  soon();
});
// After the buttons back and forward, too.
addEventListener('popstate', () => {
  view.reread();
  zoom.apply();
});
addEventListener('storage', () => {
  names.reread();
  soon();
});
addEventListener('hashchange', () => (location.hash === '' || Selection.understands(location.hash) ? follow() : writeAddress()));
// As a link, it would take the place of what the address says of the view.
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  byId('content').focus();
});
// A zoom is a part of the axis that it was made on: another axis begins with all of it.
byId('x-axis').addEventListener('change', () => Chart.zoom());
switchBy(byId('theme'), soon);
offerKeys(byId('keys'));
setInterval(drawState, 1000);
follow();
offerLogout(byId('logout'));
