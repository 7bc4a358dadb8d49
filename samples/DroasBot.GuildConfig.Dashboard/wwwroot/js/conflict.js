// Two people have changed the same thing: which of the two is to stay?
import { ask } from './dialogs.js';
import { el, freshId } from './dom.js';
import { text } from './values.js';

/** Gives whether the user has chosen for every field; fields of which theirs was chosen are as the server has them. */
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
  if (!await ask('Somebody else has changed this', [el('p', {}, 'While you were editing. Which is to stay?'), ...choices.map(choice => choice.group)], 'Save')) {
    return false;
  }

  for (const { field, theirs } of choices) {
    theirs.checked ? field.accept(field.base) : (field.isContested = false);
  }

  return true;
}
