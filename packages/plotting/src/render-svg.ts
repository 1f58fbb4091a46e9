import { ReluctantError } from '@reluctant/errors';
import type { Chart } from './chart.js';

/**
 * Draws a Vega-Lite specification as an SVG document, without a browser or a canvas. Vega is loaded at the first call
 * and makes no code from strings.
 *
 * Text is kept as text: `font-family` names DejaVu Sans (used by `renderPng`), then common browser fonts. The layout
 * uses the widths of DejaVu Sans, the widest of them, so nothing is cut off. Equal specifications yield equal bytes;
 * `spec` is not changed.
 *
 * @param spec - a chart, or any other specification of Vega-Lite
 * @throws Error with Vega's message if the specification cannot be drawn
 */
export async function renderSvg(spec: Chart | object): Promise<string> {
  const { compileSpec, createView } = await import('./vega.js');
  try {
    // A copy, because Vega marks its input rows and transforms modify them.
    const view = createView(compileSpec(structuredClone(spec)));
    const svg = await view.toSVG();
    view.finalize();
    return normalSvg(svg);
  } catch (error) {
    throw drawingError(error);
  }
}

/** Message prefix of Vega's failures. */
export function drawingError(error: unknown): ReluctantError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `cannot draw this Vega-Lite specification: ${reason}`;
  return new ReluctantError('invalid-argument', message, { path: ['spec'], cause: error });
}

/**
 * A document that depends on its chart alone. Vega numbers ids (clip paths, gradients) over the lifetime of the
 * process; here they are renumbered per document. The last digits of positions depend on the layout before: they are
 * rounded to a thousandth of a pixel.
 */
export function normalSvg(svg: string): string {
  const ids = new Map<string, string>();
  for (const [, id = '', kind = ''] of svg.matchAll(/ id="(([a-z_]+?)\d+)"/g)) ids.set(id, `${kind}${ids.size}`);
  return svg
    .replace(/( id="|url\(#|href="#)([a-z_]+\d+)/g, (_, before, id) => before + (ids.get(id) ?? id))
    .replace(/translate\(([-\d.e]+),([-\d.e]+)\)/g, (_, x, y) => `translate(${rounded(x)},${rounded(y)})`);
}

function rounded(text: string): number {
  return Math.round(1000 * Number(text)) / 1000;
}
