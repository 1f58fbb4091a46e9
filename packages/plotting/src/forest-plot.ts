import { optionCheck } from '@reluctant/errors';
import type { Verdict } from '@reluctant/metrics';
import type { Chart } from './chart.js';
import { chartFrame, inkColor, panelSize } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { finiteOrNull } from './finite-or-null.js';
import { effectLayers, verdictShapes } from './forest-layers.js';
import { seriesStyles } from './series-style.js';

/**
 * An estimate and its interval. An end that is not bounded is infinite; both ends are NaN where there is no interval.
 */
export interface ForestEstimate {
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

/** One comparison. */
export interface ForestEffect extends ForestEstimate {
  /** Name of the candidate that is compared with the baseline. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Level of the intervals, such as 0.95; written beside them. Default: not written. */
  readonly level?: number;
  /** A second estimate that the verdict depends on, drawn below the first. Default: none. */
  readonly mean?: ForestEstimate;
}

/** Options of {@link forestPlot}. */
export interface ForestPlotOptions {
  readonly title: string;
  /** One line or several. */
  readonly subtitle?: string | readonly string[];
  /** What the effect is, with its unit, e.g. `difference in val_loss (nats), candidate − relu`. */
  readonly xTitle: string;
  /** The margin of equivalence, drawn as a band about 0. Default: none. */
  readonly margin?: number;
  /** d3 number format of the effects. Default `+.3f`. */
  readonly format?: string;
  /** All strategies of the study, for consistent colours across charts; default: the names. */
  readonly strategies?: readonly string[];
}

const checkOptions = optionCheck<ForestPlotOptions>('forestPlot', {
  title: true,
  subtitle: true,
  xTitle: true,
  margin: true,
  format: true,
  strategies: true,
});

/**
 * Forest plot: one row per comparison in the order given, the effect as a marker whose shape is the verdict, its
 * interval as a bar, both written out at the right with the level; below them the mean and its interval, where given. A
 * line marks no effect, a band the margin of equivalence. An interval without a bound ends in an arrow. Effects that
 * are not finite keep their row, marked n/a.
 *
 * Rows of the chart: name, effect, low, high, low_open, high_open (no bound), verdict, level, and the same of the mean:
 * mean, mean_low, mean_high, mean_low_open, mean_high_open.
 */
export function forestPlot(effects: readonly ForestEffect[], options: ForestPlotOptions): Chart {
  checkOptions(options);
  const { margin, format = '+.3f' } = options;
  const values = effects.map(rowOf);
  const names = values.map(({ name }) => name);
  const styles = seriesStyles(options.strategies ?? names);
  const ends = values.flatMap(({ effect, low, high, mean, mean_low, mean_high }) => [
    ...[effect, low, high],
    ...[mean, mean_low, mean_high],
  ]);
  const reach = [...ends, 0, margin ?? 0, -(margin ?? 0)].filter((value) => value !== null);
  const domain = withRoom([Math.min(...reach), Math.max(...reach)], effects);
  const withMeans = effects.some(({ mean }) => mean !== undefined);
  const x = {
    type: 'quantitative' as const,
    title: options.xTitle,
    // Arrows stand at the limits, which must stay.
    scale: { domain, nice: !hasOpenEnd(effects), zero: true },
    // A label moved to stay within the axis would overlap its neighbour.
    axis: { tickCount: 8, labelFlush: false, labelOverlap: true },
  };
  const color = {
    field: 'name',
    type: 'nominal' as const,
    scale: { domain: styles.map(({ name }) => name), range: styles.map(({ color: of }) => of) },
    legend: null,
  };
  const y = {
    field: 'name',
    type: 'nominal' as const,
    title: null,
    sort: names,
    axis: { grid: true, labelFontSize: 14 },
  };
  const one = { values: [{ zero: 0, from: -(margin ?? 0), to: margin ?? 0 }] };
  const drawn = { x, y, color, format };
  const fields = { effect: 'effect', low: 'low', high: 'high' };
  const meanFields = { effect: 'mean', low: 'mean_low', high: 'mean_high' };
  return chartOf({
    ...chartFrame(options.title, options.subtitle ?? ''),
    width: panelSize.width,
    height: { step: withMeans ? 46 : 34 },
    data: { values },
    layer: [
      ...(margin === undefined
        ? []
        : [
            {
              data: one,
              mark: { type: 'rect' as const, color: '#dfe7ef', opacity: 1 },
              encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
            },
          ]),
      { data: one, mark: { type: 'rule' as const, color: inkColor }, encoding: { x: { ...x, field: 'zero' } } },
      ...effectLayers({ ...drawn, fields, offset: withMeans ? -9 : 0, isMean: false }),
      ...(withMeans ? effectLayers({ ...drawn, fields: meanFields, offset: 11, isMean: true }) : []),
      {
        // Every verdict is in the legend, whether a comparison has it or not.
        transform: [{ filter: 'isValid(datum.effect)' }],
        mark: {
          type: 'point' as const,
          filled: true,
          size: 130,
          opacity: 1,
          stroke: '#ffffff',
          strokeWidth: 1,
          yOffset: withMeans ? -9 : 0,
        },
        encoding: {
          y,
          x: { ...x, field: 'effect' },
          color,
          shape: {
            field: 'verdict',
            type: 'nominal' as const,
            title: 'verdict',
            scale: { domain: Object.keys(verdictShapes), range: Object.values(verdictShapes) },
            legend: { orient: 'bottom' as const, symbolFillColor: inkColor, symbolSize: 110 },
          },
        },
      },
    ],
  });
}

/** Limits of the axis, with room for arrows on the sides where an interval has no bound. */
function withRoom([least, greatest]: [number, number], effects: readonly ForestEffect[]): [number, number] {
  const ends = endsOf(effects);
  const room = (greatest - least) / 12;
  return [
    ends.includes(Number.NEGATIVE_INFINITY) ? least - room : least,
    ends.includes(Number.POSITIVE_INFINITY) ? greatest + room : greatest,
  ];
}

function hasOpenEnd(effects: readonly ForestEffect[]): boolean {
  return endsOf(effects).some((end) => Math.abs(end) === Number.POSITIVE_INFINITY);
}

function endsOf(effects: readonly ForestEffect[]): number[] {
  return effects.flatMap(({ low, high, mean }) => [low, high, ...(mean === undefined ? [] : [mean.low, mean.high])]);
}

function rowOf({ name, effect, low, high, verdict, level, mean }: ForestEffect) {
  return {
    name,
    effect: finiteOrNull(effect),
    ...{ low: finiteOrNull(low), high: finiteOrNull(high) },
    ...{ low_open: low === Number.NEGATIVE_INFINITY, high_open: high === Number.POSITIVE_INFINITY },
    verdict,
    level: finiteOrNull(level),
    mean: finiteOrNull(mean?.effect),
    ...{ mean_low: finiteOrNull(mean?.low), mean_high: finiteOrNull(mean?.high) },
    mean_low_open: mean?.low === Number.NEGATIVE_INFINITY,
    mean_high_open: mean?.high === Number.POSITIVE_INFINITY,
  };
}
