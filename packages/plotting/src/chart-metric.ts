import type { EpochRow } from '@reluctant/metrics';

/** The metrics of an `EpochRow` that have a chart. */
export type ChartMetric = 'train_loss' | 'val_loss' | 'val_accuracy' | 'sparsity';

/** The field of an `EpochRow` that a chart of a metric reads. */
export type MetricValue<Metric extends ChartMetric = ChartMetric> = Pick<EpochRow, 'strategy' | 'epoch' | Metric>;

/** All of {@link ChartMetric}. */
export const chartMetrics: readonly ChartMetric[] = ['train_loss', 'val_loss', 'val_accuracy', 'sparsity'];

/** Texts and range of a metric. */
export interface MetricText {
  readonly title: string;
  /** Axis title, with the unit. */
  readonly axis: string;
  /** The range of possible values. */
  readonly range: readonly [number, number];
}

const loss: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** Texts of each metric. */
export const metricTexts: Readonly<Record<ChartMetric, MetricText>> = {
  train_loss: { title: 'Training loss', axis: 'cross-entropy (nats)', range: loss },
  val_loss: { title: 'Validation loss', axis: 'cross-entropy (nats)', range: loss },
  val_accuracy: { title: 'Validation accuracy', axis: 'share of rows right', range: [0, 1] },
  sparsity: { title: 'Sparsity of the hidden activations', axis: 'share of exact zeros', range: [0, 1] },
};
