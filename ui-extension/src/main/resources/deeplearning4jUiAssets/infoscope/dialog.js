// A dialog that the keyboard opens and closes.
import { element } from './dom.js';

/** Shows it, with a button that closes it; answers with the dialog. */
export function openDialog(title, ...content) {
  const close = element('button', { type: 'button', class: 'button plain', onclick: () => dialog.close() }, 'Close');
  const dialog = element('dialog', { class: 'help', 'aria-label': title }, element('h2', {}, title), ...content, close);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
  return dialog;
}
