import { classLabels, standardisedTarget, type Table, takeTableRows, transform } from '@reluctant/preprocessing';
import type { TrainingRows } from '@reluctant/trainer';
import { type SplitSettings, splitTable, type TableSplit } from '../table/split-table.js';
import type { StudyTable } from '../table/study-table.js';
import type { Allocate } from './allocate.js';
import type { StudyData } from './study-data.js';

/**
 * The sets of one division of a table, as float32 features with labels or standardised targets. Divisions can differ in
 * the number of features, as rare categories do; the ones with fewer are filled up with zeros, so that all runs of a
 * study train the same net.
 *
 * @param width - number of features of the study
 * @param index - number of the division, from 0
 */
export function makeTableSet(
  { table, target }: StudyTable,
  settings: SplitSettings,
  { width, index, allocate }: { readonly width: number; readonly index: number; readonly allocate: Allocate },
): StudyData {
  const split = splitTable(table, target, settings, index);
  const take = (rows: Int32Array): TrainingRows => rowsOf(split, takeTableRows(split.known, rows), width, allocate);
  return {
    train: take(split.train),
    validation: take(split.validation),
    ...(split.test && { test: take(split.test) }),
    table: { preprocessor: split.preprocessor, target: split.target },
  };
}

function rowsOf({ preprocessor, target }: TableSplit, table: Table, width: number, allocate: Allocate): TrainingRows {
  const { rows } = table;
  const features = new Float32Array(allocate(rows * width * Float32Array.BYTES_PER_ELEMENT));
  transform(preprocessor, table, { into: features, width });
  if (target.task === 'classification') {
    const labels = new Int32Array(allocate(rows * Int32Array.BYTES_PER_ELEMENT));
    labels.set(classLabels(target, table));
    return { features, labels, rows };
  }
  const targets = new Float32Array(allocate(rows * Float32Array.BYTES_PER_ELEMENT));
  targets.set(standardisedTarget(target, table));
  return { features, targets, rows };
}
