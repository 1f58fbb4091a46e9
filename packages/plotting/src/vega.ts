/**
 * The imports of Vega and Vega-Lite, in a separate module so that `scripts/bundle-vega.mjs` can replace the built file
 * by a bundle, which loads faster.
 */
import { parse, type Spec, textMetrics, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { textWidth } from './text-width.js';

export type { View } from 'vega';

/** Vega's form of a Vega-Lite specification, which Vega-Lite itself checks. */
export function compileSpec(spec: object): Spec {
  return compile(spec as TopLevelSpec).spec;
}

/**
 * A view of a specification, not drawn yet. Its expressions are interpreted: Vega would otherwise make functions from
 * strings, which the Content-Security-Policy of a page may forbid.
 */
export function createView(spec: Spec): View {
  return new View(parse(spec, undefined, { ast: true }), { renderer: 'none', expr: expressionInterpreter });
}

declare module 'vega' {
  /** Exported by Vega but missing in its types; vega-scenegraph's `util/text.js` supports overriding `width`. */
  export const textMetrics: { width: (item: TextItem, text: unknown) => number };
}

/** Vega's description of a text that it places. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

// Without a canvas Vega assumes 0.8 em for every letter, which leaves gaps beside titles and legends.
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, item.fontWeight === 'bold' || Number(item.fontWeight) >= 600);
