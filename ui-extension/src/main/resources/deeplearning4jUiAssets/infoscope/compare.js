// The page /representation/compare: many runs laid over each other.
import { isDark, switchBy } from './appearance.js';
import { Attached, stateOf } from './attached.js';
import { Cards } from './cards.js';
import { Chart } from './charts.js';
import { drawChips } from './chips.js';
import { OF_RUN, READING } from './choices.js';
import { counterpart, differences, drawDifferences } from './differences.js';
import { count, plural, settingsLine } from './dom.js';
import { HOW_TO } from './emptiness.js';
import { entriesOf, layersOf, looksOf, offered } from './entries.js';
import { groupsOf } from './groups.js';
import { HELP, offerKeys } from './help.js';
import { LinesReader } from './lines.js';
import { Names, keptHere } from './names.js';
import { generalPanels, labelOf, overlayContext } from './overlay.js';
import { Pace } from './pace.js';
import { RunList } from './runlist.js';
import { saveActions } from './save.js';
import { Sections } from './sections.js';
import { Selection } from './selection.js';
import { theme } from './theme.js';
import { Toolbar } from './toolbar.js';
import { ViewState } from './viewstate.js';
import { offerLogout } from './wire.js';
import { Zoom } from './zoom.js';

const REDRAW_MILLIS = 300;
const byId = id => document.getElementById(id);
/** Pictures only: the numbers of a run are at its own page, and in its export. */
const actions = [HELP, ...saveActions(() => ({ run: 'Runs compared', about: [] }))
  .map(action => ({ ...action, items: action.items.filter(({ id }) => id !== 'csv') }))];

const { x, logx, logy, smooth, from, to } = READING;
const view = new ViewState({ x, logx, logy, smooth, from, to, range: OF_RUN.range });
let selection = new Selection(location.hash);
let pointed;
let runs = [];
const names = new Names(keptHere(), selection.linked);
const { redraw, soon } = new Pace(draw, REDRAW_MILLIS);
const reader = new LinesReader(redraw);
const attached = new Attached({ changed: redraw, grew: sessions => reader.grew(sessions) });
const general = new Cards(byId('general'), actions);
const sections = new Sections(byId('sections'), actions);
const toolbar = new Toolbar(byId('reading'), view);
const zoom = new Zoom(byId('zoom'), byId('range'), view, soon);
const list = new RunList(byId('runs'), {
  tick: (some, on) => choose(() => selection.tick(sessionsOf(attached.runs), some, on)),
  only: some => choose(() => selection.only(some)),
  call: (session, called) => choose(() => names.call(session, called)),
  point: session => {
    pointed = session;
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
    const trouble = reader.of(run.session).trouble ?? attached.trouble(run.session);
    return called({ ...run, trouble, state: trouble ? 'trouble' : stateOf(run, attached.now) });
  }), ...gone.map(session => called({ session, name: session, steps: 0, state: 'gone' }))];
}

function drawState() {
  if (attached.connection === 'locked') {
    location.reload(); // The server answers with the form.
  }
  const live = runs.filter(({ state }) => state === 'live').length;
  const all = plural(runs.length, 'run');
  const words = { lost: 'Connection lost, trying again', refused: attached.reason, connecting: 'Waiting for data' }[attached.connection]
    ?? (live > 0 ? `${count(live)} of ${all} live` : all);
  byId('state').dataset.state = attached.connection !== 'open' ? 'lost' : live > 0 ? 'live' : 'ended';
  if (byId('state-text').textContent !== words) {
    byId('state-text').textContent = words;
  }
}

