import type { EpochRow, GateStatistics } from '@reluctant/metrics';
import type { ChartRow } from './chart.js';
import { gridColor } from './chart-frame.js';
import { epochEncoding } from './epoch-axis.js';
import { type MetricRow, withBand } from './metric-layers.js';
import { overRuns } from './over-runs.js';
import type { PositionField } from './spec-types.js';

/** The pre-activations that a share is taken over: the panels of the chart. */
export const populations = ['all z', 'z < 0'] as const;

/** One of {@link populations}. */
export type Population = (typeof populations)[number];

/** One layer over one population. */
export interface GatePanel {
  readonly layer: number;
  readonly population: Population;
}

/** A mean share of ReLU and its band over runs. */
export type GateMeanRow = MetricRow & {
  /** From 1. */
  readonly layer: string;
  readonly population: Population;
};

/** The rows of a strategy whose gates are in force. */
export function gatedRows(rows: Iterable<EpochRow>, strategy: string): EpochRow[] {
  return [...rows].filter((row) => row.strategy === strategy && row.gates !== undefined);
}

/** Every layer over every population. */
export function gatePanels(rows: readonly EpochRow[]): GatePanel[] {
  const layers = rows.reduce((most, { gates }) => Math.max(most, gates?.length ?? 0), 0);
  return Array.from({ length: layers }, (_, layer) => populations.map((population) => ({ layer, population }))).flat();
}

/** Mean share over runs ± 1 sample standard deviation, within [0, 1]. */
export function gateMeanRows(rows: readonly EpochRow[], panels: readonly GatePanel[]): GateMeanRow[] {
  return panels.flatMap(({ layer, population }) =>
    withBand(
      overRuns(rows, (row) => mean(row.gates?.[layer], population)),
      [0, 1],
    ).map((row) => ({ ...row, layer: String(layer + 1), population })),
  );
}

function mean(gate: GateStatistics | undefined, population: Population): number | undefined {
  return population === 'all z' ? gate?.mean : gate?.mean_negative;
}

/** Encodings of epoch and share; the share axis is [0, 1] with a line at one half. */
export function gateAxes(
  values: readonly (ChartRow & { readonly epoch: number })[],
  field: string,
  title: string,
): { readonly x: PositionField; readonly y: PositionField } {
  const half = { test: 'datum.value === 0.5' };
  return {
    x: epochEncoding(
      values.map(({ epoch }) => epoch),
      6,
    ),
    y: {
      field,
      type: 'quantitative',
      title,
      scale: { domain: [0, 1] },
      axis: {
        values: [0, 0.25, 0.5, 0.75, 1],
        format: '.2f',
        gridColor: { condition: { ...half, value: '#888888' }, value: gridColor },
        gridWidth: { condition: { ...half, value: 1.5 }, value: 1 },
      },
    },
  };
}
