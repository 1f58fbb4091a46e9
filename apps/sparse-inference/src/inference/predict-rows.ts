import { ReluctantError } from '@reluctant/errors';
import type { Checkpoint } from '@reluctant/model';
import {
  classNames,
  featureNames,
  type Preprocessor,
  parsePreprocessor,
  parseTarget,
  type Table,
  takeTableRows,
  transform,
} from '@reluctant/preprocessing';
import { type Prediction, predict } from '@reluctant/trainer';

/** A net that learned from a table, with what turns rows into features and outputs into classes. */
export interface TableModel {
  readonly checkpoint: Checkpoint;
  readonly preprocessor: Preprocessor;
  /** Names of the classes, in the order of the outputs. */
  readonly classes: readonly string[];
}

/** Rows that are transformed and predicted at once; limits the memory of the features. */
const rowsAtOnce = 65_536;

/**
 * The model of a checkpoint.
 *
 * @throws ReluctantError (`wrong-state`) when it did not learn from a table, and when what it stores is damaged
 */
export function tableModel(checkpoint: Checkpoint): TableModel {
  const { preprocessor, target } = checkpoint.metadata;
  if (preprocessor === undefined || target === undefined) {
    throw new ReluctantError('wrong-state', 'did not learn from a table: it takes features, not rows');
  }
  const parsed = parseTarget(JSON.parse(target));
  if (parsed.task !== 'classification') throw new ReluctantError('wrong-state', 'predicts no classes');
  return { checkpoint, preprocessor: parsePreprocessor(JSON.parse(preprocessor)), classes: classNames(parsed) };
}

/**
 * Predicts the rows of a table in blocks, in their order.
 *
 * @throws ReluctantError naming the column that is absent or of another kind, or row and column of a number that is not finite
 */
export async function* predictRows(
  { checkpoint, preprocessor }: TableModel,
  table: Table,
): AsyncGenerator<Prediction, void, undefined> {
  const { inputs } = checkpoint.model;
  const width = featureNames(preprocessor).length;
  for (let first = 0; first < table.rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, table.rows - first);
    const own = transform(
      preprocessor,
      takeTableRows(
        table,
        Int32Array.from({ length: count }, (_, row) => first + row),
      ),
    );
    yield predict(checkpoint, width === inputs ? own : widened(own, count, inputs));
  }
}

/** Rows with zeros in the features that only other divisions of the training table had. */
function widened(features: Float32Array, rows: number, width: number): Float32Array {
  const wide = new Float32Array(rows * width);
  const own = features.length / rows;
  for (let row = 0; row < rows; row++) wide.set(features.subarray(row * own, (row + 1) * own), row * width);
  return wide;
}
