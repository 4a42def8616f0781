// Inside DL4J's own pages: a navigation entry, and on the Overview page three panels right under the score chart.
// They follow that page's choice of session and worker, which train.js keeps in global variables.
import { Chart } from './charts/charts.js';
import { dashOf, theme } from './charts/figure.js';
import { Follower, stateOf } from './model/live.js';
import { clock, decoded, segment } from './model/words.js';
import { Cards } from './views/cards.js';
import { element, swatch } from './views/controls.js';
import { accuracyPanel, contextOf, curvePanels } from './views/panels.js';

const WATCH_MILLIS = 1000;
const REDRAW_MILLIS = 400;
const NOTHING_HIDDEN = { hiddenLayers: new Set(), hiddenSeries: new Set() };
const SHOWN = ['diffusion-spectral-entropy', 'diffusion-spectral-mutual-information'];
const ALL = 'All layers, distributions and export';
const colors = theme(false);
const pageOf = session => (session ? `/representation/${segment(session)}` : '/representation');
// getSessionIdFromUrl() of train.js leaves the id as the address spells it.
const currentSession = () => (window.multiSession ? decoded(window.currSession) : window.currSession) || '';

function addNavigation() {
  const system = document.querySelector('.sidebar-nav a[href="system"]')?.closest('li');
  const link = element('a', { class: 'nav-link', href: pageOf(''), id: 'infoscope-nav' },
    element('i', { class: 'nav-icon cui-layers', 'aria-hidden': 'true' }), 'Representation');
  system?.after(element('li', { class: 'nav-item' }, link));
  return link;
}

function currentWorker(workers) {
  const select = document.getElementById('workerSelect');
  const shown = select?.selectedOptions[0]?.textContent;
  return workers.includes(shown) ? shown : workers[0] ?? '';
}

function addPanels() {
  const row = document.getElementById('scoreiterchart')?.closest('.row');
  const parts = {
    state: element('span', { class: 'infoscope-state', role: 'status' }),
    link: element('a', { href: pageOf('') }, ALL),
    cards: element('div', { class: 'infoscope-cards' }),
    key: element('p', { class: 'infoscope-key' }),
    hint: element('p', { class: 'infoscope-hint', hidden: true },
      'No representation is measured in this session. Attach it beside the StatsListener: ',
      element('code', {}, 'network.addListeners(new RepresentationListener(storage))')),
  };
  const box = element('div', { class: 'col chart-box' },
    element('div', { class: 'chart-header infoscope-header' }, element('h2', {}, element('b', {}, 'Representation')),
      parts.state, parts.link),
    parts.hint, parts.cards, parts.key);
  row.after(element('div', { class: 'row', id: 'infoscope-panels' }, box));
  return { ...parts, charts: new Cards(parts.cards) };
}

function drawLayerKey(box, { layers, series }) {
  const dashes = new Map(series.filter(each => SHOWN.includes(each.info.id))
    .map(each => [`${each.info.symbol} ${each.label}`, dashOf(each.dash)]));
  box.replaceChildren(
    ...layers.map(layer => element('span', {}, swatch(layer.ink, 'solid'), layer.name)),
    ...[...dashes].map(([label, dash]) => element('span', {}, swatch(colors.muted, dash), label)));
}

function drawState(parts, follower, worker) {
  const [state, words] = stateOf(follower, worker, clock);
  parts.state.textContent = follower.connection === 'gone' ? '' : words;
  parts.state.dataset.state = state;
  parts.hint.hidden = follower.connection !== 'gone';
  parts.link.textContent = follower.connection === 'locked' ? 'Log in' : ALL;
}

function draw(parts, follower, worker) {
  const { run } = follower;
  const steps = run.of(worker);
  drawState(parts, follower, worker);
  if (steps.length > 0) {
    const context = contextOf(follower, worker, colors, NOTHING_HIDDEN,
      { range: [steps[0].iteration, steps.at(-1).iteration], changed: () => {} });
    parts.charts.show([accuracyPanel(),
      ...curvePanels(context).filter(panel => SHOWN.includes(panel.id))], context);
    drawLayerKey(parts.key, context);
  }
}

function follow(parts, navigation) {
  let follower;
  let pending;
  let worker;
  const redraw = () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      worker = currentWorker(follower.run.workers);
      draw(parts, follower, worker);
    }, REDRAW_MILLIS);
  };
  Chart.zoomed = () => follower && redraw();
  const change = session => {
    follower?.close();
    Chart.view = undefined;
    parts.charts.clear();
    parts.key.replaceChildren();
    follower = new Follower(session, { changed: redraw, runsChanged: () => {}, shown: () => worker ?? '' });
    parts.link.href = pageOf(session);
    navigation.href = pageOf(session);
  };
  setInterval(() => {
    const session = currentSession();
    if (session && follower?.session !== session) {
      change(session);
    } else if (follower && worker !== currentWorker(follower.run.workers)) {
      redraw();
    } else if (follower) {
      drawState(parts, follower, worker);
    }
  }, WATCH_MILLIS);
}

document.head.append(element('link', { rel: 'stylesheet', href: '/assets/infoscope/overview.css' }));
const navigation = addNavigation();
if (document.getElementById('scoreiterchart')) {
  const charts = element('script', { src: '/assets/infoscope/echarts/echarts.min.js' });
  charts.addEventListener('load', () => follow(addPanels(), navigation));
  document.head.append(charts);
}
