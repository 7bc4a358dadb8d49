// Who changed what, and how to revert it.
import * as api from './api.js';
import { button, el, time } from './dom.js';
import { differences } from './dialogs.js';
import { text } from './values.js';

export class History {
  #next = null;

  /**
   * @param id The guild.
   * @param labels Returns the label of a path.
   * @param user The signed-in user.
   * @param onrevert Called with 'undo' or 'restore' and a change.
   */
  constructor(id, labels, user, onrevert) {
    Object.assign(this, { id, labels, user, onrevert });
    this.list = el('ol', { class: 'changes' });
    this.older = button('Older changes', () => this.#loadMore(), { class: 'quiet', hidden: true });
    this.empty = el('p', { class: 'hint', hidden: true }, 'Nothing has been changed yet.');
    this.element = el('section', { class: 'card history', 'aria-labelledby': 'history' }, el('h2', { id: 'history' }, 'History'), this.empty, this.list, this.older);
  }

  async load() {
    this.list.replaceChildren();
    await this.#append();
  }

  /** Shows a change that was just made. */
  add(change) {
    if (!(change.revision <= Number(this.list.firstChild?.dataset.revision))) {
      this.list.prepend(this.#entry(change));
      this.empty.hidden = true;
    }
  }

  async #append(before) {
    const page = await api.history(this.id, before);
    const entries = page.changes.map(change => this.#entry(change));
    this.list.append(...entries);
    this.#next = page.nextBefore;
    this.older.hidden = this.#next === null;
    this.empty.hidden = this.list.children.length > 0;
    return entries;
  }

  async #loadMore() {
    const entries = await this.#append(this.#next);
    entries[0]?.focus();
  }

  #entry(change) {
    const who = change.actorId === null ? 'the bot' : change.actorId === this.user.id ? 'you' : `user ${change.actorId}`;
    const is = `revision ${change.revision}`;
    return el('li', { tabindex: '-1', 'data-revision': change.revision },
      el('p', { class: 'head' }, el('span', { class: 'kind' }, change.kind), ' by ', who, ', ', time(change.changedAt)),
      change.reason && el('p', { class: 'reason' }, `“${change.reason}”`),
      differences(change.differences.map(({ path, before, after }) => ({ label: this.labels(path), before: text(before), after: text(after) }))),
      el('p', { class: 'actions' },
        button('Undo', () => this.onrevert('undo', change), { class: 'quiet', 'aria-label': `Undo ${is}` }),
        button('Restore', () => this.onrevert('restore', change), { class: 'quiet', 'aria-label': `Restore ${is}` })));
  }
}
