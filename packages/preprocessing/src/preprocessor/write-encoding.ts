import { cyclePosition, datePartFeatures, datePartTables } from '../encode/date-parts.js';
import { roundedToFloat32 } from '../encode/loses-in-float32.js';
import { scaled } from '../encode/scaling.js';
import { type Column, missingInteger, numericValues, type TextColumn } from '../table/column.js';
import type { Table } from '../table/table.js';
import { refuseInfinite } from './input-columns.js';
import type { CategoricalEncoding, ColumnEncoding, DateEncoding } from './preprocessor.js';

/** Where the features of a column go: zeros, row-major, `width` features a row, the first of the column at `offset`. */
export interface FeaturePlace {
  readonly matrix: Float32Array;
  readonly width: number;
  readonly offset: number;
}

/** Writes the features of one column, which is of the encoding's kind. */
export function writeEncoding(table: Table, column: Column, encoding: ColumnEncoding, place: FeaturePlace): void {
  if (encoding.role === 'categorical') writeCategories(column, encoding, place);
  else if (column.kind !== 'text') writeNumbers(inputValues(table, column, encoding), encoding, place);
}

function writeNumbers(
  values: Float64Array,
  encoding: Exclude<ColumnEncoding, CategoricalEncoding>,
  place: FeaturePlace,
): void {
  const { matrix, width, offset } = place;
  const parts = encoding.role === 'date' ? writeParts(values, encoding, { ...place, offset: offset + 1 }) : 0;
  for (let row = 0, at = offset; row < values.length; row++, at += width) {
    const value = values[row] ?? Number.NaN;
    if (encoding.role !== 'boolean') matrix[at] = scaled(value, encoding.scaling);
    else matrix[at] = Number.isNaN(value) ? encoding.fill : value;
    if (encoding.indicator && Number.isNaN(value)) matrix[at + 1 + parts] = 1;
  }
}

/** The values as they enter a graph, in double precision, NaN where missing. */
function inputValues(table: Table, column: Exclude<Column, TextColumn>, encoding: ColumnEncoding): Float64Array {
  const exact = numericValues(column);
  refuseInfinite(table, encoding, exact);
  return encoding.input === 'float' ? roundedToFloat32(exact) : exact;
}

/** Writes the features of a date's parts and returns their number. */
function writeParts(values: Float64Array, { parts }: DateEncoding, { matrix, width, offset }: FeaturePlace): number {
  let written = 0;
  for (const part of parts) {
    const features = datePartFeatures[part].length;
    const lookup = datePartTables[part];
    for (let row = 0, at = offset + written; row < values.length; row++, at += width) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const from = cyclePosition(part, value) * features;
      for (let feature = 0; feature < features; feature++) matrix[at + feature] = lookup[from + feature] ?? 0;
    }
    written += features;
  }
  return written;
}

function writeCategories(column: Column, encoding: CategoricalEncoding, { matrix, width, offset }: FeaturePlace): void {
  const { categories, rare } = encoding;
  const features = new Map(categories.map((category, feature) => [category, feature]));
  const featureOf = (category: CategoricalEncoding['categories'][number]): number =>
    features.get(category) ?? (rare ? categories.length : -1);
  const write = (row: number, feature: number): void => {
    if (feature >= 0) matrix[row * width + offset + feature] = 1;
  };
  switch (column.kind) {
    case 'text': {
      // One look-up for each entry of the dictionary rather than for each row.
      const byCode = column.categories.map(featureOf);
      const missing = featureOf('');
      column.codes.forEach((code, row) => {
        write(row, byCode[code] ?? missing);
      });
      return;
    }
    case 'integer':
      column.values.forEach((value, row) => {
        write(row, featureOf(value === missingInteger ? '' : String(value)));
      });
      return;
    default: {
      const round = encoding.input === 'float' ? Math.fround : Number;
      numericValues(column).forEach((value, row) => {
        write(row, featureOf(Number.isNaN(value) ? null : round(value)));
      });
    }
  }
}
