import type { BlockRenderer } from '../figure-blocks.js';
import { storedBlock } from '../stored-result.js';
import { renderRecipeComparisons, renderRecipeProvenance, renderRecipeTable } from './recipe-figures.js';
import type { RecipeResult } from './recipe-result.js';

const block = (render: (result: RecipeResult) => string): BlockRenderer =>
  storedBlock<RecipeResult>('recipe', 'pnpm bench:recipe', render);

/** The blocks of docs/sparse-inference.md about recipes. */
export const recipeBlocks: Readonly<Record<string, BlockRenderer>> = {
  recipe: block((result) => `${renderRecipeTable(result)}\n\n${renderRecipeProvenance(result)}`),
  'recipe-comparisons': block(renderRecipeComparisons),
};
