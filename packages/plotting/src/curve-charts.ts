import { optionCheck } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { NamedChart } from './chart.js';
import { distinctFileName } from './distinct-file-name.js';
import { gateChart } from './gate-chart.js';
import { metricChart } from './metric-chart.js';
import { StudyCurves } from './study-curves.js';

/** Options of {@link curveCharts}. */
export interface CurveChartsOptions {
  /** Names of the strategies, in the order of the legends. Default: the order of first appearance. */
  readonly strategies?: readonly string[];
  /** False to omit `gate_quantiles_<strategy>`, the distribution of the shares. Default true. */
  readonly quantiles?: boolean;
}

const checkOptions = optionCheck<CurveChartsOptions>('curveCharts', { strategies: true, quantiles: true });

/**
 * All charts of the rows of a study, by file name: `train_loss`, `val_loss`, `val_accuracy` (of a real target
 * `val_rmse` and `val_r2`), `sparsity`, and `gate_weights_<strategy>` (means) and `gate_quantiles_<strategy>`
 * (distribution) for every strategy that has gates. Characters that are invalid in file names become `-`.
 *
 * @param rows - read once, one after the other; no rows have no charts
 * @returns names and charts, each chart computed when it is asked for
 */
export function curveCharts(
  rows: Iterable<EpochRow> | StudyCurves,
  options: CurveChartsOptions = {},
): Iterable<NamedChart> {
  checkOptions(options);
  return chartsOf(rows instanceof StudyCurves ? rows : new StudyCurves(rows, options.strategies), options);
}

function* chartsOf(curves: StudyCurves, options: CurveChartsOptions): Generator<NamedChart> {
  const { quantiles = true } = options;
  if (curves.strategies.length === 0) return;
  const { loss } = curves;
  // Also those without rows, whose colours the others must not take.
  const strategies = [...new Set([...(options.strategies ?? []), ...curves.strategies])];
  for (const metric of curves.metrics) yield [metric, metricChart(curves, { metric, loss, strategies })];
  const taken = new Set<string>();
  for (const strategy of curves.gated) {
    const name = distinctFileName(strategy, taken);
    yield [`gate_weights_${name}`, gateChart(curves, strategy, { strategies })];
    if (quantiles) yield [`gate_quantiles_${name}`, gateChart(curves, strategy, { strategies, quantiles })];
  }
}
