// JSON values: equality, paths, merge patches, and display as text.

export function equal(a, b) {
  if (a === b || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b;
  }

  const [left, right] = [Object.keys(a), Object.keys(b)];
  return Array.isArray(a) === Array.isArray(b) && left.length === right.length && left.every(key => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Splits 'a.b\.c' into 'a' and 'b.c'. */
export const split = path => (path.match(/(?:\\.|[^.\\])+/gs) ?? []).map(part => part.replace(/\\(.)/gs, '$1'));

export const read = (value, path) => split(path).reduce((inner, name) => inner?.[name] ?? null, value);

export function write(target, path, value) {
  const names = split(path);
  const last = names.pop();
  names.reduce((inner, name) => (inner[name] ??= {}), target)[last] = value;
}

/** Creates a merge patch (RFC 7396) that turns the first value into the second: objects member by member, everything else as a whole. */
export function patchOf(before, after) {
  if (!isObject(before) || !isObject(after)) {
    return after;
  }

  const patch = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!Object.hasOwn(after, key)) {
      patch[key] = null;
    } else if (!equal(before[key], after[key])) {
      patch[key] = patchOf(before[key], after[key]);
    }
  }

  return patch;
}

export function text(value) {
  if (value === null || value === undefined || value === '') {
    return 'nothing';
  }

  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }

  return Array.isArray(value) && value.every(item => typeof item !== 'object') ? value.join(', ') || 'nothing'
    : typeof value === 'object' ? describe(value)
    : String(value);
}

/** A picture by what identifies it, anything else as JSON. */
const describe = value => value.contentHash ? `picture ${value.contentHash.slice(0, 8)}` : value.filePath ?? JSON.stringify(value);
