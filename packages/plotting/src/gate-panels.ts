import type { EpochRow } from '@reluctant/metrics';
import type { ChartRow } from './chart.js';
import { gridColor } from './chart-frame.js';
import { epochEncoding } from './epoch-axis.js';
import { GateCurves, type Population } from './gate-curves.js';
import { type MetricRow, withBand } from './metric-layers.js';
import type { PositionField } from './spec-types.js';
import { StudyCurves } from './study-curves.js';

/** A mean share of ReLU and its band over runs. */
export type GateMeanRow = MetricRow & {
  /** From 1. */
  readonly layer: string;
  readonly population: Population;
};

/** The gates of a strategy, from rows or from the curves of a study. */
export function gateCurvesOf(rows: Iterable<EpochRow> | StudyCurves, strategy: string): GateCurves {
  if (rows instanceof StudyCurves) return rows.gates(strategy);
  const curves = new GateCurves();
  for (const row of rows) if (row.strategy === strategy && row.gates !== undefined) curves.add(row);
  return curves;
}

/** Mean share over runs ± 1 sample standard deviation, within [0, 1]. */
export function gateMeanRows(curves: GateCurves): GateMeanRow[] {
  return curves.panels.flatMap((panel) =>
    withBand(curves.means(panel), [0, 1]).map((row) => ({
      ...row,
      layer: String(panel.layer + 1),
      population: panel.population,
    })),
  );
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
