import { type EpochRow, isDead } from '@reluctant/metrics';
import { dataSetsOfRuns } from '../config/data-sets-of-runs.js';
import type { StudyConfig } from '../config/study-config.js';
import type { DivergedRun } from '../rows/diverged-run.js';
import type { TestRow } from '../rows/test-row.js';
import { compareStrategies } from './compare-strategies.js';
import { keptRows } from './kept-rows.js';
import type { QuantitySummary } from './quantity-summary.js';
import {
  type QuantityName,
  quantityNames,
  type StrategySummary,
  type StudySummary,
  summaryVersion,
} from './study-summary.js';
import { summariseTests } from './summarise-tests.js';
import { summariseValues } from './summarise-values.js';
import type { UncertaintySummary } from './uncertainty-summary.js';

/** The results of a study before they are summarised. */
export interface StudyRuns {
  /** Rows of the last epochs; others are ignored. With patience: rows of the kept epochs, and no others. */
  readonly rows: readonly EpochRow[];
  readonly diverged: readonly DivergedRun[];
  readonly tests: readonly TestRow[];
  /** See `undecidable`. Default: none. */
  readonly undecidable?: readonly string[];
  /** Present if the study draws passes. */
  readonly uncertainty?: UncertaintySummary;
}

/**
 * Summarises the last epoch of every run, with patience the kept one. The order of the rows does not matter: sums run
 * over the runs in their order.
 */
export function summariseStudy(config: StudyConfig, runs: StudyRuns): StudySummary {
  const { rows, diverged, tests } = runs;
  const dataSetOf = dataSetsOfRuns(config);
  const kept = keptRows(config, rows);
  const strategies = config.strategies.map(({ name }): StrategySummary => {
    const failures = diverged.filter(({ strategy }) => strategy === name).sort((a, b) => a.run - b.run);
    const last = kept.filter(({ strategy }) => strategy === name).sort((a, b) => a.run - b.run);
    const dead = last.filter(isDead).length;
    const all = last.length + failures.length;
    return {
      name,
      runs: last.length,
      diverged: failures,
      dead_runs: dead,
      dead_rate: all === 0 ? null : (dead + failures.length) / all,
      last: Object.fromEntries(quantityNames.flatMap((quantity) => summariseQuantity(quantity, last, dataSetOf))),
      ...(config.patience !== undefined && keptEpoch(last)),
      ...summariseGates(last),
      tests: summariseTests(config, name, tests),
    };
  });
  const comparisons = compareStrategies(
    config,
    runs,
    (strategy) => strategies.find(({ name }) => name === strategy)?.dead_runs ?? 0,
  );
  return {
    version: summaryVersion,
    strategies,
    ...(comparisons && { comparisons }),
    ...(runs.uncertainty && { uncertainty: runs.uncertainty }),
    undecidable: runs.undecidable ?? [],
    config,
  };
}

function keptEpoch(rows: readonly EpochRow[]): Pick<StrategySummary, 'kept_epoch'> {
  const summary = summariseValues(rows.map(({ epoch }) => epoch));
  return summary === undefined ? {} : { kept_epoch: summary };
}

/** The ReLU share of a row's gates, averaged over layers; undefined without gates. */
function gateShare({ gates }: EpochRow): number | undefined {
  if (gates === undefined || gates.length === 0) return undefined;
  return gates.reduce((sum, { mean }) => sum + mean, 0) / gates.length;
}

/** Means over runs for each layer. */
function summariseGates(rows: readonly EpochRow[]): Pick<StrategySummary, 'gates'> {
  const gated = rows.flatMap(({ gates }) => (gates === undefined ? [] : [gates]));
  if (gated.length === 0) return {};
  const layers = Math.max(...gated.map(({ length }) => length));
  return {
    gates: Array.from({ length: layers }, (_, layer) => {
      const over = (field: 'mean' | 'mean_negative') =>
        summariseValues(gated.map((gates) => gates[layer]?.[field] ?? Number.NaN).filter(Number.isFinite))?.mean ??
        null;
      return { mean: over('mean'), mean_negative: over('mean_negative') };
    }),
  };
}

function summariseQuantity(
  quantity: QuantityName,
  rows: readonly EpochRow[],
  dataSetOf: ((run: number) => number) | undefined,
): [QuantityName, QuantitySummary][] {
  const values = rows.flatMap((row) => {
    const value = quantity === 'gate' ? gateShare(row) : row[quantity];
    return value === undefined ? [] : [{ run: row.run, value }];
  });
  const summary = summariseValues(
    values.map(({ value }) => value),
    dataSetOf && values.map(({ run }) => dataSetOf(run)),
  );
  return summary === undefined ? [] : [[quantity, summary]];
}
