// Two people have changed the same value: asks which one to keep.
import { ask } from './dialogs.js';
import { el, freshId } from './dom.js';
import { text } from './values.js';

/** Returns whether the user chose for every field. Fields for which "theirs" was chosen are set to the server's value. */
export async function resolve(fields) {
  const choices = fields.map(field => {
    const name = freshId('choice');
    const theirs = el('input', { type: 'radio', name, value: 'theirs', required: true });
    const yours = el('input', { type: 'radio', name, value: 'yours', required: true });
    const group = el('fieldset', { class: 'choice' }, el('legend', {}, field.member.label),
      el('label', {}, yours, ' Yours: ', el('strong', {}, text(field.value))),
      el('label', {}, theirs, ' Theirs: ', el('strong', {}, text(field.base))));
    return { field, theirs, group };
  });
  if (!await ask('Somebody else has changed this', [el('p', {}, 'It changed while you were editing. Which value do you want to keep?'), ...choices.map(choice => choice.group)], 'Save')) {
    return false;
  }

  for (const { field, theirs } of choices) {
    theirs.checked ? field.accept(field.base) : (field.isContested = false);
  }

  return true;
}
