// One guild: form, picture and history of one revision, kept in sync with the server.
import * as api from './api.js';
import { resolve } from './conflict.js';
import { ask, differences } from './dialogs.js';
import { announce, el } from './dom.js';
import { Feed } from './events.js';
import { GuildForm } from './form.js';
import { History } from './history.js';
import { labelsOf } from './labels.js';
import { Picture } from './picture.js';
import { SaveBar } from './savebar.js';
import { equal, text } from './values.js';

const MostTries = 5;

export class GuildPage {
  #writes = 0;
  #feed = null;

  constructor(user, schema, mine, guild, onconnection) {
    Object.assign(this, { user, schema, mine, guild, onconnection });
    const may = name => mine.sections === null || mine.sections.includes(name);
    this.labels = labelsOf(schema);
    this.heading = el('h1', { tabindex: '-1' }, mine.name);
    this.message = el('p', { class: 'message', role: 'alert' });
    this.form = new GuildForm(schema, guild, mine.sections);
    this.picture = new Picture(may('background'), { use: file => this.#usePicture(file), remove: () => this.#removePicture() });
    this.bar = new SaveBar({ save: () => this.#save(), discard: () => this.#discard() });
    this.history = new History(guild.guildId, this.labels, user, (action, change) => this.#revert(action, change));
    const form = el('form', { novalidate: true, 'aria-label': 'Configuration', oninput: () => this.#count() }, this.message, this.form.element, this.bar.element);
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#save();
    });
    this.element = el('div', { class: 'page guild' },
      el('nav', { 'aria-label': 'Back' }, el('a', { href: '#/' }, '← All guilds')),
      el('div', { class: 'title' }, this.heading, el('p', { class: 'hint' }, guild.guildId)),
      form, el('div', { class: 'side' }, this.picture.element, this.history.element));
    this.picture.show(guild);
  }

  get isDirty() {
    return this.form.dirty.length > 0;
  }

  async start() {
    await this.history.load();
    this.#feed = new Feed(this.guild.guildId, this.guild.revision, {
      change: change => this.#changed(change),
      refreshed: () => this.#refresh(),
      connection: this.onconnection,
      probe: () => this.#refresh(),
    });
  }

  stop() {
    this.#feed?.close();
  }

  /** Somebody, perhaps this page, has changed the guild. */
  async #changed(change) {
    this.history.add(change);
    if (change.revision > this.guild.revision) {
      await this.#refresh();
    }
  }

  /** Reads the guild again. Keeps what the user has typed. */
  async #refresh() {
    for (;;) {
      const writes = this.#writes;
      const latest = await api.guild(this.guild.guildId);
      if (writes === this.#writes) {
        this.#show(latest, latest.revision !== this.guild.revision);
        return;
      }
    }
  }

  #show(guild, isNews) {
    const pictureChanged = !equal(guild.background, this.guild.background);
    this.guild = guild;
    const labels = this.form.rebase(guild);
    if (pictureChanged) {
      this.picture.show(guild);
      labels.push('Picture');
    }

    this.#count();
    if (isNews && labels.length > 0) {
      announce(`Somebody else has changed: ${labels.join(', ')}.`);
    }
  }

  #count() {
    this.bar.show(this.form.dirty.length);
  }

  #discard() {
    this.form.discard();
    this.#count();
    this.heading.focus();
    announce('Your changes were discarded.');
  }

  /** Tries a write with the revision shown. If somebody else was faster, shows what they did; proceed decides whether to retry. */
  async #write(send, proceed = async () => true) {
    this.message.textContent = '';
    for (let tries = 1; ; tries++) {
      try {
        const after = await send(this.guild.revision);
        this.#writes++;
        return after;
      } catch (error) {
        if (error.status === 412 && tries < MostTries) {
          await this.#refresh();
          if (await proceed()) {
            continue;
          }

          return null;
        }

        throw error;
      }
    }
  }

  async #save() {
    if (!this.isDirty || this.form.changes() === null || !await this.#settle()) {
      return;
    }

    this.bar.busy(true);
    try {
      let sent = [];
      const after = await this.#write(
        revision => {
          sent = this.form.dirty.map(field => [field, field.control.raw()]);
          return api.patch(this.guild.guildId, revision, this.form.changes(), this.bar.reason);
        },
        () => this.#settle());
      if (after !== null) {
        // What was typed while the request was in flight is not saved yet.
        this.form.accept(after, sent.filter(([field, raw]) => field.control.raw() === raw).map(([field]) => field));
        this.form.showErrors({});
        this.bar.clear();
        this.#show(after, false);
        this.#tell('Saved.');
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.bar.busy(false);
    }
  }

  /** Asks about what somebody else has changed too. Returns whether there is anything left to save. */
  async #settle() {
    const { contested } = this.form;
    if (contested.length > 0 && !await resolve(contested)) {
      return false;
    }

    this.#count();
    return this.isDirty;
  }

  async #usePicture(file) {
    try {
      const before = this.guild.background;
      const after = await this.#write(revision => api.putPicture(this.guild.guildId, revision, file), async () => equal(before, this.guild.background));
      if (after === null) {
        this.picture.fail('Somebody else has just changed the picture; theirs is shown above. Use yours anyway?');
      } else {
        this.picture.clear();
        this.#show(after, false);
        this.picture.input.focus();
        this.#tell('Picture saved.');
      }
    } catch (error) {
      this.picture.fail(error.message);
    }
  }

  async #removePicture() {
    if (!await ask('Remove the picture?', [el('p', {}, 'It can be restored from the history.')], 'Remove')) {
      return;
    }

    try {
      const after = await this.#write(revision => api.patch(this.guild.guildId, revision, { background: null }));
      this.#show(after, false);
      this.picture.input.focus();
      this.#tell('Picture removed.');
    } catch (error) {
      this.picture.fail(error.message);
    }
  }

  /** @param action 'undo' or 'restore' */
  async #revert(action, change) {
    try {
      const { guildId } = this.guild;
      const would = await this.#write(revision => api.revert(guildId, action, change.revision, revision, true));
      const list = this.#compare(this.guild, would);
      const title = action === 'undo' ? `Undo revision ${change.revision}?` : `Restore revision ${change.revision}?`;
      const body = list.length > 0
        ? [el('p', {}, action === 'undo' ? 'Later changes are undone too. This would change:' : 'This would change:'), differences(list)]
        : [el('p', {}, 'Nothing would change: the guild has these values already.')];
      if (await ask(title, body, action === 'undo' ? 'Undo' : 'Restore')) {
        const after = await this.#write(revision => api.revert(guildId, action, change.revision, revision), async () => false);
        if (after === null) {
          this.#tell('Somebody else has just changed the guild. Nothing was done; check and try again.');
        } else {
          this.#show(after, false);
          this.#tell(action === 'undo' ? 'Undone.' : 'Restored.');
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #compare(before, after) {
    const flat = guild => new Map([['background', guild.background], ...this.form.fields.map(field => [field.member.path, field.read(guild)])]);
    const [was, is] = [flat(before), flat(after)];
    return [...is].filter(([path, value]) => !equal(value, was.get(path))).map(([path, value]) => ({ label: this.labels(path), before: text(was.get(path)), after: text(value) }));
  }

  #tell(message) {
    this.message.textContent = '';
    this.bar.tell(message);
    announce(message);
  }

  #fail(error) {
    if (Object.keys(error.errors ?? {}).length > 0) {
      this.form.showErrors(error.errors);
    } else {
      this.message.textContent = error.message;
      this.message.scrollIntoView({ block: 'nearest' });
    }
  }
}
