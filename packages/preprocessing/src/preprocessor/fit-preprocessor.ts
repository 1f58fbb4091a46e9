import { printable, ReluctantError } from '@reluctant/errors';
import { summariseColumn } from '../summary/summarise-column.js';
import { type Column, numericValues } from '../table/column.js';
import { type Table, tableError } from '../table/table.js';
import { decideRole } from './decide-role.js';
import { fitEncoding } from './fit-encoding.js';
import { type ColumnEncoding, type Preprocessor, preprocessorVersion } from './preprocessor.js';
import { type PreprocessorOptions, resolveOptions } from './preprocessor-options.js';

/**
 * Fits a preprocessor on the rows of the training part.
 *
 * What becomes of a column, in the terms of scikit-learn's `ColumnTransformer`:
 * - numbers: `SimpleImputer(strategy="median")`, `StandardScaler()`, beside them
 *   `MissingIndicator(features="missing-only")`; rounded to float32 first, unless that loses (see `InputType`);
 * - texts: `SimpleImputer(strategy="constant", fill_value="")`, then
 *   `OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=minFrequency, max_categories=maxCategories)`;
 * - true and false: 0 and 1, `SimpleImputer(strategy="most_frequent")`, beside it the indicator;
 * - dates: elapsed milliseconds as numbers are, sine and cosine of the season and of the time of day, one-hot weekdays;
 * - dropped: columns without a value, constants, identifiers, free text, texts that are all rare.
 *
 * Differs from scikit-learn: an indicator is a feature of its own and is not standardised; a column without a value has
 * no feature here, which is `SimpleImputer`'s rule, too; infinite numbers are refused, as there.
 *
 * @throws ReluctantError naming row and column for an infinite number; if no column is left; for wrong options
 */
export function fitPreprocessor(table: Table, options: PreprocessorOptions = {}): Preprocessor {
  const resolved = resolveOptions(table, options, 'fitPreprocessor');
  const columns: ColumnEncoding[] = [];
  const dropped: { name: string; why: string }[] = [];
  for (const column of table.columns) {
    if (column.name === resolved.target) continue;
    const { summary, sorted } = summariseColumn(column);
    const { role, why } = decideRole(table, column, summary, resolved);
    if (role === 'drop') {
      dropped.push({ name: column.name, why });
      continue;
    }
    if (summary.infiniteRow !== undefined) refuseInfinite(table, column, summary.infiniteRow);
    columns.push(fitEncoding(column, sorted, role, resolved));
  }
  if (columns.length === 0) {
    const reasons = dropped.map(({ name, why }) => `'${printable(name)}' (${why})`).join(', ');
    const said = `no column is left to learn from${reasons === '' ? '' : `; dropped: ${reasons}`}`;
    throw new ReluctantError('invalid-argument', said, { path: ['table'] });
  }
  return { version: preprocessorVersion, columns, dropped };
}

function refuseInfinite(table: Table, column: Column, row: number): never {
  const value = column.kind === 'text' ? Number.NaN : numericValues(column)[row];
  throw tableError(table, { row, column: column.name }, `expected a finite number, got ${value}`);
}
