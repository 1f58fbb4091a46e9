import { createHash } from 'node:crypto';

/** Longest text of the compared studies in a name. */
const longest = 48;

/**
 * The folder of a comparison: the names of its studies, or, where these are long, the beginning of the first name, how
 * many others there are, and eight hexadecimal digits of a SHA-256 of all names, so that two comparisons have two
 * folders.
 *
 * @param labels - of the studies, in their order
 */
export function comparisonName(labels: readonly string[]): string {
  const all = labels.map(fileText).join('-');
  if (all.length <= longest) return `compare-${all}`;
  const [first = '', ...others] = labels;
  const hash = createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 8);
  return `compare-${fileText(first).slice(0, 24)}-and-${others.length}-${hash}`;
}

function fileText(label: string): string {
  return label.replace(/[^\w.=+-]+/g, '_');
}
