import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { optionCheck } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '../chart.js';
import { gateChart } from '../gate-chart.js';
import { metricChart } from '../metric-chart.js';
import { StudyCurves } from '../study-curves.js';
import { SvgRenderer } from '../svg-renderer.js';
import { layOutChart, type SaveChartOptions, saveChartOptionNames } from './save-chart.js';

/** Charts to draw for a study, and files to write. */
export interface StudyPlotOptions extends SaveChartOptions {
  /** Names of the strategies, in the order of the legends. Default: the order of first appearance. */
  readonly strategies?: readonly string[];
  /** False to omit `gate_quantiles_<strategy>`, the distribution of the shares. Default true. */
  readonly quantiles?: boolean;
  /** Further charts by file name, such as a forest plot. Default: none. */
  readonly charts?: Readonly<Record<string, Chart>>;
}

const checkOptions = optionCheck<StudyPlotOptions>('saveStudyPlots', {
  ...saveChartOptionNames,
  strategies: true,
  quantiles: true,
  charts: true,
});

/**
 * Draws a study into its run directory: `plots/train_loss`, `val_loss`, `val_accuracy` (of a real target `val_rmse` and `val_r2`),
 * `sparsity`, and
 * `gate_weights_<strategy>` (means) and `gate_quantiles_<strategy>` (distribution) for every strategy that has gates,
 * each as `.svg` and `.png` (and further files by `options`). Characters that are invalid in file names become `-`.
 *
 * While one chart's PNG is drawn on a libuv thread, the next chart is laid out.
 *
 * @param directory - the run directory
 * @param rows - read once, one after the other; if there are none, only `options.charts` are drawn
 * @returns the paths of all files
 * @throws Error naming the file that could not be written
 */
export async function saveStudyPlots(
  directory: string,
  rows: Iterable<EpochRow>,
  options: StudyPlotOptions = {},
): Promise<string[]> {
  checkOptions(options);
  const { renderer } = options;
  if (renderer !== undefined) return drawAll(directory, rows, options, renderer);
  const own = new SvgRenderer();
  try {
    return await drawAll(directory, rows, options, own);
  } finally {
    await own.release();
  }
}

async function drawAll(
  directory: string,
  rows: Iterable<EpochRow>,
  options: StudyPlotOptions,
  renderer: SvgRenderer,
): Promise<string[]> {
  const { strategies, quantiles = true, charts = {}, ...others } = options;
  const files = { ...others, renderer };
  const saved: Promise<string[]>[] = [];
  for (const [name, chart] of [
    ...studyCharts(new StudyCurves(rows, strategies), quantiles),
    ...Object.entries(charts),
  ]) {
    const laidOut = await layOutChart(join(directory, 'plots', name), chart, files);
    saved.push(laidOut.saved);
    // Layout never waits for I/O. Without a turn of the event loop, all PNGs would be drawn only after the last layout.
    await setImmediate();
  }
  return (await Promise.all(saved)).flat();
}

/** Names and charts of a study. */
function* studyCharts(curves: StudyCurves, quantiles: boolean): Generator<readonly [name: string, chart: Chart]> {
  const { strategies, loss } = curves;
  if (strategies.length === 0) return;
  for (const metric of curves.metrics) yield [metric, metricChart(curves, { metric, loss, strategies })];
  const taken = new Set<string>();
  for (const strategy of curves.gated) {
    yield [distinctName(`gate_weights_${fileName(strategy)}`, taken), gateChart(curves, strategy, { strategies })];
    if (!quantiles) continue;
    yield [
      distinctName(`gate_quantiles_${fileName(strategy)}`, taken),
      gateChart(curves, strategy, { strategies, quantiles }),
    ];
  }
}

/** `switch:from=silu,to=relu` becomes `switch-from=silu,to=relu`. */
function fileName(strategy: string): string {
  return strategy.replace(/[^A-Za-z0-9_.,=+-]/g, '-').slice(0, 120);
}

/** Strategies whose names differ only in replaced characters still get separate files. */
function distinctName(name: string, taken: Set<string>): string {
  let distinct = name;
  for (let again = 2; taken.has(distinct.toLowerCase()); again++) distinct = `${name}-${again}`;
  taken.add(distinct.toLowerCase());
  return distinct;
}
