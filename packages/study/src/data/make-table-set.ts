import { takeTableRows, transform } from '@reluctant/preprocessing';
import type { LabelledRows } from '@reluctant/trainer';
import { type SplitSettings, splitTable, type TableSplit } from '../table/split-table.js';
import type { StudyTable } from '../table/study-table.js';
import type { Allocate } from './allocate.js';
import type { StudyData } from './study-data.js';

/**
 * The sets of one division of a table, as float32 features. Divisions can differ in the number of features, as rare categories do;
 * the ones with fewer are filled up with zeros, so that all runs of a study train the same net.
 *
 * @param width - number of features of the study
 */
export function makeTableSet(
  { table, target }: StudyTable,
  settings: SplitSettings,
  { width, seed, allocate }: { readonly width: number; readonly seed: number; readonly allocate: Allocate },
): StudyData {
  const split = splitTable(table, target, settings, seed);
  const take = (rows: Int32Array): LabelledRows => rowsOf(split, rows, width, allocate);
  return {
    train: take(split.train),
    validation: take(split.validation),
    ...(split.test && { test: take(split.test) }),
    table: { preprocessor: split.preprocessor, target },
  };
}

function rowsOf(
  { known, labels, preprocessor }: TableSplit,
  rows: Int32Array,
  width: number,
  allocate: Allocate,
): LabelledRows {
  const features = new Float32Array(allocate(rows.length * width * Float32Array.BYTES_PER_ELEMENT));
  transform(preprocessor, takeTableRows(known, rows), { into: features, width });
  const taken = new Int32Array(allocate(rows.length * Int32Array.BYTES_PER_ELEMENT));
  for (let row = 0; row < rows.length; row++) taken[row] = labels[rows[row] ?? 0] ?? 0;
  return { features, labels: taken, rows: rows.length };
}
