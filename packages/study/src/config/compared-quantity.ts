import type { TestShare } from '@reluctant/trainer';
import { testShares } from '@reluctant/trainer';

/** The quantity by which strategies are compared. */
export interface ComparedQuantity {
  readonly quantity: 'loss' | 'accuracy';
  /** Test under which it is evaluated. */
  readonly test: TestShare;
}

/** Parses `loss`, `accuracy`, or one of them under another activation, as in `loss@relu`. Returns undefined for any other text. */
export function readComparedQuantity(text: string): ComparedQuantity | undefined {
  const [quantity, test = 'same', ...rest] = text.split('@');
  const share = testShares.find((name) => name === test);
  if ((quantity !== 'loss' && quantity !== 'accuracy') || share === undefined || rest.length > 0) return undefined;
  return { quantity, test: share };
}

/** Whether {@link readComparedQuantity} accepts a text. */
export function isComparedQuantity(text: string): boolean {
  return readComparedQuantity(text) !== undefined;
}
