import { summarise } from '@reluctant/metrics';
import { readResult } from '../result-file.js';
import { type RecipeQuantity, recipeQuantities } from './cells.js';
import { cellValues, effectText, recipeFindings, recipeValue, verdictText } from './recipe-figures.js';
import type { RecipeResult } from './recipe-result.js';

function isQuantity(name: string): name is RecipeQuantity {
  return recipeQuantities.some((quantity) => quantity.name === name);
}

/**
 * The figure at `<cell>/<quantity>` (a mean), or at `<candidate>/<baseline>/<quantity>/effect` (with its interval) or
 * `…/verdict`; undefined if there is none.
 */
export function recipeFigure(path: readonly string[]): string | undefined {
  const result = readResult<RecipeResult>('recipe');
  const [candidate = '', second = '', quantity = '', what = ''] = path;
  if (path.length === 2) {
    return isQuantity(second) ? recipeValue(second, summarise(cellValues(result, candidate, second)).mean) : undefined;
  }
  const finding = recipeFindings(result).find(
    (one) => one.candidate === candidate && one.baseline === second && one.quantity.name === quantity,
  );
  if (finding === undefined) return undefined;
  return what === 'effect' ? effectText(finding) : what === 'verdict' ? verdictText(finding) : undefined;
}
