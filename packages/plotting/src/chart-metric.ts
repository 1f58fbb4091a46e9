import type { EpochRow } from '@reluctant/metrics';

/** The metrics of an `EpochRow` that have a chart. */
export type ChartMetric = 'train_loss' | 'val_loss' | 'val_accuracy' | 'val_rmse' | 'val_r2' | 'sparsity';

/** The field of an `EpochRow` that a chart of a metric reads. */
export type MetricValue<Metric extends ChartMetric = ChartMetric> = Pick<EpochRow, 'strategy' | 'epoch' | Metric>;

/** All of {@link ChartMetric}. */
export const chartMetrics: readonly ChartMetric[] = [
  ...(['train_loss', 'val_loss', 'val_accuracy', 'val_rmse', 'val_r2', 'sparsity'] as const),
];

/** Metrics that only rows of classes or only those of a real target have; the others are in every row. */
export const metricsOfTask: ReadonlySet<ChartMetric> = new Set(['val_accuracy', 'val_rmse', 'val_r2']);

/** The loss of the rows; `squared_error` where a real target is learned. */
export type ChartLoss = 'cross_entropy' | 'squared_error';

/** Texts and range of a metric. */
export interface MetricText {
  readonly title: string;
  /** Axis title, with the unit. */
  readonly axis: string;
  /** The range of possible values. */
  readonly range: readonly [number, number];
}

const nonNegative: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

const lossAxes: Readonly<Record<ChartLoss, string>> = {
  cross_entropy: 'cross-entropy (nats)',
  squared_error: 'mean squared error (standardised target)',
};

const fixedTexts: Readonly<Record<Exclude<ChartMetric, 'train_loss' | 'val_loss'>, MetricText>> = {
  val_accuracy: { title: 'Validation accuracy', axis: 'share of rows right', range: [0, 1] },
  val_rmse: { title: 'Validation RMSE', axis: 'root mean squared error (unit of the target)', range: nonNegative },
  val_r2: {
    title: 'Validation R²',
    axis: 'coefficient of determination R²',
    range: [Number.NEGATIVE_INFINITY, 1],
  },
  sparsity: { title: 'Sparsity of the hidden activations', axis: 'share of exact zeros', range: [0, 1] },
};

/** The texts of a metric. */
export function metricText(metric: ChartMetric, loss: ChartLoss): MetricText {
  if (metric !== 'train_loss' && metric !== 'val_loss') return fixedTexts[metric];
  const title = metric === 'train_loss' ? 'Training loss' : 'Validation loss';
  return { title, axis: lossAxes[loss], range: nonNegative };
}