function drawList(shown, look, dark) {
  const [some, ticked, drawn] = [listed(), selection.ticked(sessionsOf(runs)), new Set(sessionsOf(shown))];
  const groups = (selection.grouped ? groupsOf(some) : []).filter(({ members }) => members.length > 1).map(group =>
    ({ ...group, look: look(group), drawn: group.members.filter(({ session }) => drawn.has(session)).length }));
  list.show(some, groups, run => ({ ticked: ticked.has(run.session), drawn: drawn.has(run.session), dark,
    look: look({ name: run.name, members: [run] }), alone: selection.solo?.size === 1 && selection.solo.has(run.session) }), selection);
  const filtered = selection.filter.trim() !== '';
  byId('runs-count').textContent = `${filtered ? `${count(some.length)} of ` : ''}${plural(runs.length, 'run')}${
    filtered ? ' listed' : ''}, ${count(shown.length)} shown${selection.solo ? ' alone' : ''}`;
  byId('everything').hidden = !selection.solo;
  byId('nothing').hidden = shown.length > 0;
  byId('nothing').textContent = some.length === 0 ? 'No run has all these words in its name, group or id: change the filter.'
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

const MEANING = 'Groups: the line is the mean of the runs, the band reaches from the lowest to the highest of them. Both are drawn where every run '
  + 'of the group has readings before and after; between two readings, a run counts with the straight line from one to the other.';

function drawNotes({ entries }, shown) {
  const lines = shown.map(({ session }) => reader.of(session));
  const thinned = lines.filter(each => each.thinned).length;
  const grouped = entries.some(({ members }) => members.length > 1);
  const waited = lines.filter(each => !each.there && !each.trouble).length;
  byId('basis').textContent = [waited > 0 ? `Reading ${plural(waited, 'run')}…` : '',
    thinned > 0 ? `Thinned (${plural(thinned, 'long run')}): the lowest, the highest and NaN of every stretch are kept. `
      + 'Zoom in to see all.' : '',
    grouped ? MEANING : ''].filter(Boolean).join(' ');
}

/** Long runs are read more closely where the reader zooms in: each by its own iterations there. */
function zoomInto({ places, steps, reading: { axis } }) {
  const look = (worker, range) => reader.look(range && [axis.kind, ...range].join(), range && (session =>
    (places.has(session) ? range.map(place => places.get(session).iterationAt(place)) : undefined)));
  zoom.show({ look, closer: { state: 'none' } }, '', steps,
    axis.kind === 'iteration' ? undefined : range => `${axis.name}: ${range.map(axis.say).join(' to ')}`);
}

function drawCharts(shown, look, colors) {
  const [series, layers] = [offered(shown), layersOf(shown)];
  const [chosen, chosenLayers] = [selection.metrics(series, layers.length), selection.layers(layers)];
  drawChoices(series, layers, chosen, chosenLayers);
  drawDifferences(byId('differences'), differences(shown, chosen));
  reader.want(new Map(shown.filter(({ info }) => info).map(({ session, info }) =>
    [session, [...new Set(chosen.map(each => counterpart(each, info.series)?.key).filter(Boolean))]])), layers.length);
  const context = overlayContext({ entries: entriesOf(shown, { grouped: selection.grouped, look, pointed }),
    of: session => reader.of(session), arriving: reader.reading || shown.some(({ info }) => !info), colors, layers: chosenLayers, chosen,
    view: { x: view.get('x'), logx: view.get('logx'), logy: view.get('logy'), smooth: view.get('smooth') } });
  drawNotes(context, shown);
  byId('charts').hidden = context.steps.length === 0;
  if (context.steps.length > 0) {
    zoomInto(context);
    general.show(generalPanels(context), context, zoom.percent);
    sections.show(context, zoom.percent);
  }
}

function draw() {
  const colors = theme(isDark());
  runs = allRuns();
  drawState();
  const empty = attached.asked && runs.length === 0;
  byId('empty').hidden = !empty;
  byId('comparison').hidden = !attached.asked || empty;
  names.place(sessionsOf(runs).reverse());
  const look = looksOf(runs, session => names.slot(session));
  const shown = selection.shown(runs).filter(({ state }) => state !== 'gone').map(run => ({ ...run, info: attached.info(run.session) }));
  drawList(shown, group => look(group)(colors), colors.dark);
  drawCharts(shown, look, colors);
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
