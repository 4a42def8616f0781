// The workers of a run: each measures lines of its own, which are lines of the run.

/** The id of a worker's lines among those of all runs. */
const idOf = (session, worker) => JSON.stringify([session, worker]);

/** Whether two of a reader's choices `[session, worker]` are the same. */
export const sameWorker = ([session, worker]) => ([other, its]) => session === other && worker === its;

/** The names of a run's workers; a run that has none yet is asked for without one. */
export const workersOf = ({ workers }) => (workers?.length > 0 ? workers : ['']);

/**
 * The lines of a run: one for each of its workers, but for those in `hidden`. `nth` is the worker's place among them, which gives it its look;
 * `runName` is what all of them are called, and `name` tells them apart where there are several.
 */
export function linesOfRun(run, hidden = []) {
  const workers = workersOf(run);
  return workers.map((worker, nth) => ({ ...run, id: idOf(run.session, worker), worker, nth, runName: run.name,
    name: workers.length > 1 ? `${run.name} · ${worker}` : run.name }))
    .filter(({ session, worker }) => !hidden.some(sameWorker([session, worker])));
}
