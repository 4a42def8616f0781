// The page /representation: choices, and drawing what the run says whenever it says something new.
import { theme } from './charts/figure.js';
import { ChartsProgram, CHARTS_WORDS } from './charts/program.js';
import { chartsScript } from './first.js';
import { Follower, stateOf } from './model/live.js';
import { ViewState } from './model/viewstate.js';
import { exportUrl, offerLogout } from './model/wire.js';
import { clock, segment, sessionOf } from './model/words.js';
import { HELP, pinAction, pinnedFirst } from './views/actions.js';
import { Cards } from './views/cards.js';
import { LAYOUT, OF_RUN, READING, Toolbar, Zoom, forgetUnknown, hiddenLayers, hideLayers, readingOf } from './views/choices.js';
import { drawPager, offer } from './views/controls.js';
import { drawKey, mapPanels } from './views/distributions.js';
import { InsightPanel, lookAt } from './views/insights.js';
import { Multiples, drawLayerHead, layerLink, multiples, openLayer, valuePanels } from './views/layers.js';
import { Pace, RunPicker, explainEmptiness, isDark, lackOfSamples, offerKeys, switchBy, tellLoss } from './views/page.js';
import { accuracyPanel, contextOf, curvePanels, lossPanel } from './views/panels.js';
import { PixelMaps } from './views/pixels.js';
import { pairedMetrics, planePanels } from './views/plane.js';
import { saveActions } from './views/save.js';
import { LayerStrips } from './views/strip.js';
import { drawFacts, drawLatest, drawLayers, drawMissing, drawOverhead, drawProblems, drawSeries, drawTiles, overheadPanels } from './views/summary.js';
import { UnitTable } from './views/units.js';

const REDRAW_MILLIS = 400;
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
const apart = new Multiples(byId('apart'), actions, part => view.set({ part }));
const strips = new LayerStrips(byId('strip-section'), new Cards(byId('strips'), others), view);
const toolbars = [new Toolbar(byId('reading'), view), new Toolbar(byId('maps-controls'), view)];
const link = layerLink(view);
const units = new UnitTable(byId('units-section'));
const pixels = new PixelMaps(byId('pixels-section'));
const insights = new InsightPanel(byId('insights'), reveal);
const pace = new Pace(draw, REDRAW_MILLIS);
const { redraw, soon } = pace;
const program = new ChartsProgram(chartsScript, soon);
const zoom = new Zoom(byId('zoom'), byId('range'), view, soon);
const picker = new RunPicker(byId('run'), byId('rename'), { choose, renamed: soon });
const emptiness = { box: byId('empty'), title: byId('empty-title'), text: byId('empty-text'), code: byId('empty-code'), other: byId('dashboard') };
let follower;

/** Whose data the cards show, for files that are made of them. */
function source() {
  const { run } = follower;
  const worker = byId('worker').value;
  const info = run.info(worker);
  return { run: picker.nameOf(run.session, info?.name ?? run.session), about: [`Run ${info?.name ?? ''}, session ${run.session}, worker ${worker}, probe: ${info?.probe ?? ''}`] };
}

