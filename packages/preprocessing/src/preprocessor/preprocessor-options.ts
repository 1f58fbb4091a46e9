import { option, parseWith, ReluctantError, sentence, unknownName } from '@reluctant/errors';
import * as z from 'zod';
import { type Table, tableError } from '../table/table.js';

/** Options of `fitPreprocessor` and `describeTable`. */
export interface PreprocessorOptions {
  /** The column to predict, which is no feature. */
  readonly target?: string;
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  /** Columns to standardise: numbers, dates (as elapsed time alone) or true and false. */
  readonly numeric?: readonly string[];
  /** Columns to one-hot. */
  readonly categorical?: readonly string[];
  /** A category with fewer rows joins the rare group: a number of rows, or a share of the rows below 1. Default 10. */
  readonly minFrequency?: number;
  /** The largest number of features of a categorical column, at least 2. Default 100. */
  readonly maxCategories?: number;
}

/** {@link PreprocessorOptions} with the defaults filled in. */
export interface ResolvedOptions {
  readonly target?: string | undefined;
  readonly drop: readonly string[];
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
  readonly minFrequency: number;
  readonly maxCategories: number;
}

const names = z.array(z.string()).default([]);

/** Schema of {@link PreprocessorOptions}. */
const schema = z.strictObject({
  target: z.string().optional(),
  drop: names,
  numeric: names,
  categorical: names,
  minFrequency: z
    .number()
    .positive()
    .refine((value) => value < 1 || Number.isInteger(value), 'must be a whole number of rows or a share below 1')
    .default(10),
  maxCategories: z.int().min(2).default(100),
});

/**
 * Checks options and fills the defaults in.
 *
 * @throws ReluctantError for an unknown option, a column that the table does not have, or one that two options name
 */
export function resolveOptions(table: Table, options: PreprocessorOptions, owner: string): ResolvedOptions {
  const resolved = parseWith(schema, options, { owner });
  const { target, drop, numeric, categorical } = resolved;
  const known = table.columns.map(({ name }) => name);
  const named = new Map<string, string>();
  const lists = { target: target === undefined ? [] : [target], drop, numeric, categorical };
  for (const [list, members] of Object.entries(lists)) {
    for (const name of members) {
      if (!known.includes(name)) throw unknownName('column', name, known);
      const before = named.get(name);
      if (before !== undefined && before !== list) {
        const said = sentence`${option(before)} and ${option(list)} both name the column '${name}'`;
        throw new ReluctantError('invalid-option', said, { path: [list], received: name });
      }
      named.set(name, list);
    }
  }
  if (table.rows === 0) throw tableError(table, {}, 'the table has no rows');
  return resolved;
}
