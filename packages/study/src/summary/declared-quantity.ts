import { type ComparedQuantity, readComparedQuantity, validationFields } from '../config/compared-quantity.js';
import { plannedTests } from '../config/planned-tests.js';
import { lossUnit, studyTask } from '../config/study-task.js';
import type { QuantitySummary } from './quantity-summary.js';
import type { StrategySummary, StudySummary } from './study-summary.js';

/** Description of the quantity that a study compares by. */
export interface DeclaredQuantity {
  /** E.g. `loss on the held-out test set, tested with ReLU`. */
  readonly text: string;
  /** True if more is better. */
  readonly moreIsBetter: boolean;
  /** ` nats` for losses of classes, else nothing. */
  readonly unit: string;
  /**
   * Decimals with which values and differences are written: those of the margin and one more, at least 3 except for
   * RMSE.
   */
  readonly digits: number;
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
    text: `${quantityText(quantity, config)} ${where}${test === 'same' ? '' : `, tested with ${testNames[test]}`}`,
    moreIsBetter: quantity === 'accuracy',
    unit: quantity === 'loss' ? lossUnit(config) : '',
    digits: quantity === 'rmse' ? digitsOf(config.margin) : 3,
    of: (strategy) =>
      fromRows
        ? strategy?.last[validationFields[quantity]]
        : strategy?.tests.find((row) => row.test === test)?.[quantity],
  };
}

function quantityText(quantity: ComparedQuantity['quantity'], config: StudySummary['config']): string {
  if (quantity === 'rmse') return 'RMSE';
  return quantity === 'loss' && studyTask(config) === 'regression'
    ? 'squared error of the standardised target'
    : quantity;
}

/** Decimals that show a tenth of the first digit of a margin. */
function digitsOf(margin: number): number {
  return Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(margin))));
}

/** Share of exact zeros of a strategy under the activation that it is tested with. */
export function comparedSparsity(
  summary: StudySummary,
  strategy: StrategySummary | undefined,
): number | null | undefined {
  const { test } = readComparedQuantity(summary.config.compare_by) ?? { test: 'same' as const };
  return (strategy?.tests.find((row) => row.test === test)?.sparsity ?? strategy?.last.sparsity)?.mean;
}
