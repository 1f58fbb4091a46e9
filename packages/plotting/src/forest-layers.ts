import type { Verdict } from '@reluctant/metrics';
import { inkColor, panelSize } from './chart-frame.js';
import type { ColorField, Layer, PositionField } from './spec-types.js';

/** Shapes of the verdicts, so that the verdict does not depend on colour alone. */
export const verdictShapes: Readonly<Record<Verdict, string>> = {
  different: 'diamond',
  equivalent: 'square',
  inconclusive: 'circle',
};

/** One estimate of each comparison, and how it is drawn. */
interface DrawnEffect {
  /** Encodings without the field of x. */
  readonly x: Omit<PositionField, 'field'> & { readonly scale: { readonly domain: [number, number] } };
  readonly y: PositionField;
  readonly color: ColorField;
  /** d3 number format. */
  readonly format: string;
  /** Fields of the estimate and of the ends of its interval. */
  readonly fields: { readonly effect: string; readonly low: string; readonly high: string };
  /** Pixels below the middle of the row. */
  readonly offset: number;
  /** The mean has a thinner bar, a tick for its estimate, and its name in the text. */
  readonly isMean: boolean;
}

/** Interval, arrows where it has no bound, and text of an estimate; for a mean its tick, too. */
export function effectLayers({ x, y, color, format, fields, offset, isMean }: DrawnEffect): Layer[] {
  const { effect, low, high } = fields;
  const [least, greatest] = x.scale.domain;
  const open = (end: string, at: number, shape: string) => ({
    transform: [{ filter: `datum.${end}_open` }, { calculate: String(at), as: 'edge' }],
    mark: { type: 'point' as const, shape, filled: true, size: 60, opacity: 1, yOffset: offset },
    encoding: { y, x: { ...x, field: 'edge' }, color },
  });
  return [
    {
      transform: [
        { filter: hasInterval(fields) },
        { calculate: `datum.${low}_open ? ${least} : datum.${low}`, as: 'from' },
        { calculate: `datum.${high}_open ? ${greatest} : datum.${high}`, as: 'to' },
      ],
      mark: { type: 'rule' as const, strokeWidth: isMean ? 1.2 : 3, yOffset: offset },
      encoding: { y, x: { ...x, field: 'from' }, x2: { field: 'to' }, color },
    },
    open(low, least, 'triangle-left'),
    open(high, greatest, 'triangle-right'),
    ...(isMean
      ? [
          {
            transform: [{ filter: `isValid(datum.${effect})` }],
            mark: { type: 'tick' as const, orient: 'vertical' as const, size: 11, thickness: 2, yOffset: offset },
            encoding: { y, x: { ...x, field: effect }, color },
          },
        ]
      : []),
    {
      transform: [{ calculate: effectText(fields, format, isMean), as: 'text' }],
      mark: { type: 'text' as const, align: 'left' as const, fontSize: 13, color: inkColor, yOffset: offset },
      encoding: { y, x: { value: panelSize.width + 14 }, text: { field: 'text', type: 'nominal' as const } },
    },
  ];
}

/** Vega expression: whether both ends of an interval are numbers or open. */
function hasInterval({ low, high }: DrawnEffect['fields']): string {
  const end = (field: string) => `(isValid(datum.${field}) || datum.${field}_open)`;
  return `(${end(low)} && ${end(high)})`;
}

/** Vega expression of an estimate with its interval and the level: `+0.012 [−0.001, +0.025] 95 %`. */
function effectText(fields: DrawnEffect['fields'], format: string, isMean: boolean): string {
  const { effect, low, high } = fields;
  const number = (field: string) => `format(datum.${field}, ${JSON.stringify(format)})`;
  const end = (field: string, none: string) => `(datum.${field}_open ? '${none}' : ${number(field)})`;
  const level = `(isValid(datum.level) ? ' ' + format(100 * datum.level, '.4~g') + ' %' : '')`;
  const interval = `(${hasInterval(fields)} ? ' [' + ${end(low, '−∞')} + ', ' + ${end(high, '∞')} + ']' + ${level} : '')`;
  return `${isMean ? "'mean ' + " : ''}(isValid(datum.${effect}) ? ${number(effect)} : 'n/a') + ${interval}`;
}
