import { option, ReluctantError, sentence } from '@reluctant/errors';

/**
 * The rows of each class: classes in ascending order (texts by code unit), rows in ascending order.
 *
 * @throws ReluctantError for a label that is absent or NaN
 */
export function rowsByClass(labels: ArrayLike<number> | ArrayLike<string>): Map<number | string, number[]> {
  const found = new Map<number | string, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label === undefined || Number.isNaN(label)) {
      const message = sentence`${option('stratify')} must have a label for every row, got ${String(label)} in row ${row}`;
      throw new ReluctantError('invalid-option', message, { path: ['stratify', row], received: label });
    }
    const rows = found.get(label) ?? [];
    rows.push(row);
    found.set(label, rows);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
