// Asks for what the page shows first while the rest of its scripts is still on the way: the run that the address names or the newest one, and if it
// is long the curves of the worker that the address names or the first one. A script of its own, and the first that the page itself imports: what is
// here already is not asked for again.
import { bucketsFor, isLong } from './model/opening.js';
import { infoOf } from './model/run.js';
import { ROUGH_FIRST, RUNS, ahead, curvesPath, newestFirst, runPath, soonOrNot } from './model/wire.js';
import { sessionOf } from './model/words.js';

async function ask() {
  const session = sessionOf(location.pathname.split('/')[2] ?? '') || newestFirst((await ahead(RUNS, soonOrNot())).runs)[0]?.session;
  if (!session) {
    return;
  }
  const about = await ahead(runPath(session), soonOrNot());
  const named = new URLSearchParams(location.search).get('worker');
  const worker = about.workers.includes(named) ? named : about.workers[0];
  if (isLong(about) && worker !== undefined) {
    await ahead(curvesPath(session, worker, bucketsFor(infoOf(about.infos, worker)), ROUGH_FIRST));
  }
}

/** Over a network on which this script has taken so long, what the charts are drawn from comes before the program that draws them. */
const SLOW_MILLIS = 1000;

/** The program that draws the charts, larger than all the rest. */
export const chartsScript = Object.assign(document.createElement('script'), { src: '/representation/files/echarts/echarts.min.js' });
const load = () => document.head.append(chartsScript);

// What early.js has asked for is on its way.
const slow = !document.querySelector('link[rel=preload]') && performance.now() > SLOW_MILLIS;
if (!slow) {
  load();
}
// What hinders it hinders the page, too, which says so.
ask().catch(() => {}).finally(() => slow && load());
