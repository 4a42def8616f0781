// The page /representation: choices, and drawing what the run says whenever it says something new.
import { isDark, switchBy } from './appearance.js';
import { Cards } from './cards.js';
import { LAYOUT, OF_RUN, READING, hiddenLayers, hideLayers, readingOf } from './choices.js';
import { contextOf } from './context.js';
import { drawKey, mapPanels } from './distributions.js';
import { clock, element, segment, sessionOf, visible } from './dom.js';
import { HELP, offerKeys } from './help.js';
import { InsightPanel, lookAt } from './insights.js';
import { multiples, valuePanels } from './layerpanels.js';
import { Multiples, drawLayerHead, layerLink, openLayer } from './layerview.js';
import { Follower, stateOf } from './live.js';
import { drawOverhead, overheadPanels } from './overhead.js';
import { accuracyPanel, curvePanels, lossPanel } from './panels.js';
import { pinAction, pinnedFirst } from './pins.js';
import { PixelMaps } from './pixels.js';
import { pairedMetrics, planePanels } from './plane.js';
import { saveActions } from './save.js';
import { LayerStrips } from './strip.js';
import { drawLatest, drawProblems } from './tables.js';
import { theme } from './theme.js';
import { Toolbar } from './toolbar.js';
import { UnitTable } from './units.js';
import { drawFacts, drawLayers, drawMissing, drawSeries, drawTiles } from './views.js';
import { ViewState } from './viewstate.js';
import { exportUrl, listRuns, offerLogout } from './wire.js';
import { Zoom } from './zoom.js';

const REDRAW_MILLIS = 400;
/** Drawing takes this share of the time at most, however large the run. */
const DRAWING_SHARE = 0.25;
const byId = id => document.getElementById(id);
const silentAfter = Number(new URLSearchParams(location.search).get('silentAfterSeconds')) * 1000 || undefined;
const addressed = () => sessionOf(location.pathname.split('/')[2] ?? '');

const view = new ViewState({ ...READING, ...OF_RUN, ...LAYOUT });
let session = addressed();
const others = [HELP, ...saveActions(source)];
const actions = [pinAction(view), ...others];
const curves = new Cards(byId('charts'), actions);
const maps = new Cards(byId('maps'), actions);
const plane = new Cards(byId('plane'), actions);
const apart = new Multiples(byId('apart'), actions);
const strips = new LayerStrips(byId('strip-section'), new Cards(byId('strips'), others), view);
const toolbars = [new Toolbar(byId('reading'), view), new Toolbar(byId('maps-controls'), view)];
const link = layerLink(view);
const units = new UnitTable(byId('units-section'));
const pixels = new PixelMaps(byId('pixels-section'));
const insights = new InsightPanel(byId('insights'), reveal);
const zoom = new Zoom(byId('zoom'), byId('range'), view, soon);
let follower;
let pending;
let pause = REDRAW_MILLIS;
let asked = false;

const HOW_NOT_TO_MISS = 'RepresentationListener.builder(storage).every(1).blocking(true).build()';
const HOW_TO = 'UIServer.getInstance().attach(storage);\nnetwork.addListeners(new RepresentationListener(storage));';

/** Whose data the cards show, for files that are made of them. */
function source() {
  const { run } = follower;
  const worker = byId('worker').value;
  const info = run.info(worker);
  return { run: info?.name ?? run.session, about: [`Run ${info?.name ?? ''}, session ${run.session}, worker ${worker}, probe: ${info?.probe ?? ''}`] };
}

function showEmpty(title, text, code) {
  byId('empty').hidden = false;
  byId('dashboard').hidden = true;
  byId('empty-title').textContent = title;
  byId('empty-text').textContent = visible(text);
  byId('empty-code').hidden = !code;
  byId('empty-code').textContent = code ?? '';
}

function options(select, entries, chosen) {
  const key = JSON.stringify(entries);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
  }
  select.value = chosen;
  select.disabled = entries.length === 0;
}

