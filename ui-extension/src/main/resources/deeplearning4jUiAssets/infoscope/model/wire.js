// What is asked of the server: JSON, with its own words when it refuses.
import { segment } from './words.js';

const api = path => `/representation/api/${path}`;

/** By path, answers that were asked for before anybody wants them. */
const foreseen = new Map();
const KEPT_MILLIS = 10000;

/** Asks for what will soon be wanted: whoever asks for that path next gets this answer, however slowly it comes, until it has been here for a while. */
export function ahead(path, signal) {
  const answer = ask(path, signal);
  foreseen.set(path, answer);
  // What nobody wanted is read to its end, which frees its connection.
  const drop = () => foreseen.get(path) === answer && foreseen.delete(path) && answer.then(({ rest }) => rest()).catch(() => {});
  const forget = () => setTimeout(drop, KEPT_MILLIS);
  answer.then(forget, forget);
  return answer;
}

async function json(path, signal) {
  const answer = foreseen.get(path);
  foreseen.delete(path);
  return answer ?? ask(path, signal);
}

/** Reads an answer line by line, each as soon as it is here. */
function linesIn(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return async () => {
    const pieces = [rest];
    for (let piece = {}; !piece.done && !pieces.at(-1).includes('\n');) {
      piece = await reader.read();
      pieces.push(piece.value ?? '');
    }
    const text = pieces.join('');
    const end = (text.indexOf('\n') + 1 || text.length + 1) - 1;
    rest = text.slice(end + 1);
    return text.slice(0, end);
  };
}

/** An answer that breaks off is no answer. */
function parsed(text, otherwise = { error: 'the answer is incomplete' }) {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** The answer's first line, from which `later()` reads the next one, and `rest()` all that are left, which are of no use. */
async function ask(path, signal) {
  const answer = await fetch(api(path), { cache: 'no-store', signal });
  const line = linesIn(answer);
  const text = await line();
  const body = parsed(text, answer.ok ? undefined : {});
  if (answer.status === 414) {
    body.error = 'The names of this run or of its layers are too long for a web address. Export its file instead: infoscope export FILE';
  }
  if (!answer.ok || body.error) {
    throw Object.assign(new Error(body.error ?? `HTTP ${answer.status}`), { status: answer.status });
  }
  return Object.assign(body, { characters: text.length, later: async () => {
    const next = parsed(await line());
    if (next.error) {
      throw new Error(next.error);
    }
    return next;
  }, rest: async () => {
    while (await line()) {
      // There is another one.
    }
  } });
}

export const runPath = session => `runs/${segment(session)}`;

/** A short answer that takes longer than this is lost: a connection that hangs says nothing. */
const LOST_MILLIS = 20000;
export const soonOrNot = () => AbortSignal.timeout(LOST_MILLIS);

export const RUNS = 'runs';
export const listRuns = () => json(RUNS, soonOrNot());
export const newestFirst = runs => runs.toSorted((a, b) => (b.startedMillis ?? 0) - (a.startedMillis ?? 0));
export const describeRun = session => json(runPath(session), soonOrNot());
export const exportUrl = (session, format) => api(`${runPath(session)}/export?format=${format}`);

/** The page's one stream of events, if it has been opened. */
let stream;

/** Shows the button where there is a login to end. */
export async function offerLogout(button) {
  const { token } = await json('access').catch(() => ({}));
  button.hidden = !token;
  button.addEventListener('click', async () => {
    // The server would break it off, which browsers report as an error.
    stream?.close();
    await fetch(api('logout'), { method: 'POST' });
    location.reload();
  });
}

/**
 * An event stream for as long as the page is shown. A browser that keeps a page to come back to keeps its stream as well, and has no more than
 * six: the seventh page would wait. `again()` when the reader comes back.
 */
export function openEvents(session, after, again) {
  stream = new EventSource(api(`events?${new URLSearchParams({ session, after })}`));
  window.onpagehide = () => stream.close();
  window.onpageshow = ({ persisted }) => persisted && again();
  return stream;
}

export const stepsAfter = (session, after, limit) =>
  json(`${runPath(session)}/steps?${new URLSearchParams({ after, limit })}`);

/** Of a run that is opened: what is drawn first comes on a line before all else. */
export const ROUGH_FIRST = { rough: 'first' };

/** Where the thinned curves of a worker are, their means on the last line; `more` is that, or a part `{ from, to }`, or nothing. */
export const curvesPath = (session, worker, points, more) =>
  `${runPath(session)}/curves?${new URLSearchParams({ worker, points, means: 'after', ...more })}`;

export const curvesOf = (session, worker, points, more, signal) => json(curvesPath(session, worker, points, more), signal);

/**
 * The numbers of a worker's curves: thinned to `points` buckets, of a range of iterations, or what came `after` a place; of all layers where
 * the names of those that are wanted would make too long an address.
 */
export function linesOf(session, { worker, series, layers = [], ...asked }, signal) {
  const query = new URLSearchParams({ ...asked, ...worker ? { worker } : {} });
  series.forEach(key => query.append('series', key));
  const named = new URLSearchParams(layers.map(layer => ['layer', layer])).toString();
  const few = query.toString().length + named.length < LONGEST_ADDRESS;
  return json(`${runPath(session)}/lines?${query}${few && named ? `&${named}` : ''}`, signal);
}

export const insightsOf = (session, worker) =>
  json(`${runPath(session)}/insights?${new URLSearchParams({ worker })}`);

/** Characters that an address may have: servers refuse long ones. */
const LONGEST_ADDRESS = 3000;
const MOST_ITERATIONS = 500;

/** The whole steps of a worker at these iterations, with the readings of these series and layers only; `values` "none" leaves their values out. */
export async function stepsAt(session, { worker, iterations, series = [], layers = [], values }, signal) {
  const filter = new URLSearchParams([['worker', worker], ...values ? [['values', values]] : [], ...series.map(key => ['series', key])]);
  const named = new URLSearchParams(layers.map(layer => ['layer', layer])).toString();
  // Too many names: the others are left out here.
  const few = filter.toString().length + named.length < LONGEST_ADDRESS / 2;
  const base = `${runPath(session)}/steps?${filter}${few && named ? `&${named}` : ''}&iterations=`;
  const steps = [];
  for (let rest = iterations; rest.length > 0;) {
    let some = rest.slice(0, MOST_ITERATIONS);
    while (some.length > 1 && base.length + some.join().length > LONGEST_ADDRESS) {
      some = some.slice(0, some.length >> 1);
    }
    steps.push(...(await json(base + some.join(), signal)).steps);
    rest = rest.slice(some.length);
  }
  return steps;
}
