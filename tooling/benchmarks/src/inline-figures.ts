import { presetFigure } from './preset-values.js';
import { recipeFigure } from './recipe/recipe-values.js';
import { elsewhereFigure, sparseFigure } from './sparse-values.js';

/** Who knows the figures of a store; the address without the store's name, split at slashes. */
type Source = (path: readonly string[]) => string | undefined;

const sources: Readonly<Record<string, Source>> = {
  preset: presetFigure,
  recipe: recipeFigure,
  sparse: sparseFigure,
  'sparse-elsewhere': elsewhereFigure,
};

/**
 * The text of one figure within a sentence.
 *
 * | address | e.g. |
 * | --- | --- |
 * | `preset/<preset>[@part]/<strategy or method>/<quantity>` | `preset/gradual/relu/loss@relu` |
 * | `recipe/<cell>/<quantity>`, `recipe/<cell>-<baseline cell>/…` | `recipe/relu-l1/zeros` |
 * | `sparse/<case>/<inputs>/<threads>/<quantity>` | `sparse/b/10 %/1/gain` |
 *
 * @throws Error when the stored results have no such figure
 */
export function inlineFigure(address: string): string {
  const [name = '', ...path] = address.split('/');
  const text = sources[name]?.(path);
  if (text === undefined) {
    throw new Error(
      `no stored result has the figure ${address}; addresses begin with ${Object.keys(sources).join(', ')}`,
    );
  }
  return text;
}