async function refreshRuns() {
  let runs = [];
  try {
    ({ runs } = await listRuns());
  } catch {
    return;
  }
  runs.sort((a, b) => (b.startedMillis ?? 0) - (a.startedMillis ?? 0));
  const named = runs.map(run => [run.session,
    [run.name, run.startedMillis ? clock(run.startedMillis) : '', run.ended ? 'ended' : ''].filter(Boolean).join(' · ')]);
  asked = true;
  if (!session && runs.length > 0) {
    show(runs[0].session);
  } else if (!session) {
    draw();
  }
  if (session && !runs.some(run => run.session === session)) {
    named.unshift([session, session]);
  }
  options(byId('run'), named, session);
}

/** The reader's choice: what was chosen of the run before is of no meaning for this one. */
function choose(chosen) {
  view.reset(...Object.keys(OF_RUN), 'from', 'to');
  show(chosen);
}

function show(chosen) {
  session = chosen;
  [curves, plane, maps, apart].forEach(cards => cards.clear());
  [units, pixels, insights, strips].forEach(each => each.reset());
  zoom.apply();
  follower?.close();
  follower = new Follower(session, { changed: redraw, runsChanged: refreshRuns, shown: () => view.get('worker') });
  pause = 0;
  view.move(session ? `/representation/${segment(session)}` : '/representation');
  for (const [id, format] of [['export-csv', 'csv'], ['export-jsonl', 'jsonl']]) {
    byId(id).hidden = !session;
    byId(id).href = exportUrl(session, format);
  }
  byId('compare').href = `/representation/compare#${new URLSearchParams({ with: session })}`;
  linkTrainingPages();
  draw();
}

/** In multi-session mode DL4J's pages carry the session in their address. */
async function linkTrainingPages() {
  const multi = await fetch('/train/multisession').then(answer => answer.text()).catch(() => 'false');
  const base = multi === 'true' ? `/train/${encodeURIComponent(session)}` : '/train';
  [...byId('links').children].forEach((link, i) => { link.href = `${base}/${['overview', 'model', 'system'][i]}`; });
}

function redraw() {
  pending ??= setTimeout(drawNow, pause);
}

/** For what the reader waits for. */
function soon() {
  clearTimeout(pending);
  pending = setTimeout(drawNow);
}

function drawNow() {
  pending = undefined;
  const start = performance.now();
  draw();
  pause = Math.max(REDRAW_MILLIS, (performance.now() - start) / DRAWING_SHARE);
}

function drawState(worker) {
  if (follower.connection === 'locked') {
    location.reload(); // The server answers with the form.
  }
  const [state, words] = stateOf(follower, worker, clock, silentAfter);
  byId('state').dataset.state = state;
  if (byId('state-text').textContent !== words) {
    byId('state-text').textContent = words;
  }
  document.title = `${words} – Infoscope`;
  return state;
}

function draw() {
  const { run } = follower;
  const worker = run.workers.includes(view.get('worker')) ? view.get('worker') : run.workers[0] ?? '';
  options(byId('worker'), run.workers.map(each => [each, each]), worker);
  byId('worker-field').hidden = run.workers.length < 2;
  const steps = run.of(worker);
  const state = drawState(worker);
  if (steps.length === 0) {
    explainEmptiness(state);
    return;
  }
  byId('empty').hidden = true;
  byId('dashboard').hidden = false;
  const range = zoom.show(follower, worker, steps);
  const names = run.layers(worker).map(({ name }) => name);
  const hidden = { hiddenLayers: hiddenLayers(view, names), hiddenSeries: new Set(view.get('without')) };
  const reading = readingOf(view, run.stepsKnown(worker), run.info(worker)?.startedMillis);
  const context = contextOf(follower, worker, theme(isDark()), hidden, { range, changed: soon, reading, look: lookOf(names) });
  toolbars.forEach(toolbar => toolbar.show());
  options(byId('layer'), [['', 'All'], ...names.map(name => [name, name])], context.one ?? '');
  drawLayerHead(byId('layer-head'), context, context.one);
  byId('layers').hidden = context.one !== undefined;
  byId('axis-note').textContent = reading.axis.note;
  drawTiles(byId('tiles'), context);
  drawLayers(byId('layers'), context.allLayers, hidden.hiddenLayers, context.colors, those => hideLayers(view, names, those));
  drawSeries(byId('series'), context.allSeries, hidden.hiddenSeries, context.colors, those => view.set({ without: [...those] }));
  drawPanels(context);
  insights.show(run.session, context);
  drawLatest(byId('latest'), context);
  drawOverhead(byId('overhead-section'), context);
  drawProblems(byId('problems'), context);
  drawFacts(byId('facts'), run, worker, context.allSeries);
}

