import { ReluctantError } from '@reluctant/errors';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import { averageOutputs, type PredictOptions } from './average-outputs.js';

/** Result of {@link predictValues}. */
export interface ValuePrediction {
  readonly rows: number;
  /** Values of a row. */
  readonly outputs: number;
  /** Row-major [rows, outputs]. */
  readonly values: Float64Array;
}

/**
 * Predicts values for rows of features, from a checkpoint of a regressor (`loss: 'squared_error'`). Dropout is off.
 *
 * @param rows - row-major [rows, inputs], or one array for each row
 * @throws ReluctantError when the model is a classifier, a row does not fit the model, a value is not finite, or `test`
 *   is `same` and the model has no share in force; the signal's reason when it is aborted
 */
export async function predictValues(
  trained: TrainedModel,
  rows: Float32Array | readonly ArrayLike<number>[],
  options: PredictOptions = {},
): Promise<ValuePrediction> {
  if (trained.model.outputs !== 'values') {
    const message = 'the model gives logits of classes, not values: call predict';
    throw new ReluctantError('invalid-argument', message, { path: ['model', 'outputs'] });
  }
  const outputs = outputWidth(trained.model);
  const { rows: count, outputs: values } = await averageOutputs(trained, rows, options, (given) => given);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const row = Math.floor(bad / outputs);
    const message = `row ${row}: the predicted value is not finite; the weights or the features of this row are too large`;
    throw new ReluctantError('invalid-argument', message, { path: ['rows', row] });
  }
  return { rows: count, outputs, values };
}
