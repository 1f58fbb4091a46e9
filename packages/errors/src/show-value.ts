import { printable } from './printable.js';

/** The default limit of {@link showValue}, in characters. */
export const valueLimit = 80;

/** More entries than fit into a sentence. */
const mostEntries = 16;
const deepest = 3;

/**
 * A value as text for a sentence: `0.5`, `"text"`, `[1, 2]`, `{ share: 2 }`, `Float32Array of 12 values`. At most
 * `limit` characters, no raw control characters. Never throws.
 */
export function showValue(value: unknown, limit: number = valueLimit): string {
  try {
    return printable(show(value, 0, limit), limit);
  } catch {
    // A getter, a proxy or a toString may throw.
    return 'a value that cannot be shown';
  }
}

function show(value: unknown, depth: number, limit: number): string {
  if (typeof value === 'string') return `"${printable(value, limit)}"`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value) && 'length' in value) return `${nameOf(value)} of ${value.length} values`;
  if (depth === deepest) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostEntries).map((entry) => show(entry, depth + 1, limit));
    return `[${[...shown, ...(value.length > mostEntries ? ['…'] : [])].join(', ')}]`;
  }
  const name = nameOf(value);
  if (name !== 'Object') return `an object of class ${printable(name, limit)}`;
  const shown: string[] = [];
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (shown.length === mostEntries) {
      shown.push('…');
      break;
    }
    shown.push(`${printable(key, limit)}: ${show(Reflect.get(value, key), depth + 1, limit)}`);
  }
  return shown.length === 0 ? '{}' : `{ ${shown.join(', ')} }`;
}

function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return 'Object';
  const { constructor: made } = prototype;
  return typeof made === 'function' && made.name !== '' ? made.name : 'Object';
}
