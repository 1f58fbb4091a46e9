import type { TestShare } from '@reluctant/trainer';
import { testShares } from '@reluctant/trainer';

/** Quantities by which strategies may be compared: accuracy where classes are learned, RMSE where a real number is. */
const comparedQuantities = ['loss', 'accuracy', 'rmse'] as const;

/** The quantity by which strategies are compared. */
export interface ComparedQuantity {
  readonly quantity: (typeof comparedQuantities)[number];
  /** Test under which it is evaluated. */
  readonly test: TestShare;
}

/** The fields of rows that hold a quantity on the validation set. */
export const validationFields = { loss: 'val_loss', accuracy: 'val_accuracy', rmse: 'val_rmse' } as const;

/**
 * Parses `loss`, `accuracy`, `rmse`, or one of them under another activation, as in `loss@relu`. Returns undefined for
 * any other text.
 */
export function readComparedQuantity(text: string): ComparedQuantity | undefined {
  const [name, test = 'same', ...rest] = text.split('@');
  const quantity = comparedQuantities.find((known) => known === name);
  const share = testShares.find((known) => known === test);
  if (quantity === undefined || share === undefined || rest.length > 0) return undefined;
  return { quantity, test: share };
}

/** Whether {@link readComparedQuantity} accepts a text. */
export function isComparedQuantity(text: string): boolean {
  return readComparedQuantity(text) !== undefined;
}
