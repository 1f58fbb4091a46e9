import { readComparedQuantity } from '../config/compared-quantity.js';
import { plannedTests } from '../config/planned-tests.js';
import type { QuantitySummary } from './quantity-summary.js';
import type { StrategySummary, StudySummary } from './study-summary.js';

/** Description of the quantity that a study compares by. */
export interface DeclaredQuantity {
  /** E.g. `loss on the held-out test set, tested with ReLU`. */
  readonly text: string;
  /** True if more is better. */
  readonly moreIsBetter: boolean;
  /** `nats` for losses, else nothing. */
  readonly unit: string;
  readonly of: (strategy: StrategySummary | undefined) => QuantitySummary | undefined;
}

const testNames = { relu: 'ReLU', silu: 'SiLU', stoch: 'stochastic activations', same: 'what it ended with' };

/** The quantity by which the strategies of a study are compared, and its values over the runs of a strategy. */
export function declaredQuantity({ config }: Pick<StudySummary, 'config'>): DeclaredQuantity {
  const { quantity, test } = readComparedQuantity(config.compare_by) ?? { quantity: 'loss', test: 'same' };
  const { set } = plannedTests(config);
  const fromRows = set === 'validation' && test === 'same';
  const where = set === 'test' ? 'on the held-out test set' : 'on the validation set';
  return {
    text: `${quantity} ${where}${test === 'same' ? '' : `, tested with ${testNames[test]}`}`,
    moreIsBetter: quantity === 'accuracy',
    unit: quantity === 'loss' ? ' nats' : '',
    of: (strategy) =>
      fromRows
        ? strategy?.last[quantity === 'loss' ? 'val_loss' : 'val_accuracy']
        : strategy?.tests.find((row) => row.test === test)?.[quantity],
  };
}

/** Share of exact zeros of a strategy under the activation that it is tested with. */
export function comparedSparsity(
  summary: StudySummary,
  strategy: StrategySummary | undefined,
): number | null | undefined {
  const { test } = readComparedQuantity(summary.config.compare_by) ?? { test: 'same' as const };
  return (strategy?.tests.find((row) => row.test === test)?.sparsity ?? strategy?.last.sparsity)?.mean;
}
