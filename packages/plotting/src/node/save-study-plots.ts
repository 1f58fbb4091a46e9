import { join } from 'node:path';
import { optionCheck } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '../chart.js';
import { type CurveChartsOptions, curveCharts } from '../curve-charts.js';
import { type SaveChartOptions, saveChartOptionNames } from './save-chart.js';
import { saveCharts } from './save-charts.js';

/** Charts to draw for a study, and files to write. */
export interface StudyPlotOptions extends SaveChartOptions, CurveChartsOptions {
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
 * Draws the rows of a study into its run directory: `curveCharts`, then `options.charts`, each as `plots/<name>.svg`
 * and `.png` (and further files by `options`).
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
  const { strategies, quantiles, charts = {}, ...files } = options;
  const drawn = { ...(strategies && { strategies }), ...(quantiles !== undefined && { quantiles }) };
  return saveCharts(join(directory, 'plots'), both(curveCharts(rows, drawn), Object.entries(charts)), files);
}

function* both<Item>(first: Iterable<Item>, second: Iterable<Item>): Generator<Item> {
  yield* first;
  yield* second;
}
