// What stands in place of the charts while there is nothing to draw: why, and what to do.
import { visible } from './dom.js';

const HOW_NOT_TO_MISS = 'RepresentationListener.builder(storage).every(1).blocking(true).build()';
export const HOW_TO = 'UIServer.getInstance().attach(storage);\nnetwork.addListeners(new RepresentationListener(storage));';

/** `[title, text, code]` for a run of which nothing is here; `state` is that of its head. */
function reasonOf(session, state, { connection, reason }) {
  if (!session) {
    return ['Waiting for a run', 'No attached storage holds one yet. Attach a storage to the UI server and a RepresentationListener to the network:', HOW_TO];
  }
  if (state === 'lost') {
    return ['Nothing to show', connection === 'refused' ? reason : connection === 'gone'
      ? 'No attached storage holds this run. Choose another one above, or attach its storage: this page looks again.'
      : 'The training UI does not answer. This page goes on trying; if the program has ended, start it again or open '
        + 'the run’s file with: infoscope ui FILE'];
  }
  return state === 'ended'
    ? ['The run ended without a sample', 'No iteration was due, or training ended before the first sample was measured. '
      + 'Measure every iteration, and let training wait:', HOW_NOT_TO_MISS]
    : ['Waiting for the first sample', 'It is being measured, or the first sampled iteration has not come yet.'];
}

/** Shows that in `box`, with its parts `title`, `text` and `code`, in place of `other`. */
export function explainEmptiness({ box, title, text, code, other }, session, state, follower) {
  const [head, words, example] = reasonOf(session, state, follower);
  box.hidden = false;
  other.hidden = true;
  title.textContent = head;
  text.textContent = visible(words);
  code.hidden = !example;
  code.textContent = example ?? '';
}
