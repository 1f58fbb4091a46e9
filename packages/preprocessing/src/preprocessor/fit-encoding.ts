import { cyclePosition, type DatePart } from '../encode/date-parts.js';
import { groupRare } from '../encode/group-rare.js';
import { losesInFloat32, roundedToFloat32 } from '../encode/loses-in-float32.js';
import { fitScaling } from '../encode/scaling.js';
import { countCategories } from '../summary/count-categories.js';
import { medianOf } from '../summary/sorted-values.js';
import { type BooleanColumn, type Column, numericValues } from '../table/column.js';
import type { Role } from './decide-role.js';
import type { BooleanEncoding, ColumnEncoding, DateEncoding, InputType } from './preprocessor.js';
import type { ResolvedOptions } from './preprocessor-options.js';

/**
 * Fits the encoding of one column, all of whose numbers are finite and which has at least one value.
 *
 * @param sorted - its values in ascending order: see `summariseColumn`
 */
export function fitEncoding(
  column: Column,
  sorted: Float64Array,
  role: Exclude<Role, 'drop'>,
  options: ResolvedOptions,
): ColumnEncoding {
  const input = inputType(column);
  const raw = { name: column.name, kind: column.kind, input };
  if (role === 'categorical' || column.kind === 'text') {
    const counted = input === 'float' && column.kind === 'number' ? rounded(column) : column;
    return { ...raw, role: 'categorical', ...groupRare(countCategories(counted), options) };
  }
  if (role === 'boolean' && column.kind === 'boolean') return { ...raw, role, ...fitBoolean(column) };
  const exact = numericValues(column);
  const values = input === 'float' ? roundedToFloat32(exact) : exact;
  const scaling = fitScaling(values, medianOf(sorted, input === 'float' ? Math.fround : Number));
  const indicator = hasMissing(values);
  if (role === 'date') return { ...raw, role, scaling, parts: varyingParts(values), indicator };
  return { ...raw, role: 'numeric', scaling, indicator };
}

function inputType(column: Column): InputType {
  switch (column.kind) {
    case 'text':
      return 'string';
    case 'boolean':
      return 'float';
    case 'number':
      return losesInFloat32(column.values) ? 'double' : 'float';
    default:
      return 'int64';
  }
}

function rounded(column: Extract<Column, { kind: 'number' }>): Column {
  return { ...column, values: roundedToFloat32(column.values) };
}

/**
 * The more frequent value replaces a missing one; false on a tie, as scikit-learn's `most_frequent` takes the smaller.
 */
function fitBoolean({ values }: BooleanColumn): Pick<BooleanEncoding, 'fill' | 'indicator'> {
  let balance = 0;
  let indicator = false;
  for (const value of values) {
    if (value === -1) indicator = true;
    else balance += value === 1 ? 1 : -1;
  }
  return { fill: balance > 0 ? 1 : 0, indicator };
}

function hasMissing(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) return true;
  return false;
}

/** The parts that differ between two rows at least. */
function varyingParts(values: Float64Array): DateEncoding['parts'] {
  const parts: readonly DatePart[] = ['season', 'weekday', 'time'];
  return parts.filter((part) => {
    let first: number | undefined;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const position = cyclePosition(part, value);
      first ??= position;
      if (position !== first) return true;
    }
    return false;
  });
}
