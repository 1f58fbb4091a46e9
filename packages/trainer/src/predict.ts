import { ReluctantError } from '@reluctant/errors';
import { softmax } from '@reluctant/metrics';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import { averageOutputs, type PredictOptions } from './average-outputs.js';

/** Result of {@link predict}. */
export interface Prediction {
  readonly rows: number;
  readonly classes: number;
  /** Class probabilities, row-major [rows, classes]. */
  readonly probabilities: Float64Array;
  /** The most probable class of each row; the lowest index of equally probable ones. */
  readonly labels: Int32Array;
}

/**
 * Predicts class probabilities and labels for rows of features, from a checkpoint or any other trained model. Dropout
 * is off.
 *
 * @param rows - row-major [rows, inputs], or one array for each row
 * @throws ReluctantError when the model is a regressor, a row does not fit the model, or `test` is `same` and the model
 *   has no share in force; the signal's reason when it is aborted
 */
export async function predict(
  trained: TrainedModel,
  rows: Float32Array | readonly ArrayLike<number>[],
  options: PredictOptions = {},
): Promise<Prediction> {
  if (trained.model.outputs === 'values') {
    const message = 'the model gives values, not classes: call predictValues';
    throw new ReluctantError('invalid-argument', message, { path: ['model', 'outputs'] });
  }
  const classes = outputWidth(trained.model);
  const { rows: count, outputs } = await averageOutputs(trained, rows, options, (logits) => softmax(logits, classes));
  return { rows: count, classes, probabilities: outputs, labels: mostProbable(outputs, classes) };
}

/** @throws ReluctantError when a probability is not finite because the weights overflow on a row */
function mostProbable(probabilities: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    const largest = Math.max(...own);
    if (!Number.isNaN(largest)) return own.indexOf(largest);
    const message = `row ${row}: the predicted probabilities are not finite; the weights or the features of this row are too large`;
    throw new ReluctantError('invalid-argument', message, { path: ['rows', row] });
  });
}
