import type { DatePart } from '../encode/date-parts.js';
import type { CategoryGroups } from '../encode/group-rare.js';
import type { Scaling } from '../encode/scaling.js';
import type { ColumnKind } from '../table/column.js';

/** The version of the JSON of a {@link Preprocessor}. */
export const preprocessorVersion = 1;

/**
 * The type in which a raw column enters an exported graph. `float` values are rounded to float32 before anything else,
 * in fitting and after it; `double` and `int64` are for columns that would lose by that; dates are int64 milliseconds,
 * −2^63 where missing; a missing text is ''.
 */
export type InputType = 'float' | 'double' | 'int64' | 'string';

interface RawColumn {
  readonly name: string;
  /** What a table must hold in this column. */
  readonly kind: ColumnKind;
  readonly input: InputType;
}

/** One standardised feature, and one that is 1 where the value is missing if some were missing in fitting. */
export interface NumericEncoding extends RawColumn {
  readonly role: 'numeric';
  readonly scaling: Scaling;
  readonly indicator: boolean;
}

/** One feature 0 or 1, missing replaced by the more frequent one; and an indicator if some were missing in fitting. */
export interface BooleanEncoding extends RawColumn {
  readonly role: 'boolean';
  readonly fill: 0 | 1;
  readonly indicator: boolean;
}

/** One feature 0 or 1 for each category, and one for the rare group. */
export interface CategoricalEncoding extends RawColumn, CategoryGroups {
  readonly role: 'categorical';
}

/**
 * Elapsed time, standardised, and features of the parts; of a missing date the parts are zeros. An indicator as for
 * numbers.
 */
export interface DateEncoding extends RawColumn {
  readonly role: 'date';
  readonly scaling: Scaling;
  readonly parts: readonly DatePart[];
  readonly indicator: boolean;
}

/** How one raw column becomes features. */
export type ColumnEncoding = NumericEncoding | BooleanEncoding | CategoricalEncoding | DateEncoding;

/** A fitted preprocessor: plain JSON. */
export interface Preprocessor {
  readonly version: typeof preprocessorVersion;
  /** In the order of the table; features are in this order, too. */
  readonly columns: readonly ColumnEncoding[];
  /** Columns of the table that are not used, and why. */
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
}

/** The raw columns that a table must have for a preprocessor, in order. */
export function rawColumns(
  preprocessor: Preprocessor,
): readonly { readonly name: string; readonly kind: ColumnKind }[] {
  return preprocessor.columns.map(({ name, kind }) => ({ name, kind }));
}
