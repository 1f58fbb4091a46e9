import { type NamedChart, trainTestHeatMap } from '@reluctant/plotting';
import { lossUnit, type QuantitySummary, type StudySummary } from '@reluctant/study';

const tested = [
  ['loss', 'loss', '.3f'],
  ['accuracy', 'accuracy (share of correct rows)', '.3f'],
  ['rmse', 'RMSE (unit of the target)', '.4~g'],
  ['sparsity', 'sparsity (share of exact zeros)', '.2f'],
] as const;

/**
 * Heat maps of the final weights of each strategy under several activations; none where they were evaluated under one.
 */
export function* testCharts({ strategies, config }: StudySummary): Generator<NamedChart> {
  const cells = strategies.flatMap(({ name, tests }) => tests.map((test) => ({ train: name, ...test })));
  if (new Set(cells.map(({ test }) => test)).size < 2) return;
  const set = cells[0]?.set === 'test' ? 'held-out test set' : 'validation set';
  const unit = lossUnit(config).trim() || 'squared error of the standardised target';
  for (const [quantity, name, format] of tested) {
    if (cells.every((cell) => cell[quantity] === undefined)) continue;
    const title = quantity === 'loss' ? `${name} (${unit})` : name;
    const chart = trainTestHeatMap(
      cells.map((cell) => ({ ...cell, ...meanAndStd(cell[quantity]) })),
      { valueTitle: title, format, subtitle: `${title} on the ${set}, mean ± sample standard deviation over runs` },
    );
    yield [`train_test_${quantity}`, chart];
  }
}

function meanAndStd(quantity: QuantitySummary | undefined): {
  readonly value: number | null;
  readonly std: number | null;
} {
  return { value: quantity?.mean ?? null, std: quantity?.std ?? null };
}
