import { ReluctantError } from '@reluctant/errors';
import type { Checkpoint } from '@reluctant/model';
import {
  classNames,
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
  for (let first = 0; first < table.rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, table.rows - first);
    const rows = takeTableRows(
      table,
      Int32Array.from({ length: count }, (_, row) => first + row),
    );
    yield predict(checkpoint, transform(preprocessor, rows, { width: inputs }));
  }
}
