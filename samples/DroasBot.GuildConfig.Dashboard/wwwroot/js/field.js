// A value of the guild on the page: what the server has, what the user has typed, and whether somebody else has changed it in the meantime.
import { createControl, Invalid } from './controls.js';
import { el, freshId } from './dom.js';
import { equal, read, text } from './values.js';

/** The paths that every guild has in addition to its settings. */
export const WelcomeChannelPath = 'welcomeChannelId';

export class Field {
  #shown = '';

  constructor(member) {
    this.member = member;
    this.id = freshId('field');
    this.control = createControl(member, this.id);
    this.error = el('p', { class: 'error', id: `${this.id}-error` });
    this.note = el('p', { class: 'note', id: `${this.id}-note` });
    const isGroup = this.control.element.getAttribute('role') === 'group';
    const label = el(isGroup ? 'span' : 'label', { class: 'label', id: `${this.id}-label`, for: isGroup ? null : this.id }, member.label);
    const hint = el('p', { class: 'hint', id: `${this.id}-hint` }, hintOf(member));
    this.control.element.setAttribute('aria-describedby', `${hint.id} ${this.error.id} ${this.note.id}`);
    if (isGroup) {
      this.control.element.setAttribute('aria-labelledby', label.id);
    }

    const isCheck = this.control.element.type === 'checkbox';
    this.element = el('div', { class: isCheck ? 'field check' : 'field' }, ...(isCheck ? [this.control.element, label] : [label, this.control.element]), hint, this.error, this.note);
    this.element.addEventListener('input', () => this.#mark());
  }

  /** Whether the user has typed something that is not saved. */
  get isDirty() {
    return this.control.raw() !== this.#shown;
  }

  /** The value in a guild. */
  read(guild) {
    return this.member.path === WelcomeChannelPath ? guild.welcomeChannelId : read(guild.settings, this.member.path);
  }

  /** Throws Invalid. */
  get value() {
    return this.isDirty ? this.control.get() : this.base;
  }

  /** Shows the server's value, and discards what was typed. */
  accept(value) {
    this.base = value;
    this.isContested = false;
    this.control.set(value);
    this.#shown = this.control.raw();
    this.#mark();
    this.showError('');
  }

  /** Takes the server's current value. Keeps what the user has typed. Returns whether the shown value changed. */
  rebase(value) {
    if (equal(value, this.base)) {
      return false;
    }

    if (!this.isDirty || this.#isTyped(value)) {
      const wasDirty = this.isDirty;
      this.accept(value);
      this.element.classList.toggle('fresh', !wasDirty);
      return !wasDirty;
    }

    this.base = value;
    this.isContested = true;
    this.#mark();
    return true;
  }

  showError(message) {
    this.error.textContent = message;
    this.control.element.toggleAttribute('data-invalid', message !== '');
    for (const input of [this.control.element, ...this.control.element.querySelectorAll('input, select, textarea')]) {
      message === '' ? input.removeAttribute('aria-invalid') : input.getAttribute('role') !== 'group' && input.setAttribute('aria-invalid', 'true');
    }
  }

  #mark() {
    this.element.classList.toggle('dirty', this.isDirty);
    if (this.isDirty) {
      this.element.classList.remove('fresh');
    }

    this.note.textContent = this.isContested && this.isDirty ? `Somebody else has changed this to: ${text(this.base)}` : '';
  }

  #isTyped(value) {
    try {
      return equal(this.control.get(), value);
    } catch (error) {
      if (error instanceof Invalid) {
        return false;
      }

      throw error;
    }
  }
}

function hintOf({ description, kind, isList, minimum, maximum, maxLength, default: standard }) {
  const range = minimum !== null && maximum !== null ? `From ${minimum} to ${maximum}.` : minimum !== null ? `At least ${minimum}.` : maximum !== null ? `At most ${maximum}.` : '';
  const length = maxLength !== null ? `At most ${maxLength} ${isList ? 'items' : 'characters'}.` : '';
  const zone = kind === 'Instant' ? 'In UTC.' : '';
  const usual = standard === null || standard === undefined || typeof standard === 'object' || standard === '' ? '' : `By default: ${text(standard)}`;
  return [description, range, length, zone, usual].filter(part => part).join(' ');
}
