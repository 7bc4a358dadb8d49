// The number of unsaved changes, and the buttons to save or discard them.
import { button, el } from './dom.js';

export class SaveBar {
  constructor(on) {
    this.count = el('p', { class: 'count' });
    this.input = el('input', { id: 'reason', type: 'text', maxlength: 512, autocomplete: 'off', placeholder: 'Reason (optional)' });
    this.save = el('button', { class: 'main' }, 'Save');
    this.controls = el('div', { class: 'controls', hidden: true },
      el('label', { for: 'reason', class: 'unseen' }, 'Reason (optional)'), this.input,
      button('Discard', on.discard, { class: 'quiet' }), this.save);
    this.element = el('div', { class: 'savebar', role: 'region', 'aria-label': 'Unsaved changes', hidden: true }, this.count, this.controls);
  }

  get reason() {
    return this.input.value.trim();
  }

  show(changes) {
    if (changes > 0) {
      this.count.textContent = changes === 1 ? 'One change is not saved' : `${changes} changes are not saved`;
      this.element.hidden = false;
    } else if (!this.controls.hidden) {
      this.element.hidden = true;
    }

    this.controls.hidden = changes === 0;
  }

  /** Shows what was done, until the next change. */
  tell(message) {
    if (this.controls.hidden) {
      this.count.textContent = message;
      this.element.hidden = false;
    }
  }

  busy(isBusy) {
    this.save.disabled = isBusy;
    this.save.textContent = isBusy ? 'Saving…' : 'Save';
  }

  clear() {
    this.input.value = '';
  }
}
