import type { EpochRow } from '@reluctant/metrics';
import { type EpochSummary, OverRuns } from './over-runs.js';

/** The pre-activations that a share is taken over: the panels of the chart. */
export const populations = ['all z', 'z < 0'] as const;

/** One of {@link populations}. */
export type Population = (typeof populations)[number];

/** One layer over one population. */
export interface GatePanel {
  readonly layer: number;
  readonly population: Population;
}

/** The quantiles of a share over the validation set, in the order of a row. */
export const quantileFields = ['q05', 'q25', 'q50', 'q75', 'q95'] as const;

/** The shares of the gates of one strategy: means and quantiles over runs at each epoch, by layer and population. */
export class GateCurves {
  readonly #means: OverRuns[][] = [];
  readonly #quantiles: OverRuns[][][] = [];

  /** Adds a row whose gates are in force. */
  add({ strategy, epoch, gates = [] }: EpochRow): void {
    for (const [layer, gate] of gates.entries()) {
      this.#means[layer] ??= populations.map(() => new OverRuns());
      this.#quantiles[layer] ??= populations.map(() => quantileFields.map(() => new OverRuns()));
      for (const [at, population] of populations.entries()) {
        const negative = population === 'z < 0';
        this.#means[layer][at]?.add(strategy, epoch, negative ? gate.mean_negative : gate.mean);
        const quantiles = negative ? gate.quantiles_negative : gate.quantiles;
        this.#quantiles[layer][at]?.forEach((values, index) => void values.add(strategy, epoch, quantiles[index]));
      }
    }
  }

  /** Every layer over every population. */
  get panels(): GatePanel[] {
    return this.#means.flatMap((_, layer) => populations.map((population) => ({ layer, population })));
  }

  /** The mean share. */
  means({ layer, population }: GatePanel): EpochSummary[] {
    return this.#means[layer]?.[populations.indexOf(population)]?.summaries() ?? [];
  }

  /** Each of {@link quantileFields}. */
  quantiles({ layer, population }: GatePanel): EpochSummary[][] {
    const values = this.#quantiles[layer]?.[populations.indexOf(population)] ?? [];
    return values.map((quantile) => quantile.summaries());
  }
}
