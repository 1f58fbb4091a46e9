import { join } from 'node:path';
import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '../chart.js';
import { chartMetrics } from '../chart-metric.js';
import { gateChart } from '../gate-chart.js';
import { metricChart } from '../metric-chart.js';
import { type SaveChartOptions, saveChart } from './save-chart.js';

/**
 * Draws a study into its run directory: `plots/train_loss`, `val_loss`, `val_accuracy`, `sparsity`, and
 * `gate_weights_<strategy>` for every strategy that has gates, each as `.svg` and `.png` (and what else `options` ask for).
 * Characters of a strategy's name that file systems object to become `-`.
 *
 * While one chart's PNG is painted on a thread of libuv, the next one is laid out.
 *
 * @param directory - the run directory
 * @returns the paths of all files
 * @throws Error naming the file that could not be written
 */
export async function saveStudyPlots(
  directory: string,
  rows: readonly EpochRow[],
  options: SaveChartOptions = {},
): Promise<string[]> {
  const saved: Promise<string[]>[] = [];
  for (const [name, chart] of studyCharts(rows)) {
    saved.push(saveChart(join(directory, 'plots', name), chart, options));
  }
  return (await Promise.all(saved)).flat();
}

/** Names and charts of a study. */
function* studyCharts(rows: readonly EpochRow[]): Generator<readonly [name: string, chart: Chart]> {
  const strategies = [...new Set(rows.map(({ strategy }) => strategy))];
  for (const metric of chartMetrics) yield [metric, metricChart(rows, { metric, strategies })];
  const gated = [...new Set(rows.flatMap(({ strategy, gates }) => (gates === undefined ? [] : [strategy])))];
  const taken = new Set<string>();
  for (const strategy of gated) {
    yield [distinctName(`gate_weights_${fileName(strategy)}`, taken), gateChart(rows, strategy, { strategies })];
  }
}

/** `switch:from=silu,to=relu` becomes `switch-from=silu,to=relu`. */
function fileName(strategy: string): string {
  return strategy.replace(/[^A-Za-z0-9_.,=+-]/g, '-').slice(0, 120);
}

/** Two strategies whose names differ only in replaced characters still get a file each. */
function distinctName(name: string, taken: Set<string>): string {
  let distinct = name;
  for (let again = 2; taken.has(distinct.toLowerCase()); again++) distinct = `${name}-${again}`;
  taken.add(distinct.toLowerCase());
  return distinct;
}
