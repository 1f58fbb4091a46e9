import type { EpochRow } from '@reluctant/metrics';
import { bandLayers } from './band-layers.js';
import type { Chart } from './chart.js';
import { chartFrame } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { epochMarkers } from './epoch-axis.js';
import { populations } from './gate-curves.js';
import { gateAxes, gateCurvesOf, gateMeanRows } from './gate-panels.js';
import { layerStyles } from './layer-styles.js';
import { bandText } from './over-runs.js';
import { styleOf } from './series-style.js';
import type { StudyCurves } from './study-curves.js';

/**
 * The gates of one strategy in several studies side by side: a column for each study, a row over all pre-activations z
 * and one over z < 0; lines, bands and colours as in `gateChart`.
 *
 * Rows of the chart: panel, then those of `gateChart`.
 */
export function gateSmallMultiples(
  panels: readonly { readonly name: string; readonly rows: Iterable<EpochRow> | StudyCurves }[],
  strategy: string,
  options: { readonly strategies?: readonly string[] } = {},
): Chart {
  const style = styleOf(strategy, options.strategies ?? []);
  const values = panels.flatMap(({ name, rows }) =>
    gateMeanRows(gateCurvesOf(rows, strategy)).map((row) => ({ panel: name, ...row })),
  );
  const layers = [...new Set(values.map(({ layer }) => layer))];
  const width = 300;
  return chartOf({
    ...chartFrame(`Gate weights: ${style.name}`, [bandText(values), '0 is SiLU, 1 is ReLU']),
    data: { values },
    facet: {
      column: { field: 'panel', type: 'nominal', title: null, sort: panels.map(({ name }) => name) },
      row: { field: 'population', type: 'nominal', title: null, sort: [...populations], header: { labelAngle: 0 } },
    },
    spec: {
      width,
      height: 200,
      layer: bandLayers({
        ...gateAxes(values, 'mean', 'mean share of ReLU'),
        series: { field: 'layer', title: 'hidden layer', styles: layerStyles(layers, style.color) },
        bands: [{ low: 'low', high: 'high' }],
        edges: true,
        markers: epochMarkers(
          values.map(({ epoch }) => epoch),
          'layer',
          layers,
        ),
        width,
      }),
    },
  });
}