/** What else the view has chosen; `one` is the layer that is shown alone. */
function lookOf(names) {
  const layer = view.get('layer');
  return { distributions: view.get('distributions'), iteration: view.get('iteration'), one: names.includes(layer) ? layer : undefined, link,
    openLayer: name => openLayer(view, name) };
}

function explainEmptiness(state) {
  if (!session && !asked) {
    return; // The server has not said yet which runs there are.
  }
  if (!session) {
    showEmpty('Waiting for a run', 'No attached storage holds one yet. Attach a storage to the UI server and a '
      + 'RepresentationListener to the network:', HOW_TO);
  } else if (state === 'lost') {
    showEmpty('Nothing to show', follower.connection === 'refused' ? follower.reason : follower.connection === 'gone'
      ? 'No attached storage holds this run. Choose another one above, or attach its storage: this page looks again.'
      : 'The training UI does not answer. This page goes on trying; if the program has ended, start it again or open '
        + 'the run’s file with: infoscope ui FILE');
  } else if (state === 'ended') {
    showEmpty('The run ended without a sample', 'No iteration was due, or training ended before the first sample was '
      + 'measured. Measure every iteration, and let training wait:', HOW_NOT_TO_MISS);
  } else {
    showEmpty('Waiting for the first sample', 'It is being measured, or the first sampled iteration has not come yet.');
  }
}

/** Shows what an insight is about: its layer alone, its series, all of the run, and the sample. */
function reveal({ layer, series, iteration }, panels) {
  if (layer !== undefined) {
    view.set({ layer: '', hide: [], only: [layer], without: view.get('without').filter(key => key !== series) });
  }
  zoom.reset();
  draw();
  lookAt(panels, iteration);
}

function drawPanels(context) {
  const { percent } = zoom;
  const [one, split] = [context.one !== undefined, context.one === undefined && view.get('charts') === 'apart'];
  const groups = split ? multiples(context) : [];
  const panels = split ? [] : curvePanels(context);
  const paired = pairedMetrics(context.allSeries);
  const pairs = panels.filter(panel => paired.has(panel.id));
  const loss = context.analysis && context.scores.every(({ y }) => Number.isNaN(y)) ? [] : [lossPanel()];
  const wanted = mapPanels(context);
  const { first, groups: [metrics, planes, distributions, ...small] } = pinnedFirst(view, [
    [...(one ? [] : [...loss, accuracyPanel()]), ...panels.filter(panel => !pairs.includes(panel)),
      ...(one ? valuePanels(context) : overheadPanels(context))],
    [...pairs, ...planePanels(context)],
    wanted.panels,
    ...groups.map(group => group.panels)]);
  curves.show([...first, ...metrics], context, percent);
  apart.show(groups.map((group, i) => ({ ...group, panels: small[i] })), context, percent);
  strips.show(context);
  byId('plane-section').hidden = planes.length === 0;
  plane.show(planes, context, percent);
  units.show(context);
  pixels.show(context);
  byId('maps-section').hidden = distributions.length === 0;
  byId('maps').dataset.look = context.distributions;
  maps.show(distributions, context, percent);
  drawKey(byId('maps-note'), wanted, context);
  drawMissing(byId('missing'), context, paired.size > 0);
}

byId('run').addEventListener('change', event => choose(event.target.value));
byId('worker').addEventListener('change', event => view.set({ worker: event.target.value }));
byId('layer').addEventListener('change', event => openLayer(view, event.target.value));
switchBy(byId('theme'), draw);
offerKeys(byId('keys'));
view.changed(soon);
addEventListener('popstate', () => {
  view.reread();
  zoom.apply();
  if (addressed() !== session) {
    show(addressed());
  }
});
setInterval(() => drawState(byId('worker').value), 1000);
show(session);
refreshRuns();
offerLogout(byId('logout'));
