import type { EpochRow } from '@reluctant/metrics';
import { curveCharts, type NamedChart, StudyCurves } from '@reluctant/plotting';
import type { StudySummary } from '@reluctant/study';
import { comparisonChart } from './comparison-chart.js';
import { confusionCharts } from './confusion-charts.js';
import { drawnRows } from './drawn-rows.js';
import { testCharts } from './test-charts.js';
import { uncertaintyCharts } from './uncertainty-charts.js';

/** A study, finished or not, or the training of a single model. */
export interface ChartedStudy {
  /** Read once, one after the other. */
  readonly rows: Iterable<EpochRow>;
  /** Names of the strategies, in the order of the legends. Default: the order of first appearance in the rows. */
  readonly strategies?: readonly string[];
  /** Epochs of each run; of more than a thousand a part is drawn. Default: all rows are drawn. */
  readonly epochs?: number;
  /** The results of a finished study. Default: only the rows are drawn. */
  readonly summary?: StudySummary | undefined;
}

/**
 * All charts of a study by file name, in the order in which they are drawn and listed: whoever draws a study draws
 * these.
 *
 * Of the rows those of `curveCharts` (`train_loss` … `gate_quantiles_<strategy>`). Of a summary `comparisons` (forest
 * plot of the declared comparisons), `train_test_<quantity>` where weights were evaluated under several activations,
 * `confusion` of a table with up to twelve classes, and with passes `reliability`, `shift_<quantity>` and
 * `uncertainty_<quantity>`. A strategy has the same colour in all of them.
 *
 * @returns names and charts, each chart computed when it is asked for
 */
export function* studyCharts(study: ChartedStudy): Generator<NamedChart> {
  const { rows, epochs, summary } = study;
  const strategies = study.strategies ?? summary?.strategies.map(({ name }) => name) ?? [];
  const methods = summary?.uncertainty?.methods.map(({ name }) => name) ?? [];
  const curves = new StudyCurves(epochs === undefined ? rows : drawnRows(rows, epochs), strategies);
  // Methods of uncertainty are not all strategies: together they have different colours.
  const names = [...new Set([...strategies, ...curves.strategies, ...methods])];
  yield* curveCharts(curves, { strategies: names });
  if (summary === undefined) return;
  yield* comparisonChart(summary, names);
  yield* testCharts(summary);
  yield* confusionCharts(summary);
  yield* uncertaintyCharts(summary.uncertainty, names);
}
