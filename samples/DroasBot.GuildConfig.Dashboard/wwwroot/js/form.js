// The form of a guild, generated from the schema: one fieldset per section.
import { Invalid } from './controls.js';
import { el, freshId } from './dom.js';
import { Field, WelcomeChannelPath } from './field.js';
import { patchOf, write } from './values.js';

const WelcomeChannel = {
  path: WelcomeChannelPath, kind: 'Channel', label: 'Welcome channel', description: 'The id of the channel in which new members are welcomed.',
  isNullable: true, isList: false, default: null, choices: null, minimum: null, maximum: null, maxLength: null,
};

export class GuildForm {
  /**
   * @param schema The server's schema of the sections.
   * @param guild The guild to show.
   * @param sections The names of the sections that the user may change; null for everything.
   */
  constructor(schema, guild, sections) {
    this.fields = [];
    this.summary = el('div', { class: 'summary', tabindex: '-1', hidden: true });
    const may = name => (sections === null || sections.includes(name)) && !guild.unreadable.includes(name);
    this.element = el('div', { class: 'sections' }, this.summary,
      this.#section({ label: 'Channel', description: null, members: [WelcomeChannel] }, may(WelcomeChannelPath)),
      ...schema.sections.map(section => guild.unreadable.includes(section.name) ? unreadable(section) : this.#section(section, may(section.name))));
    this.fields.forEach(field => field.accept(field.read(guild)));
  }

  get dirty() {
    return this.fields.filter(field => field.isDirty);
  }

  get contested() {
    return this.dirty.filter(field => field.isContested);
  }

  /** Returns what was typed as a merge patch. Shows the errors and returns null if anything is invalid. */
  changes() {
    const patch = {};
    const errors = {};
    for (const field of this.dirty) {
      try {
        const path = field.member.path;
        write(path === WelcomeChannelPath ? patch : (patch.settings ??= {}), path, patchOf(field.base, field.value));
      } catch (error) {
        if (!(error instanceof Invalid)) {
          throw error;
        }

        errors[field.member.path] = [error.message];
      }
    }

    this.showErrors(errors);
    return Object.keys(errors).length === 0 ? patch : null;
  }

  /** Takes the server's current values, and returns the labels of those that changed on the page. */
  rebase(guild) {
    return this.fields.filter(field => field.rebase(field.read(guild))).map(field => field.member.label);
  }

  accept(guild, fields) {
    fields.forEach(field => field.accept(field.read(guild)));
  }

  discard() {
    this.dirty.forEach(field => field.accept(field.base));
    this.showErrors({});
  }

  /** Shows each message next to its field, and all of them in a summary, which gets the focus. */
  showErrors(errors) {
    const all = Object.entries(errors).flatMap(([path, messages]) => messages.map(message => ({ field: this.#find(path), message })));
    for (const field of this.fields) {
      field.showError(all.filter(error => error.field === field).map(error => error.message).join(' '));
    }

    this.summary.hidden = all.length === 0;
    this.summary.replaceChildren(
      el('h2', {}, all.length === 1 ? 'One problem to fix' : `${all.length} problems to fix`),
      el('ul', {}, ...all.map(({ field, message }) => el('li', {}, field ? link(field, message) : message))));
    if (all.length > 0) {
      this.summary.focus();
    }
  }

  /** The field of a path, or the one that contains the path. */
  #find(path) {
    return this.fields.filter(({ member }) => path === member.path || path.startsWith(`${member.path}.`)).sort((a, b) => b.member.path.length - a.member.path.length)[0];
  }

  #section({ label, description, members }, mayChange) {
    const id = freshId('section');
    const fieldset = el('fieldset', { disabled: !mayChange, 'aria-describedby': id }, el('legend', {}, label),
      el('p', { id, class: 'hint' }, [description, mayChange ? null : 'You may not change this.'].filter(part => part).join(' ')));
    const groups = [];
    for (const member of members) {
      while (groups.length > 0 && !member.path.startsWith(`${groups.at(-1).path}.`)) {
        groups.pop();
      }

      const parent = groups.at(-1)?.element ?? fieldset;
      if (isGroup(member, members)) {
        const element = el('fieldset', { class: 'inner' }, el('legend', {}, member.label), member.description && el('p', { class: 'hint' }, member.description));
        parent.append(element);
        groups.push({ path: member.path, element });
      } else {
        const field = new Field(member);
        parent.append(field.element);
        this.fields.push(field);
      }
    }

    return fieldset;
  }
}

/** An object that is followed by its members; one without members is a dictionary. */
const isGroup = (member, members) => member.kind === 'Object' && !member.isList && members.some(other => other.path.startsWith(`${member.path}.`));

const unreadable = ({ label }) => el('section', { class: 'card' }, el('h2', {}, label), el('p', { class: 'hint' }, 'This dashboard is too old to read what is stored here.'));

function link(field, message) {
  return el('a', {
    href: `#${field.id}`,
    onclick(event) {
      event.preventDefault();
      field.control.first().focus();
    },
  }, `${field.member.label}: ${message}`);
}
