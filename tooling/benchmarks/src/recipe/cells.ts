/** One way to train the net of `reluctant-sparse train`: a strategy, the weight of L1, the learning rate. */
export interface RecipeCell {
  readonly name: string;
  /** Display title: the activations over time. */
  readonly title: string;
  readonly strategy: string;
  readonly l1: number;
  readonly lr: number;
}

const strategies = {
  relu: { title: 'ReLU from scratch', strategy: 'relu' },
  'tail-0.6': { title: 'SiLU, ReLU for the last 0.6', strategy: 'switch:from=silu,to=relu,tail=0.6' },
  'tail-0.1': { title: 'SiLU, ReLU for the last 0.1', strategy: 'switch:from=silu,to=relu,tail=0.1' },
} as const;

/** Plain: neither. Rate: the high learning rate alone. L1: the penalty and the rate that it was tuned with. */
const pressures = {
  plain: { l1: 0, lr: 0.001 },
  rate: { l1: 0, lr: 0.004 },
  l1: { l1: 0.8, lr: 0.004 },
} as const;

function cell(strategy: keyof typeof strategies, pressure: keyof typeof pressures): RecipeCell {
  return { name: `${strategy}-${pressure}`, ...strategies[strategy], ...pressures[pressure] };
}

/**
 * The factorial of activations and pressures. A tail of 0.1 without L1 is the paper's Swi+FT; at the high rate alone it
 * would add no information to the other eight.
 */
export const recipeCells: readonly RecipeCell[] = [
  cell('relu', 'plain'),
  cell('relu', 'rate'),
  cell('relu', 'l1'),
  cell('tail-0.6', 'plain'),
  cell('tail-0.6', 'rate'),
  cell('tail-0.6', 'l1'),
  cell('tail-0.1', 'plain'),
  cell('tail-0.1', 'l1'),
];

/**
 * The seeds of repeat 0, 1, …: weights and row orders by `seed`, data set and split by `dataSeed`. Data seed 42 is left
 * out: the settings of L1 and of the rate were tuned on it.
 */
export function recipeSeeds(repeat: number): { readonly seed: number; readonly dataSeed: number } {
  return { seed: 1 + repeat, dataSeed: 43 + repeat };
}

/** What is measured of each run, with the largest difference that does not matter. */
export const recipeQuantities = [
  { name: 'accuracy', title: 'test accuracy', margin: 0.005, digits: 4, better: 'higher' },
  { name: 'loss', title: 'test loss', margin: 0.01, digits: 3, better: 'lower' },
  { name: 'zeros', title: 'exact zeros', margin: 0.02, digits: 3, better: 'higher' },
] as const;

/** One of {@link recipeQuantities}. */
export type RecipeQuantity = (typeof recipeQuantities)[number]['name'];

/** The comparisons that were declared before the runs, each by all quantities; one family. */
export const recipeComparisons = [
  { question: 'L1 and the rate, on ReLU', baseline: 'relu-plain', candidate: 'relu-l1' },
  { question: 'the rate alone, on ReLU', baseline: 'relu-plain', candidate: 'relu-rate' },
  { question: 'SiLU first, with L1 (tail 0.6)', baseline: 'relu-l1', candidate: 'tail-0.6-l1' },
  { question: 'SiLU first, with L1 (tail 0.1)', baseline: 'relu-l1', candidate: 'tail-0.1-l1' },
  { question: 'SiLU first, without L1 (tail 0.6)', baseline: 'relu-plain', candidate: 'tail-0.6-plain' },
  { question: 'Swi+FT of the paper (tail 0.1, without L1)', baseline: 'relu-plain', candidate: 'tail-0.1-plain' },
] as const;
