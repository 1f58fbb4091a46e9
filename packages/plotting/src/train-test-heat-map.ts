import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { heatMap } from './heat-map.js';

/** Result of one strategy whose weights are evaluated under one activation. */
export interface TrainTestCell {
  /** Strategy it was trained with. */
  readonly train: string;
  /** Activation it was evaluated with: relu, silu, stoch, or same. */
  readonly test: string;
  /** Mean over runs. */
  readonly value: number | null;
  /** Sample standard deviation over runs. */
  readonly std?: number | null;
}

/** Options of {@link trainTestHeatMap}. */
export interface TrainTestHeatMapOptions {
  readonly title?: string;
  readonly subtitle?: string;
  /** Name of the value, with its unit. */
  readonly valueTitle: string;
  /** d3 number format of the cells. Default `.3f`. */
  readonly format?: string;
}

const checkOptions = optionCheck<TrainTestHeatMapOptions>('trainTestHeatMap', {
  title: true,
  subtitle: true,
  valueTitle: true,
  format: true,
});

/** The train × test table as a heat map: one row per training strategy, one column per activation at test time. */
export function trainTestHeatMap(cells: readonly TrainTestCell[], options: TrainTestHeatMapOptions): Chart {
  checkOptions(options);
  return heatMap(
    cells.map(({ train, test, value, std }) => ({ x: test, y: train, value, ...(std !== undefined && { std }) })),
    {
      title: 'Trained with one activation, tested with another',
      ...options,
      xTitle: 'tested with',
      yTitle: 'trained with',
    },
  );
}
