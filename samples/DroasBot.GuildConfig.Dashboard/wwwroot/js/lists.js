// A list of values: one row each, with a button to remove it, and a button to add another.
import { button, el, freshId } from './dom.js';

export function listControl(member, id, createControl) {
  const rows = [];
  const list = el('ul', { class: 'rows' });
  const add = button('Add', () => focus(append(null)), { class: 'quiet', id: `${id}-add` });
  const element = el('div', { id, role: 'group' }, list, add);
  const item = { ...member, isList: false, isNullable: false, maxLength: null };
  const changed = () => element.dispatchEvent(new Event('input', { bubbles: true }));
  const focus = row => row.control.first().focus();

  function append(value) {
    const control = createControl(item, freshId(id));
    const row = { control, element: el('li', {}, control.element, button('Remove', () => remove(row), { class: 'quiet' })) };
    control.set(value);
    rows.push(row);
    list.append(row.element);
    number();
    changed();
    return row;
  }

  function remove(row) {
    const index = rows.indexOf(row);
    rows.splice(index, 1);
    row.element.remove();
    number();
    changed();
    const next = rows[Math.min(index, rows.length - 1)];
    next ? focus(next) : add.focus();
  }

  function number() {
    rows.forEach((row, index) => {
      row.control.first().setAttribute('aria-label', `${member.label} ${index + 1}`);
      row.element.lastChild.setAttribute('aria-label', `Remove ${member.label} ${index + 1}`);
    });
    add.setAttribute('aria-label', `Add to ${member.label}`);
  }

  return {
    element,
    raw: () => JSON.stringify(rows.map(row => row.control.raw())),
    get: () => rows.map(row => row.control.get()),
    set(value) {
      rows.splice(0).forEach(row => row.element.remove());
      (value ?? []).forEach(append);
      number();
    },
    first: () => rows[0]?.control.first() ?? add,
  };
}
