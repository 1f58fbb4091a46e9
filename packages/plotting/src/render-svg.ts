import type { TopLevelSpec } from 'vega-lite';

/**
 * Draws a Vega-Lite specification as an SVG document, without a browser or a canvas. Vega is loaded at the first call.
 *
 * The text stays text: `font-family` names DejaVu Sans, which `renderPng` draws with, then common fonts of browsers. Text widths
 * are estimated (0.8 em a letter, wider than any of these fonts), so nothing is cut. Equal specifications give equal bytes.
 *
 * @throws Error with Vega's message when the specification is not valid
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const { compile, parse, View } = await import('./vega.js');
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return renumberIds(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Vega counts ids (clip paths, gradients) over the life of the process; here they count within the document. */
function renumberIds(svg: string): string {
  const ids = new Map<string, string>();
  for (const [, id = '', kind = ''] of svg.matchAll(/ id="(([a-z_]+?)\d+)"/g)) ids.set(id, `${kind}${ids.size}`);
  return svg.replace(/( id="|url\(#|href="#)([a-z_]+\d+)/g, (_, before, id) => before + (ids.get(id) ?? id));
}
