import type { EpochRow } from '@reluctant/metrics';
import { type ChartLoss, type ChartMetric, chartMetrics, metricsOfTask } from './chart-metric.js';
import { GateCurves } from './gate-curves.js';
import { type EpochSummary, OverRuns } from './over-runs.js';

/**
 * Everything that charts show of the rows of a study, from one pass over them: statistics over runs at each epoch. It
 * takes the place of rows in every chart, and its size does not grow with the number of runs.
 */
export class StudyCurves {
  /** Names of the strategies that have rows. */
  readonly strategies: readonly string[];
  readonly #metrics: ReadonlyMap<ChartMetric, OverRuns>;
  readonly #gates = new Map<string, GateCurves>();

  /**
   * @param rows - read once, one after the other
   * @param order - the strategies in the order of the legends. Default: the order of first appearance
   */
  constructor(rows: Iterable<EpochRow>, order: readonly string[] = []) {
    const names = new Set<string>();
    this.#metrics = new Map(chartMetrics.map((metric) => [metric, new OverRuns()]));
    for (const row of rows) {
      names.add(row.strategy);
      for (const [metric, values] of this.#metrics) values.add(row.strategy, row.epoch, row[metric]);
      if (row.gates !== undefined) this.#gatesOf(row.strategy).add(row);
    }
    this.strategies = [...order.filter((name) => names.delete(name)), ...names];
  }

  /** The strategies that have gates. */
  get gated(): readonly string[] {
    return this.strategies.filter((name) => this.#gates.has(name));
  }

  /** The metrics that the rows have: accuracy of classes, RMSE and R² of a real target; the others always. */
  get metrics(): readonly ChartMetric[] {
    return chartMetrics.filter((metric) => !metricsOfTask.has(metric) || this.metric(metric).length > 0);
  }

  /** The loss of the rows: squared error if they have an RMSE. */
  get loss(): ChartLoss {
    return this.metric('val_rmse').length > 0 ? 'squared_error' : 'cross_entropy';
  }

  metric(metric: ChartMetric): EpochSummary[] {
    const summaries = this.#metrics.get(metric)?.summaries() ?? [];
    return this.strategies.flatMap((name) => summaries.filter(({ strategy }) => strategy === name));
  }

  gates(strategy: string): GateCurves {
    return this.#gates.get(strategy) ?? new GateCurves();
  }

  #gatesOf(strategy: string): GateCurves {
    const known = this.#gates.get(strategy);
    if (known !== undefined) return known;
    const gates = new GateCurves();
    this.#gates.set(strategy, gates);
    return gates;
  }
}
