import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from './chart.js';

/** A chart whose parts Vega-Lite's types describe. */
type TypedChart = TopLevelSpec & Chart;

/**
 * A chart from a specification that is checked against Vega-Lite's types, which users of the package need not install.
 */
export function chartOf(spec: TypedChart): Chart {
  return spec;
}
