import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { chartFrame } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { finiteOrNull } from './finite-or-null.js';
import { textWidth } from './text-width.js';

/** One cell of a heat map. */
export interface HeatMapCell {
  readonly x: string | number;
  readonly y: string | number;
  /** The value that the colour shows. Non-finite or null: an empty cell marked n/a. */
  readonly value: number | null;
  /** Written after the value as ±; default: nothing. */
  readonly std?: number | null;
  /** Name of the panel for small multiples; default: a single panel. */
  readonly panel?: string;
}

/** Options of {@link heatMap}. */
export interface HeatMapOptions {
  readonly title: string;
  readonly subtitle?: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Name of the value, with its unit. */
  readonly valueTitle: string;
  /** d3 number format of the cells. Default `.3f`. */
  readonly format?: string;
  /** Number of panels per row. Default 3. */
  readonly columns?: number;
}

const checkOptions = optionCheck<HeatMapOptions>('heatMap', {
  title: true,
  subtitle: true,
  xTitle: true,
  yTitle: true,
  valueTitle: true,
  format: true,
  columns: true,
});

/**
 * Cells coloured by value and labelled with it, so that reading does not depend on colour. Numbers on the axes are
 * sorted in ascending order; names keep their order. All panels share one colour scale.
 *
 * Rows of the chart: panel (if any cell has one), x, y, value, std.
 */
export function heatMap(cells: readonly HeatMapCell[], options: HeatMapOptions): Chart {
  checkOptions(options);
  const { format = '.3f', columns = 3 } = options;
  const panels = cells.some(({ panel }) => panel !== undefined);
  const values = cells.map(({ panel, x, y, value, std }) => ({
    ...(panels ? { panel: panel ?? '' } : {}),
    x,
    y,
    value: finiteOrNull(value),
    std: finiteOrNull(std),
  }));
  const found = values.flatMap(({ value }) => (value === null ? [] : [value]));
  const least = found.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const greatest = found.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const withStd = values.some(({ std }) => std !== null);
  const x = axisValues(cells.map((cell) => cell.x));
  const y = axisValues(cells.map((cell) => cell.y));
  const cellWidth = Math.ceil(Math.max(withStd ? 122 : 64, ...x.map((name) => textWidth(String(name), 13) + 12)));
  const unit = {
    width: { step: cellWidth },
    height: { step: 40 },
    view: { fill: '#eeeeee' },
    transform: [{ calculate: labelExpression(format), as: 'label' }],
    encoding: {
      x: { field: 'x', type: 'ordinal' as const, title: options.xTitle, sort: x, axis: { labelAngle: 0 } },
      y: { field: 'y', type: 'ordinal' as const, title: options.yTitle, sort: y },
    },
    layer: [
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'rect' as const, stroke: '#ffffff', strokeWidth: 1 },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative' as const,
            title: options.valueTitle,
            scale: { range: heatColors, ...(found.length > 0 && { domain: [least, greatest] }) },
            legend: { format, gradientLength: Math.max(80, Math.min(160, 40 * y.length)) },
          },
        },
      },
      {
        mark: { type: 'text' as const, fontSize: 13 },
        encoding: {
          text: { field: 'label', type: 'nominal' as const },
          color: {
            // White text on the darker half.
            condition: { test: `isValid(datum.value) && datum.value > ${(least + greatest) / 2}`, value: '#ffffff' },
            value: '#000000',
          },
        },
      },
    ],
  };
  const frame = chartFrame(options.title, options.subtitle ?? '');
  if (!panels) return chartOf({ ...frame, data: { values }, ...unit });
  const { width, height, ...spec } = unit;
  return chartOf({
    ...frame,
    data: { values },
    columns,
    // Without a list, panels would be in alphabetical order.
    facet: { field: 'panel', type: 'nominal', title: null, sort: [...new Set(values.map(({ panel = '' }) => panel))] },
    spec: { width, height, ...spec },
    // An incomplete last row would leave axes without panels.
    resolve: { axis: { x: 'independent' } },
  });
}

/**
 * One hue from light to dark, readable without colour vision and in greyscale. In the middle black and white text have
 * the same contrast, 4.5:1.
 */
const heatColors = ['#f1f5fa', '#a9c6e0', '#437aab', '#255a91', '#0b2f5c'];

function labelExpression(format: string): string {
  const number = (field: string) => `format(datum.${field}, ${JSON.stringify(format)})`;
  return `isValid(datum.value) ? ${number('value')} + (isValid(datum.std) ? ' ± ' + ${number('std')} : '') : 'n/a'`;
}

function axisValues(values: readonly (string | number)[]): (string | number)[] {
  const distinct = [...new Set(values)];
  return distinct.every((value) => typeof value === 'number') ? distinct.sort((a, b) => a - b) : distinct;
}
