import type { SeriesStyle } from './series-style.js';

/** Area of the markers in legends, in square pixels: Vega's `symbolSize`. */
export const legendSymbolSize = 110;

/** Half the width of a line in a legend, in pixels. */
export const legendSymbolReach = 22;

/** Half the width of a line in a chart, in pixels. */
const halfStroke = 1;

/** Half the width of the gap that the marker lies in, in pixels: the marker and its white rim. */
const halfGap = 7.5;

/** Pixels per unit of a Vega path symbol. */
const unit = Math.sqrt(legendSymbolSize) / 2;

/**
 * A series in a legend as an SVG path: its line with its dashes, and its marker in the middle. A shape that is already
 * a path has no marker (a reference curve), so only the line is drawn.
 */
export function legendSymbol({ dash, shape }: SeriesStyle): string {
  const marker = markerPaths[shape];
  const strokes = dashesOf(dash).flatMap(([from, to]) =>
    marker === undefined ? [[from, to] as const] : outsideGap(from, to),
  );
  const bars = strokes.map(([from, to]) => `M${px(from)},${px(-halfStroke)}H${px(to)}V${px(halfStroke)}H${px(from)}Z`);
  return `${marker ?? ''}${bars.join('')}`;
}

/** Strokes of a dash pattern along the line of the legend, in pixels from its middle. */
function dashesOf(dash: readonly number[]): (readonly [from: number, to: number])[] {
  const strokes: (readonly [number, number])[] = [];
  const length = dash.reduce((sum, part) => sum + part, 0);
  // A solid line is [1, 0].
  if (dash.length < 2 || dash.every((part, at) => at % 2 === 0 || part === 0) || length <= 0) {
    return [[-legendSymbolReach, legendSymbolReach]];
  }
  for (let at = -legendSymbolReach, part = 0; at < legendSymbolReach; part++) {
    const to = at + (dash[part % dash.length] ?? 1);
    if (part % 2 === 0) strokes.push([at, Math.min(to, legendSymbolReach)]);
    at = to;
  }
  return strokes;
}

function outsideGap(from: number, to: number): (readonly [from: number, to: number])[] {
  const sides = [[from, Math.min(to, -halfGap)] as const, [Math.max(from, halfGap), to] as const];
  return sides.filter(([start, end]) => end - start > 0.5);
}

/** A length in pixels as a coordinate of a Vega path symbol. */
function px(length: number): number {
  return Math.round((length / unit) * 1000) / 1000;
}

/** Vega's built-in symbols as paths of its path symbols, where one unit is half the square root of the area. */
const markerPaths: Readonly<Record<string, string>> = {
  circle: 'M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z',
  square: 'M-1,-1H1V1H-1Z',
  diamond: 'M-1,0L0,-1L1,0L0,1Z',
  cross: 'M-1,-0.4H-0.4V-1H0.4V-0.4H1V0.4H0.4V1H-0.4V0.4H-1Z',
  'triangle-up': 'M0,-0.866L-1,0.866H1Z',
  'triangle-down': 'M0,0.866L-1,-0.866H1Z',
  'triangle-right': 'M0.866,0L-0.866,-1V1Z',
};
