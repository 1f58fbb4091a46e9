import { cyclePosition, type DatePart, datePartFeatures, datePartTables } from '../encode/date-parts.js';
import { roundedToFloat32 } from '../encode/loses-in-float32.js';
import { scaled } from '../encode/scaling.js';
import { type Column, missingInteger, numericValues, type TextColumn } from '../table/column.js';
import type { Table } from '../table/table.js';
import { refuseInfinite } from './input-columns.js';
import type { CategoricalEncoding, ColumnEncoding, DateEncoding } from './preprocessor.js';

/**
 * Where the features of a column go: zeros, row-major, `width` numbers a row, the first one of the column at `offset`.
 */
export interface FeaturePlace {
  readonly matrix: Float32Array;
  readonly width: number;
  readonly offset: number;
}

/** Writes the features of the rows from `first` to before `end`; row `base` is the first one of the matrix. */
export type WriteRows = (first: number, end: number, base: number) => void;

/**
 * Prepares to write the features of one column, which is of the encoding's kind.
 *
 * @throws ReluctantError naming row and column of a number that is not finite, before anything is written
 */
export function encodingWriter(table: Table, column: Column, encoding: ColumnEncoding, place: FeaturePlace): WriteRows {
  if (encoding.role === 'categorical') return categoryWriter(column, encoding, place);
  if (column.kind === 'text') return () => undefined;
  return numberWriter(inputValues(table, column, encoding), encoding, place);
}

function numberWriter(
  values: Float64Array,
  encoding: Exclude<ColumnEncoding, CategoricalEncoding>,
  place: FeaturePlace,
): WriteRows {
  const { matrix, width, offset } = place;
  const writeParts =
    encoding.role === 'date' ? partsWriter(values, encoding, { ...place, offset: offset + 1 }) : undefined;
  const parts = encoding.role === 'date' ? countFeatures(encoding.parts) : 0;
  return (first, end, base) => {
    for (let row = first, at = (first - base) * width + offset; row < end; row++, at += width) {
      const value = values[row] ?? Number.NaN;
      if (encoding.role !== 'boolean') matrix[at] = scaled(value, encoding.scaling);
      else matrix[at] = Number.isNaN(value) ? encoding.fill : value;
      if (encoding.indicator && Number.isNaN(value)) matrix[at + 1 + parts] = 1;
    }
    writeParts?.(first, end, base);
  };
}

/** The values as they enter a graph, in double precision, NaN where missing. */
function inputValues(table: Table, column: Exclude<Column, TextColumn>, encoding: ColumnEncoding): Float64Array {
  const exact = numericValues(column);
  refuseInfinite(table, encoding, exact);
  return encoding.input === 'float' ? roundedToFloat32(exact) : exact;
}

function countFeatures(parts: readonly DatePart[]): number {
  return parts.reduce((sum, part) => sum + datePartFeatures[part].length, 0);
}

/** Writes the features of a date's parts; those of a missing date stay zeros. */
function partsWriter(
  values: Float64Array,
  { parts }: DateEncoding,
  { matrix, width, offset }: FeaturePlace,
): WriteRows {
  let written = 0;
  const writers = parts.map((part): WriteRows => {
    const features = datePartFeatures[part].length;
    const lookup = datePartTables[part];
    const begin = offset + written;
    written += features;
    return (first, end, base) => {
      for (let row = first, at = (first - base) * width + begin; row < end; row++, at += width) {
        const value = values[row] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        const from = cyclePosition(part, value) * features;
        for (let feature = 0; feature < features; feature++) matrix[at + feature] = lookup[from + feature] ?? 0;
      }
    };
  });
  return (first, end, base) => {
    for (const write of writers) write(first, end, base);
  };
}

function categoryWriter(
  column: Column,
  encoding: CategoricalEncoding,
  { matrix, width, offset }: FeaturePlace,
): WriteRows {
  const featureAt = featureReader(column, encoding);
  return (first, end, base) => {
    for (let row = first, at = (first - base) * width + offset; row < end; row++, at += width) {
      const feature = featureAt(row);
      if (feature >= 0) matrix[at + feature] = 1;
    }
  };
}

/** The feature of each row's category; −1 for an unseen category without a rare group. */
export function featureReader(
  column: Column,
  { categories, rare, input }: CategoricalEncoding,
): (row: number) => number {
  const features = new Map(categories.map((category, feature) => [category, feature]));
  const featureOf = (category: CategoricalEncoding['categories'][number]): number =>
    features.get(category) ?? (rare ? categories.length : -1);
  switch (column.kind) {
    case 'text': {
      // One look-up for each entry of the dictionary rather than for each row.
      const byCode = Int32Array.from(column.categories, featureOf);
      const missing = featureOf('');
      return (row) => byCode[column.codes[row] ?? -1] ?? missing;
    }
    case 'integer':
      return (row) => {
        const value = column.values[row] ?? missingInteger;
        return featureOf(value === missingInteger ? '' : String(value));
      };
    default: {
      const values = numericValues(column);
      const round = input === 'float' ? Math.fround : Number;
      return (row) => {
        const value = values[row] ?? Number.NaN;
        return featureOf(Number.isNaN(value) ? null : round(value));
      };
    }
  }
}

/** The most features of a row that an encoding sets to other values than 0. */
export function mostEntries(encoding: ColumnEncoding): number {
  if (encoding.role === 'categorical') return 1;
  const parts = encoding.role === 'date' ? encoding.parts : [];
  // A weekday is one-hot; the other parts are a sine and a cosine.
  const ofParts = parts.reduce((sum, part) => sum + (part === 'weekday' ? 1 : datePartFeatures[part].length), 0);
  return 1 + ofParts + (encoding.indicator ? 1 : 0);
}
