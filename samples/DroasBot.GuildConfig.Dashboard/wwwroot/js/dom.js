// Creates elements. Anything from the server becomes text, never markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }

  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const button = (text, onclick, attributes = {}) => el('button', { type: 'button', onclick, ...attributes }, text);

let ids = 0;

export const freshId = prefix => `${prefix}-${++ids}`;

/** Announces a message to screen readers, again even if it is the same as before. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const time = instant => el('time', { datetime: instant, title: instant }, moment.format(new Date(instant)));
