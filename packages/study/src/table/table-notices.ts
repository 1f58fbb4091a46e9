import { printable } from '@reluctant/errors';
import type { Preprocessor, Table } from '@reluctant/preprocessing';
import type { TableConfig } from './table-config.js';

/** Most columns that are named. */
const mostNamed = 8;

/**
 * What a user must know of a table before a study: rows without a target, and columns that nobody asked to leave out.
 */
export function tableNotices(
  table: Table,
  rows: number,
  { target, drop, dropped }: Pick<TableConfig, 'target' | 'drop'> & Pick<Preprocessor, 'dropped'>,
): string[] {
  const missing = table.rows - rows;
  const unasked = dropped.filter(({ name }) => name !== target && !drop.includes(name));
  const named = unasked.slice(0, mostNamed).map(({ name, why }) => `'${printable(name)}' (${why})`);
  const rest = unasked.length > mostNamed ? ` and ${unasked.length - mostNamed} more` : '';
  return [
    ...(missing > 0
      ? [`${missing} of ${table.rows} rows ${missing === 1 ? 'has' : 'have'} no '${printable(target)}': left out.`]
      : []),
    ...(named.length > 0 ? [`Columns that are left out: ${named.join(', ')}${rest}.`] : []),
  ];
}
