import type { TestShare } from '@reluctant/trainer';
import { testShares } from '@reluctant/trainer';

/** What strategies are compared by. */
export interface ComparedQuantity {
  readonly quantity: 'loss' | 'accuracy';
  /** Activation under which it is evaluated. */
  readonly test: TestShare;
}

/**
 * Reads `loss`, `accuracy`, or one of them under another activation: `loss@relu`. Undefined if the text is none of these.
 */
export function readComparedQuantity(text: string): ComparedQuantity | undefined {
  const [quantity, test = 'same', ...rest] = text.split('@');
  const share = testShares.find((name) => name === test);
  if ((quantity !== 'loss' && quantity !== 'accuracy') || share === undefined || rest.length > 0) return undefined;
  return { quantity, test: share };
}

/** Whether {@link readComparedQuantity} understands a text. */
export function isComparedQuantity(text: string): boolean {
  return readComparedQuantity(text) !== undefined;
}
