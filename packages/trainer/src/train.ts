import type { TrainOptions } from './train-options.js';
import { Training } from './training.js';

/**
 * Trains one model: `for await (const row of train(options))`.
 *
 * Initial parameters are uniform in ±1/√fan_in (or Glorot's bound), the loss is mean softmax cross-entropy or squared
 * error (with optional L1), the optimiser Adam. Rows are shuffled every epoch, RandomStream(key, 'shuffle').order(rows,
 * epoch from 0), and the last batch may be short. The validation after an epoch uses the share of its last step,
 * sampling included.
 *
 * @throws ReluctantError for invalid options or options that contradict each other
 */
export function train(options: TrainOptions): Training {
  return new Training(options);
}
