import { printable, ReluctantError, showValue } from '@reluctant/errors';
import type { SourceColumn } from '../typed/read-columns.js';

const value = /^[+-]?(\d+([.,]\d*)?|\.\d+)(e[+-]?\d+)?$|^\d{4}-\d\d-\d\d|^(true|false)$/i;

/**
 * Refuses a first line that looks like values: a name is a number, a date, or true or false, and no other name is a
 * text above a column of another kind, as in `country,2019,2020`.
 *
 * @throws ReluctantError (`invalid-file`) naming the file and the field
 */
export function checkHeader(file: string, columns: readonly SourceColumn[]): void {
  const odd = columns.findIndex(({ name }) => value.test(name));
  const [found] = columns.slice(odd, odd + 1);
  if (odd < 0 || found === undefined) return;
  if (columns.some(({ name, kind }) => kind !== 'text' && !value.test(name))) return;
  const said = `the header is missing: the name of a column is ${showValue(found.name)}, which looks like a value`;
  throw new ReluctantError('invalid-file', `${printable(file)}, line 1: ${said}`, {
    path: [file, 1],
    received: found.name,
  });
}
