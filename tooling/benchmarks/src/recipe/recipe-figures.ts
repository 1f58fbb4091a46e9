import { type Comparison, compareFamily, summarise } from '@reluctant/metrics';
import { markdownTable } from '../figure-blocks.js';
import { type RecipeCell, type RecipeQuantity, recipeCells, recipeComparisons, recipeQuantities } from './cells.js';
import type { RecipeResult } from './recipe-result.js';

/** One declared comparison by one quantity, with what was found. */
export interface RecipeFinding {
  readonly baseline: string;
  readonly candidate: string;
  readonly question: string;
  readonly quantity: (typeof recipeQuantities)[number];
  readonly comparison: Comparison;
}

/** The values of a cell, in the order of the seeds. */
export function cellValues({ runs }: RecipeResult, cell: string, quantity: RecipeQuantity): number[] {
  const own = runs.filter((run) => run.cell === cell).sort((a, b) => a.seed - b.seed);
  if (own.length === 0) throw new Error(`results/recipe.json has no runs of ${cell}`);
  return own.map((run) => run[quantity]);
}

/** All declared comparisons, corrected as one family. */
export function recipeFindings(result: RecipeResult): RecipeFinding[] {
  const declared = recipeComparisons.flatMap((pair) => recipeQuantities.map((quantity) => ({ ...pair, quantity })));
  const comparisons = compareFamily(
    declared.map(({ baseline, candidate, quantity }) => ({
      baseline: cellValues(result, baseline, quantity.name),
      candidate: cellValues(result, candidate, quantity.name),
      margin: quantity.margin,
      better: quantity.better,
    })),
    // Every pair has its own margin, and the number of runs needed is not reported.
    { margin: 1, power: null },
  );
  return declared.flatMap((one, index) => {
    const comparison = comparisons[index];
    return comparison === undefined ? [] : [{ ...one, comparison }];
  });
}

/** A value as its quantity is written: zeros in percent. */
export function recipeValue(quantity: RecipeQuantity, value: number): string {
  const digits = recipeQuantities.find(({ name }) => name === quantity)?.digits ?? 3;
  const text = quantity === 'zeros' ? (100 * Math.abs(value)).toFixed(1) : Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function meanWithInterval(result: RecipeResult, cell: string, quantity: RecipeQuantity): string {
  const { mean, interval95 } = summarise(cellValues(result, cell, quantity));
  const [low, high] = interval95.map((end) => recipeValue(quantity, end));
  return `${recipeValue(quantity, mean)} (${low}–${high})`;
}

function meanByLayer({ runs }: RecipeResult, cell: string): string {
  const layers = runs.filter((run) => run.cell === cell).map(({ zerosLayers }) => zerosLayers);
  return (layers[0] ?? [])
    .map((_, layer) => recipeValue('zeros', summarise(layers.map((run) => run[layer] ?? Number.NaN)).mean))
    .join(', ');
}

function pressureText({ l1, lr }: RecipeCell): string {
  return `${l1 === 0 ? 'none' : l1}, ${lr}`;
}

/** A row for each cell: means with Student's 95 % intervals over the data sets. */
export function renderRecipeTable(result: RecipeResult): string {
  return markdownTable(
    ['training', 'L1, rate', 'test accuracy', 'test loss, nats', 'exact zeros, %', 'by layer, %'],
    recipeCells.map((cell) => [
      cell.title,
      pressureText(cell),
      meanWithInterval(result, cell.name, 'accuracy'),
      meanWithInterval(result, cell.name, 'loss'),
      meanWithInterval(result, cell.name, 'zeros'),
      meanByLayer(result, cell.name),
    ]),
  );
}

/**
 * `+0.0012 (−0.0003 to 0.0021)`: the tested effect and the interval behind the verdict, which does not exist for few
 * pairs.
 */
export function effectText({ quantity, comparison }: RecipeFinding): string {
  const { hodgesLehmann, hodgesLehmannInterval } = comparison;
  const effect = `${hodgesLehmann > 0 ? '+' : ''}${recipeValue(quantity.name, hodgesLehmann)}`;
  if (!hodgesLehmannInterval.every(Number.isFinite)) return `${effect} (too few runs for an interval)`;
  const [low, high] = hodgesLehmannInterval.map((end) => recipeValue(quantity.name, end));
  return `${effect} (${low} to ${high})`;
}

/** The verdict with its direction; a difference below the margin is said to be one. */
export function verdictText({ quantity, comparison }: RecipeFinding): string {
  const { verdict, direction, hodgesLehmann } = comparison;
  if (verdict !== 'different') return verdict;
  const better = direction > 0 === (quantity.better === 'higher');
  const small = Math.abs(hodgesLehmann) < quantity.margin ? ', less than the margin' : '';
  return `different, ${better ? 'better' : 'worse'}${small}`;
}

/** A row for each declared comparison and quantity. */
export function renderRecipeComparisons(result: RecipeResult): string {
  const findings = recipeFindings(result);
  return markdownTable(
    ['what is added', ...recipeQuantities.map(({ title, name }) => (name === 'zeros' ? `${title}, points` : title))],
    recipeComparisons.map(({ question, baseline, candidate }) => [
      question,
      ...findings
        .filter((one) => one.baseline === baseline && one.candidate === candidate)
        .map((one) => `${effectText(one)}: ${verdictText(one)}`),
    ]),
  );
}

/** Where and how it was measured. */
export function renderRecipeProvenance({
  command,
  engine,
  widths,
  epochs,
  testRows,
  runs,
  machine,
}: RecipeResult): string {
  const seeds = [...new Set(runs.map(({ dataSeed }) => dataSeed))];
  return `${widths.join(' → ')}, ${epochs} epochs, ${testRows} test rows; ${seeds.length} data sets (seeds ${seeds[0]} to ${seeds.at(-1)}), each with initial weights of its own; engine ${engine}, Node ${machine.node}, commit ${machine.commit}. \`${command}\``;
}

/** All tables that the command prints and docs/sparse-inference.md shows. */
export function recipeTables(result: RecipeResult): string {
  return [renderRecipeTable(result), renderRecipeComparisons(result), renderRecipeProvenance(result)].join('\n\n');
}
