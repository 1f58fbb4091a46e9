import { type EpochRow, summarise } from '@reluctant/metrics';
import type { StudyConfig } from '../config/study-config.js';
import type { DivergedRun } from '../directory/diverged-run.js';
import {
  type QuantityName,
  type QuantitySummary,
  quantityNames,
  type StrategySummary,
  type StudySummary,
} from './study-summary.js';

/** What a study found, before it is summarised. */
export interface StudyRuns {
  readonly rows: readonly EpochRow[];
  readonly diverged: readonly DivergedRun[];
  /** A run whose last val_accuracy is not above this counts as dead (see `deadRunThreshold`). */
  readonly deadThreshold: number;
}

/** Summarises the last epoch of every run. The order of the rows does not matter: sums run over the runs in their order. */
export function summariseStudy(config: StudyConfig, { rows, diverged, deadThreshold }: StudyRuns): StudySummary {
  const strategies = config.strategies.map(({ name }): StrategySummary => {
    const failures = diverged.filter(({ strategy }) => strategy === name).sort((a, b) => a.run - b.run);
    const last = rows
      .filter(({ strategy, epoch }) => strategy === name && epoch === config.epochs)
      .sort((a, b) => a.run - b.run);
    return {
      name,
      runs: last.length,
      diverged: failures,
      dead_runs: last.filter(({ val_accuracy }) => !(val_accuracy > deadThreshold)).length,
      last: Object.fromEntries(quantityNames.flatMap((quantity) => summariseQuantity(quantity, last))),
    };
  });
  return { version: 1, strategies, config };
}

/** The ReLU share of a row's gates, averaged over layers; undefined without gates. */
function gateShare({ gates }: EpochRow): number | undefined {
  if (gates === undefined || gates.length === 0) return undefined;
  return gates.reduce((sum, { mean }) => sum + mean, 0) / gates.length;
}

function summariseQuantity(quantity: QuantityName, rows: readonly EpochRow[]): [QuantityName, QuantitySummary][] {
  const values = rows.flatMap((row) => (quantity === 'gate' ? (gateShare(row) ?? []) : row[quantity]));
  if (values.length === 0) return [];
  const { n, mean, std, median, interval95 } = summarise(values);
  const [low, high] = interval95;
  return [
    [
      quantity,
      { n, mean: finite(mean), std: finite(std), median: finite(median), interval_95: [finite(low), finite(high)] },
    ],
  ];
}

/** NaN and infinities as JSON has them. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
