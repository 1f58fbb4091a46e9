import { printable } from './printable.js';

/** The characters that {@link showValue} keeps by default. */
export const valueLimit = 80;

/** Enough entries of a list or an object to fill any sentence. */
const mostEntries = 16;
const deepest = 3;

/**
 * A value as a sentence shows it: `0.5`, `"text"`, `[1, 2]`, `{ share: 2 }`, `Float32Array of 12 values`; never more than `limit`
 * characters, never a raw control character. It never throws, whatever the value is.
 */
export function showValue(value: unknown, limit: number = valueLimit): string {
  try {
    return printable(show(value, 0, limit), limit);
  } catch {
    // A getter, a proxy or a toString that throws.
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
