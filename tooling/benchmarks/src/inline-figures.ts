import { existsSync } from 'node:fs';
import { presetFigure } from './preset-values.js';
import { recipeFigure } from './recipe/recipe-values.js';
import { resultPath } from './result-file.js';
import { elsewhereFigure, sparseFigure } from './sparse-values.js';

/** Looks up a figure of a stored result by its address without the result's name, split at slashes. */
type Source = (path: readonly string[]) => string | undefined;

const sources: Readonly<Record<string, Source>> = {
  preset: presetFigure,
  recipe: recipeFigure,
  sparse: sparseFigure,
  'sparse-elsewhere': elsewhereFigure,
};

/**
 * Returns the text of one figure within a sentence; an ellipsis if its result is not stored.
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
  const result = name === 'preset' ? `preset-${path[0]?.split('@')[0]}` : name;
  if (sources[name] !== undefined && !existsSync(resultPath(result))) return '…';
  const text = sources[name]?.(path);
  if (text === undefined) {
    throw new Error(
      `no stored result has the figure ${address}; addresses begin with ${Object.keys(sources).join(', ')}`,
    );
  }
  return text;
}
