// Dialogs that ask a question. The browser returns the focus to where it was.
import { button, el, freshId } from './dom.js';

/** Returns whether the user agreed; Escape means no. */
export function ask(title, body, yes, no = 'Cancel') {
  const id = freshId('dialog');
  const dialog = el('dialog', { 'aria-labelledby': id },
    el('form', { method: 'dialog' },
      el('h2', { id }, title), ...body,
      el('p', { class: 'actions' }, button(no, () => dialog.close('no'), { class: 'quiet' }), el('button', { value: 'yes', class: 'main' }, yes))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  }));
}

export const differences = list => el('ul', { class: 'differences' }, ...list.map(({ label, before, after }) =>
  el('li', {}, el('span', { class: 'what' }, label), ' ', el('del', {}, before), el('span', { class: 'unseen' }, ' becomes '), ' ', el('ins', {}, after))));
