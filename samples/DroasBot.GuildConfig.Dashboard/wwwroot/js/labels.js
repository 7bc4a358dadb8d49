// Readable names for the paths in a difference.
import { split } from './values.js';

export function labelsOf(schema) {
  const known = new Map([['welcomeChannelId', 'Welcome channel'], ['background', 'Picture']]);
  for (const section of schema.sections) {
    known.set(section.name, section.label);
    for (const member of section.members) {
      const parent = member.path.slice(0, member.path.lastIndexOf('.'));
      known.set(member.path, `${known.get(parent) ?? section.label} › ${member.label}`);
    }
  }

  return path => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const label = known.get(path.slice(0, end));
      if (label) {
        return [label, ...split(path.slice(end + 1))].join(' › ');
      }
    }

    return path;
  };
}
