import { invalidOption, ReluctantError } from '@reluctant/errors';
import { outputWidth } from '@reluctant/model';
import { checkRows } from './check-rows.js';
import type { ProgramSpec } from './engine.js';

/**
 * Fails unless the options of a program fit each other and its rows fit its model and loss, for every engine.
 *
 * @throws ReluctantError for a weight decay or class weights that are out of range, and for rows that do not fit
 */
export function checkSpec(spec: ProgramSpec): void {
  const { weightDecay = 0 } = spec.optimiser;
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
    throw invalidOption('optimiser.weightDecay', 'a finite number of at least 0', weightDecay);
  }
  checkClassWeights(spec);
  for (const [name, rows] of Object.entries({ train: spec.train, ...spec.sets })) checkRows(name, rows, spec);
}

function checkClassWeights({ classWeights, loss, model }: ProgramSpec): void {
  if (classWeights === undefined) return;
  if (loss === 'squared_error') {
    const message = 'classWeights: the loss squared_error has no classes to weight';
    throw new ReluctantError('invalid-option', message, { path: ['classWeights'] });
  }
  const classes = outputWidth(model);
  if (classWeights.length !== classes) {
    const message = `classWeights must have one weight for each of ${classes} classes, got ${classWeights.length}`;
    throw new ReluctantError('invalid-option', message, { path: ['classWeights'], received: classWeights.length });
  }
  // A batch of rows whose weights sum to 0 would have no loss.
  const bad = classWeights.findIndex((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (bad >= 0) throw invalidOption(['classWeights', bad], 'a finite number above 0', classWeights[bad]);
}
