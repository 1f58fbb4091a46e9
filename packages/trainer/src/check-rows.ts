import { ReluctantError } from '@reluctant/errors';
import { outputWidth } from '@reluctant/model';
import { checkSparse } from './check-sparse.js';
import type { ProgramSpec } from './engine.js';
import type { Features, TrainingRows } from './labelled-rows.js';

/**
 * Fails unless the features and the labels or targets of a set fit its rows, the model and the loss.
 *
 * @param name - of the set, for the message
 * @throws ReluctantError for both labels and targets, a wrong length, a label that is no class, or a target that is not
 * finite
 */
export function checkRows(
  name: string,
  rows: TrainingRows<Features>,
  { model, loss }: Pick<ProgramSpec, 'model' | 'loss'>,
): void {
  if (!Number.isInteger(rows.rows) || rows.rows < 1) {
    throw new ReluctantError('invalid-argument', `${name}: expected at least one row, got ${rows.rows}`);
  }
  const { features } = rows;
  if ('starts' in features) checkSparse(`${name}: features`, features, { rows: rows.rows, inputs: model.inputs });
  else checkLength(`${name}: features`, features, rows.rows * model.inputs);
  if ('labels' in rows && 'targets' in rows) {
    throw new ReluctantError('invalid-argument', `${name}: expected labels or targets, got both`);
  }
  const outputs = outputWidth(model);
  if (loss === 'squared_error') {
    if (!('targets' in rows)) throw missing(name, 'targets', loss);
    checkTargets(name, rows.targets, rows.rows, outputs);
  } else {
    if (!('labels' in rows)) throw missing(name, 'labels', 'cross_entropy');
    checkLabels(name, rows.labels, rows.rows, outputs);
  }
}

/** @throws ReluctantError if an array does not have this length */
export function checkLength(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length !== length)
    throw new ReluctantError('invalid-argument', `${name}: expected ${length} values, got ${values.length}`);
}

function missing(name: string, field: 'labels' | 'targets', loss: string): ReluctantError {
  return new ReluctantError('invalid-argument', `${name}: expected ${field}, which the loss ${loss} needs`);
}

function checkLabels(name: string, labels: Int32Array, rows: number, classes: number): void {
  checkLength(`${name}: labels`, labels, rows);
  for (let row = 0; row < rows; row++) {
    const label = labels[row] ?? -1;
    if (label >= 0 && label < classes) continue;
    const message = `${name}: the label of row ${row} must be from 0 to ${classes - 1}, got ${label}`;
    throw new ReluctantError('invalid-argument', message);
  }
}

function checkTargets(name: string, targets: Float32Array, rows: number, outputs: number): void {
  checkLength(`${name}: targets`, targets, rows * outputs);
  const bad = targets.findIndex((target) => !Number.isFinite(target));
  if (bad < 0) return;
  const row = Math.floor(bad / outputs);
  throw new ReluctantError('invalid-argument', `${name}: the target of row ${row} must be finite, got ${targets[bad]}`);
}
