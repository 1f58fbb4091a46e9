import { optionCheck } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import { bandLayers } from './band-layers.js';
import type { Chart } from './chart.js';
import { chartFrame } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { epochMarkers } from './epoch-axis.js';
import { type GateCurves, populations, quantileFields } from './gate-curves.js';
import { gateAxes, gateCurvesOf, gateMeanRows } from './gate-panels.js';
import { layerStyles } from './layer-styles.js';
import { bandText, runCount } from './over-runs.js';
import { type SeriesStyle, styleOf } from './series-style.js';
import type { StudyCurves } from './study-curves.js';

/** Options of {@link gateChart}. */
export interface GateChartOptions {
  /**
   * false (default): the mean share of each layer, with a band over runs. true: a panel per layer with the median and
   * the 25–75 % and 5–95 % bands of the shares over the validation set, means over runs.
   */
  readonly quantiles?: boolean;
  /** All strategies of the study, for consistent colours across charts; default: only this one. */
  readonly strategies?: readonly string[];
}

const checkOptions = optionCheck<GateChartOptions>('gateChart', { quantiles: true, strategies: true });

const scaleText = '0 is SiLU, 1 is ReLU; left: over all pre-activations z, right: over z < 0';

/**
 * Gate shares of one strategy, noise-free, over epochs: one panel over all pre-activations z and one over z < 0, y from
 * 0 (SiLU) to 1 (ReLU) with a line at one half. Layers are shades of the strategy's colour, the first the darkest, each
 * with its own dash, which the limits of its band have, too. Lines stop where the gates are no longer in force
 * (`switch`).
 *
 * Rows of the chart: strategy, epoch, runs, mean, std, low, high, layer (from 1), population; with `quantiles`:
 * strategy, layer, population, epoch, runs, q05 … q95. A strategy without gates has no rows.
 */
export function gateChart(
  rows: Iterable<EpochRow> | StudyCurves,
  strategy: string,
  options: GateChartOptions = {},
): Chart {
  checkOptions(options);
  const curves = gateCurvesOf(rows, strategy);
  const style = styleOf(strategy, options.strategies ?? []);
  return options.quantiles === true ? quantileChart(curves, style) : meanChart(curves, style);
}

function meanChart(curves: GateCurves, style: SeriesStyle): Chart {
  const values = gateMeanRows(curves);
  const names = [...new Set(values.map(({ layer }) => layer))];
  const width = 330;
  return chartOf({
    ...chartFrame(`Gate weights: ${style.name}`, [bandText(values), scaleText]),
    data: { values },
    facet: { column: populationFacet },
    spec: {
      width,
      height: 300,
      layer: bandLayers({
        ...gateAxes(values, 'mean', 'mean share of ReLU'),
        series: { field: 'layer', title: 'hidden layer', styles: layerStyles(names, style.color) },
        bands: [{ low: 'low', high: 'high' }],
        edges: true,
        markers: epochMarkers(
          values.map(({ epoch }) => epoch),
          'layer',
          names,
        ),
        width,
      }),
    },
  });
}

function quantileChart(curves: GateCurves, style: SeriesStyle): Chart {
  const values = quantileRows(curves);
  const width = 330;
  return chartOf({
    ...chartFrame(`Gate weights: ${style.name}`, [
      'shares over the validation set: median (line), 25–75 % (dark band), 5–95 % (light band)',
      values.length === 0 ? 'no finite value' : `means over ${runCount(values)}`,
      scaleText,
    ]),
    data: { values },
    facet: {
      column: populationFacet,
      row: {
        field: 'layer',
        type: 'nominal',
        title: 'hidden layer',
        sort: [...new Set(values.map(({ layer }) => layer))],
        header: { labelAngle: 0 },
      },
    },
    spec: {
      width,
      height: 120,
      layer: bandLayers({
        ...gateAxes(values, 'q50', 'share of ReLU'),
        series: { field: 'strategy', title: 'strategy', styles: [style] },
        bands: [
          { low: 'q05', high: 'q95' },
          { low: 'q25', high: 'q75' },
        ],
        markers: 'false',
        width,
      }),
    },
  });
}

/** Means of each quantile over runs. */
function quantileRows(curves: GateCurves) {
  return curves.panels.flatMap((panel) => {
    const byQuantile = curves.quantiles(panel);
    return (byQuantile[0] ?? []).map(({ strategy, epoch, runs }, position) => ({
      strategy,
      layer: String(panel.layer + 1),
      population: panel.population,
      epoch,
      runs,
      ...Object.fromEntries(quantileFields.map((field, index) => [field, byQuantile[index]?.[position]?.mean ?? null])),
    }));
  });
}

const populationFacet = {
  field: 'population',
  type: 'nominal' as const,
  title: null,
  sort: [...populations],
};