async function refreshRuns() {
  if (!await picker.refresh()) {
    return;
  }
  if (!session && picker.newest) {
    show(picker.newest);
  } else if (!session) {
    draw();
  }
  picker.show(session);
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
  follower = new Follower(session, { changed: redraw, opened: soon, runsChanged: refreshRuns, shown: () => view.get('worker') });
  pace.hurry();
  if (picker.asked) {
    picker.show(session);
  }
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

function drawState(worker) {
  if (follower.connection === 'locked') {
    location.reload(); // The server answers with the form.
  }
  const asking = !session && !picker.asked && follower.connection === 'connecting';
  const [state, words] = asking ? ['waiting', 'Asking which runs there are'] : stateOf(follower, worker, clock, silentAfter);
  byId('state').dataset.state = state;
  if (byId('state-text').textContent !== words) {
    byId('state-text').textContent = words;
  }
  tellLoss(byId('lost'), follower.connection);
  document.title = `${words} – Infoscope`;
  return state;
}

function draw() {
  const { run } = follower;
  const worker = run.workers.includes(view.get('worker')) ? view.get('worker') : run.workers[0] ?? '';
  offer(byId('worker'), run.workers.map(each => [each, each]), worker);
  byId('worker-field').hidden = run.workers.length < 2;
  const steps = run.of(worker);
  const state = drawState(worker);
  if (steps.length === 0) {
    // Until the server has said which runs there are, nobody knows.
    if (session || picker.asked) {
      explainEmptiness(emptiness, session, state, follower);
    }
    return;
  }
  byId('empty').hidden = true;
  byId('dashboard').hidden = false;
  const range = zoom.show(follower, worker, steps);
  const names = run.layers(worker).map(({ name }) => name);
  forgetUnknown(view, { worker: run.workers, layer: names, only: names, hide: names, without: run.series(worker).map(({ key }) => key) });
  const hidden = { hiddenLayers: hiddenLayers(view, names), hiddenSeries: new Set(view.get('without')) };
  const reading = readingOf(view, run.stepsKnown(worker), run.info(worker)?.startedMillis);
  const context = contextOf(follower, worker, theme(isDark()), hidden, { range, changed: soon, reading, look: lookOf(names) });
  toolbars.forEach(toolbar => toolbar.show());
  offer(byId('layer'), [['', 'All'], ...names.map(name => [name, name])], context.one ?? '');
  drawLayerHead(byId('layer-head'), context, context.one);
  byId('layers').hidden = context.one !== undefined;
  byId('axis-note').textContent = [CHARTS_WORDS[program.state], lackOfSamples(state, context), reading.axis.note].filter(Boolean).join(' ');
  drawTiles(byId('tiles'), context);
  drawLayers(byId('layers'), context.allLayers, hidden.hiddenLayers, context.colors, those => hideLayers(view, names, those));
  drawSeries(byId('series'), context.allSeries, hidden.hiddenSeries, context.colors, those => view.set({ without: [...those] }));
  drawPanels(context);
  insights.show(run.session, context);
  drawLatest(byId('latest'), context);
  drawOverhead(byId('overhead-section'), context);
  drawProblems(byId('problems'), context);
  drawFacts(byId('facts'), run, worker, context.allSeries, picker.nameOf(run.session));
}

/** What else the view has chosen; `one` is the layer that is shown alone. */
function lookOf(names) {
  const layer = view.get('layer');
  return { distributions: view.get('distributions'), iteration: view.get('iteration'), one: names.includes(layer) ? layer : undefined, link,
    openLayer: name => openLayer(view, name) };
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
  const pinned = view.get('pin');
  // However the others are laid out, what is pinned stands first.
  const isPinned = ({ id }) => pinned.includes(id);
  const small = one || !(split || pinned.length > 0) ? [] : multiples(context, view.get('part'), pinned);
  const groups = small.map(group => (split ? group : { ...group, panels: group.panels.filter(isPinned) }));
  const panels = curvePanels(context).filter(panel => !split || isPinned(panel));
  const paired = pairedMetrics(context.allSeries);
  const pairs = panels.filter(panel => paired.has(panel.id));
  const loss = context.analysis && context.scores.every(({ y }) => Number.isNaN(y)) ? [] : [lossPanel()];
  const wanted = mapPanels(context, view.get('maps'), pinned);
  const { first, groups: [metrics, planes, distributions, ...rest] } = pinnedFirst(view, [
    [...(one ? [] : [...loss, accuracyPanel()]), ...panels.filter(panel => !pairs.includes(panel)),
      ...(one ? valuePanels(context) : overheadPanels(context))],
    [...pairs, ...planePanels(context)],
    wanted.panels,
    ...groups.map(group => group.panels)]);
  curves.show([...first, ...metrics], context, percent);
  apart.show(split ? groups.map((group, i) => ({ ...group, panels: rest[i] })) : [], context, percent);
  strips.show(context);
  byId('plane-section').hidden = planes.length === 0;
  plane.show(planes, context, percent);
  units.show(context);
  pixels.show(context);
  byId('maps-section').hidden = distributions.length === 0;
  byId('maps').dataset.look = context.distributions;
  maps.show(distributions, context, percent);
  drawKey(byId('maps-note'), wanted, context);
  drawPager(byId('maps-pager'), wanted.page, 'Maps', part => view.set({ maps: part }));
  drawMissing(byId('missing'), context, paired.size > 0);
}

byId('worker').addEventListener('change', event => view.set({ worker: event.target.value }));
byId('layer').addEventListener('change', event => openLayer(view, event.target.value));
switchBy(byId('theme'), () => follower && draw());
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
