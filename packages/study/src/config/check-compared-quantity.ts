import { invalidOption } from '@reluctant/errors';
import type { Task } from '@reluctant/preprocessing';
import { readComparedQuantity } from './compared-quantity.js';

/**
 * Refuses a compared quantity that a task does not have: accuracy of a real number, RMSE of classes.
 *
 * @throws ReluctantError (usage) for `compare_by`
 */
export function checkComparedQuantity(compareBy: string, task: Task): void {
  const quantity = readComparedQuantity(compareBy)?.quantity;
  if (task === 'regression' && quantity === 'accuracy') {
    throw invalidOption('compare_by', 'loss or rmse where the target is a real number', compareBy);
  }
  if (task === 'classification' && quantity === 'rmse') {
    throw invalidOption('compare_by', 'loss or accuracy where classes are learned', compareBy);
  }
}
