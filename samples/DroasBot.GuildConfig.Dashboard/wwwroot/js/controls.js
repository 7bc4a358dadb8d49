// One control per kind of value. Each has: element, raw() for the typed text, get() for its JSON value, set(value), first() for the element to focus.
import { el } from './dom.js';
import { listControl } from './lists.js';

export class Invalid extends Error {}

const MaxId = 18446744073709551615n;
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const durationForm = /^-?(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?$/;

/** How the typed text of each kind is parsed. None of these rounds: an id stays text. */
const parsers = {
  Text: text => text,
  Integer(text, member, was) {
    if (!/^-?\d+$/.test(text)) {
      throw new Invalid('Enter a whole number.');
    }

    checkRange(BigInt(text), member);
    return typeof was !== 'string' && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  },
  Number(text, member, was) {
    const number = Number(text);
    if (text === '' || !Number.isFinite(number)) {
      throw new Invalid('Enter a number.');
    }

    checkRange(number, member);
    return typeof was === 'string' ? text : number;
  },
  Duration(text) {
    if (!durationForm.test(text)) {
      throw new Invalid('Enter a duration, such as 01:30:00 or 2.00:00:00.');
    }

    return text;
  },
  Instant(text) {
    if (!instantForm.test(text)) {
      throw new Invalid('Enter a date and a time.');
    }

    return `${text}Z`;
  },
  Id(text) {
    if (!/^\d{1,20}$/.test(text) || BigInt(text) === 0n || BigInt(text) > MaxId) {
      throw new Invalid('Enter an id: digits only, as copied from Discord.');
    }

    return text;
  },
  Json(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Invalid('Enter valid JSON.');
    }
  },
};

parsers.Channel = parsers.Role = parsers.User = parsers.Id;

const formats = {
  Instant: value => new Date(value).toISOString().slice(0, 19),
  Json: value => JSON.stringify(value, null, 2),
};

const attributes = {
  Text: () => ({ type: 'text' }),
  Integer: () => ({ type: 'text', inputmode: 'numeric' }),
  Number: () => ({ type: 'text', inputmode: 'decimal' }),
  Duration: () => ({ type: 'text', placeholder: 'd.hh:mm:ss' }),
  Instant: () => ({ type: 'datetime-local', step: 1 }),
  Id: () => ({ type: 'text', inputmode: 'numeric', pattern: '[0-9]{1,20}', maxlength: 20 }),
};

attributes.Channel = attributes.Role = attributes.User = attributes.Id;

function checkRange(value, { minimum, maximum }) {
  if ((minimum !== null && value < minimum) || (maximum !== null && value > maximum)) {
    throw new Invalid(`From ${minimum ?? 'any'} to ${maximum ?? 'any'}.`);
  }
}

export function createControl(member, id) {
  const kind = member.kind === 'Object' ? 'Json' : member.kind;
  return member.isList && kind !== 'Json' ? listControl(member, id, createControl)
    : kind === 'Boolean' && !member.isNullable ? checkbox(id)
    : kind === 'Boolean' ? select(member, id, [['true', 'Yes', true], ['false', 'No', false]])
    : kind === 'Choice' ? select(member, id, member.choices.map(choice => [choice, choice, choice]))
    : typed(member, id, kind);
}

function checkbox(id) {
  const element = el('input', { type: 'checkbox', id });
  return { element, raw: () => String(element.checked), get: () => element.checked, set: value => (element.checked = value === true), first: () => element };
}

function select(member, id, options) {
  const element = el('select', { id }, member.isNullable && el('option', { value: '' }, 'Nothing'), ...options.map(([value, text]) => el('option', { value }, text)));
  return {
    element,
    raw: () => element.value,
    get: () => options.find(([value]) => value === element.value)?.[2] ?? null,
    set: value => (element.value = value === null ? '' : String(value)),
    first: () => element,
  };
}

function typed(member, id, kind) {
  const isLong = kind === 'Json' || (kind === 'Text' && member.maxLength > 100);
  const element = isLong
    ? el('textarea', { id, rows: kind === 'Json' ? 4 : 2, spellcheck: kind === 'Text' ? null : 'false', class: kind === 'Json' ? 'code' : null })
    : el('input', { id, autocomplete: 'off', spellcheck: kind === 'Text' ? null : 'false', ...attributes[kind]() });
  let was = null;
  return {
    element,
    raw: () => element.value,
    get() {
      const text = kind === 'Text' ? element.value : element.value.trim();
      if (text === '' && member.isNullable) {
        return null;
      }

      if (kind === 'Text' && member.maxLength !== null && text.length > member.maxLength) {
        throw new Invalid(`At most ${member.maxLength} characters; these are ${text.length}.`);
      }

      return parsers[kind](text, member, was ?? member.default);
    },
    set(value) {
      was = value;
      element.value = value === null ? '' : (formats[kind] ?? String)(value);
    },
    first: () => element,
  };
}
