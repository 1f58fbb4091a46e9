import { optionCheck } from '@reluctant/errors';
import type { Verdict } from '@reluctant/metrics';
import type { Chart } from './chart.js';
import { chartFrame, inkColor, panelSize } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { finiteOrNull } from './finite-or-null.js';
import { seriesStyles } from './series-style.js';

/** One comparison. */
export interface ForestEffect {
  /** Name of the candidate that is compared with the baseline. */
  readonly name: string;
  readonly effect: number;
  /** Interval of the effect. */
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
}

/** Options of {@link forestPlot}. */
export interface ForestPlotOptions {
  readonly title: string;
  readonly subtitle?: string;
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

/** Shapes of the verdicts, so that the verdict does not depend on colour alone. */
const verdictShapes: Readonly<Record<Verdict, string>> = {
  different: 'diamond',
  equivalent: 'square',
  inconclusive: 'circle',
};

/**
 * Forest plot: one row per comparison in the order given, the effect as a marker whose shape is the verdict, its
 * interval as a bar, both written out at the right; a line at no effect and a band for the margin of equivalence.
 * Non-finite effects keep their row, marked n/a.
 *
 * Rows of the chart: name, effect, low, high, verdict.
 */
export function forestPlot(effects: readonly ForestEffect[], options: ForestPlotOptions): Chart {
  checkOptions(options);
  const { margin, format = '+.3f' } = options;
  const values = effects.map(({ name, effect, low, high, verdict }) => ({
    name,
    effect: finiteOrNull(effect),
    low: finiteOrNull(low),
    high: finiteOrNull(high),
    verdict,
  }));
  const names = values.map(({ name }) => name);
  const styles = seriesStyles(options.strategies ?? names);
  const reach = values.flatMap(({ effect, low, high }) => [effect, low, high]).concat(0, margin ?? 0, -(margin ?? 0));
  const finite = reach.filter((value) => value !== null);
  const domain = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const verdicts = Object.keys(verdictShapes);
  const y = {
    field: 'name',
    type: 'nominal' as const,
    title: null,
    sort: names,
    axis: { grid: true, labelFontSize: 14 },
  };
  const x = {
    type: 'quantitative' as const,
    title: options.xTitle,
    scale: { domain, nice: true, zero: true },
    // A label moved to stay within the axis would overlap its neighbour.
    axis: { tickCount: 8, labelFlush: false, labelOverlap: true },
  };
  const color = {
    field: 'name',
    type: 'nominal' as const,
    scale: { domain: styles.map(({ name }) => name), range: styles.map(({ color: of }) => of) },
    legend: null,
  };
  const one = { values: [{ zero: 0, from: -(margin ?? 0), to: margin ?? 0 }] };
  return chartOf({
    ...chartFrame(options.title, options.subtitle ?? ''),
    width: panelSize.width,
    height: { step: 34 },
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
      {
        transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }],
        mark: { type: 'rule' as const, strokeWidth: 2.5 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        transform: [{ filter: 'isValid(datum.effect)' }],
        mark: { type: 'point' as const, filled: true, size: 130, opacity: 1, stroke: '#ffffff', strokeWidth: 1 },
        encoding: {
          y,
          x: { ...x, field: 'effect' },
          color,
          shape: {
            field: 'verdict',
            type: 'nominal' as const,
            title: 'verdict',
            scale: { domain: verdicts, range: Object.values(verdictShapes) },
            legend: { orient: 'bottom' as const, symbolFillColor: inkColor, symbolSize: 110 },
          },
        },
      },
      {
        transform: [{ calculate: effectText(format), as: 'text' }],
        mark: { type: 'text' as const, align: 'left' as const, fontSize: 13, color: inkColor },
        encoding: { y, x: { value: panelSize.width + 14 }, text: { field: 'text', type: 'nominal' as const } },
      },
    ],
  });
}

function effectText(format: string): string {
  const number = (field: string) => `format(datum.${field}, ${JSON.stringify(format)})`;
  return `isValid(datum.effect) ? ${number('effect')} + (isValid(datum.low) && isValid(datum.high) ? ' [' + ${number('low')} + ', ' + ${number('high')} + ']' : '') : 'n/a'`;
}
