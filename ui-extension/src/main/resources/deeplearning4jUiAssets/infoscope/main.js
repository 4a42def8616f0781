// The page /representation: choices, and drawing what the run says whenever it says something new.
import { Cards } from './cards.js';
import { Chart } from './charts.js';
import { contextOf } from './context.js';
import { drawKey, mapPanels } from './distributions.js';
import { clock, element, segment, sessionOf, visible } from './dom.js';
import { InsightPanel, lookAt } from './insights.js';
import { Follower, stateOf } from './live.js';
import { drawOverhead, overheadPanels } from './overhead.js';
import { accuracyPanel, curvePanels, lossPanel } from './panels.js';
import { PixelMaps } from './pixels.js';
import { pairedMetrics, planePanels } from './plane.js';
import { drawLatest, drawProblems } from './tables.js';
import { theme } from './theme.js';
import { UnitTable } from './units.js';
import { drawFacts, drawLayers, drawMissing, drawSeries, drawTiles } from './views.js';
import { exportUrl, listRuns, offerLogout } from './wire.js';
import { Zoom } from './zoom.js';

const REDRAW_MILLIS = 400;
/** Drawing takes this share of the time at most, however large the run. */
const DRAWING_SHARE = 0.25;
const byId = id => document.getElementById(id);
const darkness = matchMedia('(prefers-color-scheme: dark)');
const address = new URL(location.href);
const silentAfter = Number(address.searchParams.get('silentAfterSeconds')) * 1000 || undefined;

const choice = {
  run: sessionOf(address.pathname.split('/')[2] ?? ''),
  worker: address.searchParams.get('worker') ?? '',
  hiddenLayers: new Set(),
  hiddenSeries: new Set(),
};
const curves = new Cards(byId('charts'));
const maps = new Cards(byId('maps'));
const plane = new Cards(byId('plane'));
const units = new UnitTable(byId('units-section'));
const pixels = new PixelMaps(byId('pixels-section'));
const insights = new InsightPanel(byId('insights'), reveal);
const zoom = new Zoom(byId('zoom'), byId('range'), soon);
let follower;
let pending;
let pause = REDRAW_MILLIS;
let asked = false;

const HOW_NOT_TO_MISS = 'RepresentationListener.builder(storage).every(1).blocking(true).build()';
const HOW_TO = 'UIServer.getInstance().attach(storage);\nnetwork.addListeners(new RepresentationListener(storage));';

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
  if (!choice.run && runs.length > 0) {
    choose(runs[0].session);
  } else if (!choice.run) {
    draw();
  }
  if (choice.run && !runs.some(run => run.session === choice.run)) {
    named.unshift([choice.run, choice.run]);
  }
  options(byId('run'), named, choice.run);
}

function choose(session) {
  choice.run = session;
  choice.hiddenLayers.clear();
  choice.hiddenSeries.clear();
  [curves, plane, maps].forEach(cards => cards.clear());
  [units, pixels, insights].forEach(view => view.reset());
  Chart.view = undefined;
  follower?.close();
  follower = new Follower(session, { changed: redraw, runsChanged: refreshRuns, shown: () => choice.worker });
  pause = 0;
  address.pathname = session ? `/representation/${segment(session)}` : '/representation';
  history.replaceState(null, '', address);
  for (const [id, format] of [['export-csv', 'csv'], ['export-jsonl', 'jsonl']]) {
    byId(id).hidden = !session;
    byId(id).href = exportUrl(session, format);
  }
  linkTrainingPages(session);
  draw();
}

/** In multi-session mode DL4J's pages carry the session in their address. */
async function linkTrainingPages(session) {
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
  const worker = run.workers.includes(choice.worker) ? choice.worker : run.workers[0] ?? '';
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
  const context = contextOf(follower, worker, theme(darkness.matches), choice, { range, changed: soon });
  drawTiles(byId('tiles'), context);
  drawLayers(byId('layers'), context.allLayers, choice.hiddenLayers, context.colors, draw);
  drawSeries(byId('series'), context.allSeries, choice.hiddenSeries, context.colors, draw);
  drawPanels(context);
  insights.show(run.session, context);
  drawLatest(byId('latest'), context);
  drawOverhead(byId('overhead-section'), context);
  drawProblems(byId('problems'), context);
  drawFacts(byId('facts'), run, worker, context.allSeries);
}

function explainEmptiness(state) {
  if (!choice.run && !asked) {
    return; // The server has not said yet which runs there are.
  }
  if (!choice.run) {
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
    choice.hiddenLayers = new Set(follower.run.layers(byId('worker').value).map(({ name }) => name).filter(name => name !== layer));
    choice.hiddenSeries.delete(series);
    // The boxes are drawn anew, as they are now.
    ['layers', 'series'].forEach(id => delete byId(id).dataset.key);
  }
  zoom.reset();
  draw();
  lookAt(panels, iteration);
}

function drawPanels(context) {
  const { percent } = zoom;
  const panels = curvePanels(context);
  const paired = pairedMetrics(context.allSeries);
  const pairs = panels.filter(panel => paired.has(panel.id));
  const loss = context.analysis && context.scores.every(({ y }) => Number.isNaN(y)) ? [] : [lossPanel()];
  curves.show([...loss, accuracyPanel(), ...panels.filter(panel => !pairs.includes(panel)),
    ...overheadPanels(context)], context, percent);
  byId('plane-section').hidden = pairs.length === 0;
  plane.show([...pairs, ...planePanels(context)], context, percent);
  units.show(context);
  pixels.show(context);
  const wanted = mapPanels(context);
  byId('maps-section').hidden = wanted.panels.length === 0;
  maps.show(wanted.panels, context, percent);
  drawKey(byId('maps-note'), wanted, context);
  drawMissing(byId('missing'), context, paired.size > 0);
}

byId('run').addEventListener('change', event => choose(event.target.value));
byId('worker').addEventListener('change', event => {
  choice.worker = event.target.value;
  address.searchParams.set('worker', choice.worker);
  history.replaceState(null, '', address);
  draw();
});
darkness.addEventListener('change', draw);
setInterval(() => drawState(byId('worker').value), 1000);
choose(choice.run);
refreshRuns();
offerLogout(byId('logout'));
