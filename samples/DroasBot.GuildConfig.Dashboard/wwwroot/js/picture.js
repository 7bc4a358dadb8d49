// The guild's picture, and a preview of another before it is used.
import * as api from './api.js';
import { button, el } from './dom.js';

const MaxBytes = 5_242_880;

export class Picture {
  #address = null;

  /**
   * @param mayChange Whether the user may change it.
   * @param on Callbacks: use(file), remove().
   */
  constructor(mayChange, on) {
    this.current = el('div', { class: 'picture' });
    this.input = el('input', { type: 'file', id: 'picture', accept: 'image/png,image/jpeg', onchange: () => this.#preview(), 'aria-describedby': 'picture-hint picture-error' });
    this.error = el('p', { class: 'error', id: 'picture-error' });
    this.preview = el('div', { class: 'picture preview', hidden: true });
    this.remove = button('Remove the picture', on.remove, { class: 'quiet', hidden: true });
    this.on = on;
    this.element = el('fieldset', { disabled: !mayChange, 'aria-describedby': 'picture-hint' }, el('legend', {}, 'Picture'),
      el('p', { class: 'hint', id: 'picture-hint' }, 'The background of the welcome card: PNG or JPEG, at most 5 MB.', mayChange ? '' : ' You may not change this.'),
      this.current, this.remove,
      el('div', { class: 'field' }, el('label', { class: 'label', for: 'picture' }, 'Another picture'), this.input, this.error),
      this.preview);
  }

  show(guild) {
    const { background } = guild;
    this.remove.hidden = !background;
    this.current.replaceChildren(!background ? el('p', { class: 'none' }, 'No picture')
      : background.contentHash ? el('img', { src: api.picture(guild), alt: 'The current picture' })
      : el('p', { class: 'none' }, `The bot's file ${background.filePath}`));
  }

  fail(message) {
    this.error.textContent = message;
    message === '' ? this.input.removeAttribute('aria-invalid') : this.input.setAttribute('aria-invalid', 'true');
  }

  clear() {
    this.input.value = '';
    this.#forget();
    this.fail('');
  }

  #preview() {
    this.#forget();
    const [file] = this.input.files;
    this.fail(file && file.size > MaxBytes ? 'The picture is larger than 5 MB.' : '');
    if (!file || file.size > MaxBytes) {
      return;
    }

    this.#address = URL.createObjectURL(file);
    this.preview.hidden = false;
    this.preview.replaceChildren(
      el('img', { src: this.#address, alt: 'The chosen picture', onerror: () => this.fail('The browser cannot show this file as a picture.') }),
      el('p', { class: 'actions' },
        button('Cancel', () => this.clear(), { class: 'quiet' }),
        button('Use this picture', () => this.on.use(file), { class: 'main' })));
  }

  #forget() {
    URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.preview.hidden = true;
    this.preview.replaceChildren();
  }
}
