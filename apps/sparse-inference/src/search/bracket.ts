/** Trials of a bracket. */
const bracketSize = 9;

/** Of the trials of a rung, one in so many goes on. */
const reduction = 3;

/** A step of a bracket: this many trials are trained for this many epochs. */
export interface Rung {
  readonly trials: number;
  readonly epochs: number;
}

/**
 * The rungs of a bracket of successive halving (Jamieson & Talwalkar, arXiv 1502.07943) with reduction 3: nine trials
 * for a ninth of the epochs, the best three of them for a third, the best one for all. A smaller bracket has fewer
 * rungs, and rungs of equal length become one.
 *
 * @param trials - 1 to 9
 * @param epochs - of the longest training
 */
export function bracketOf(trials: number, epochs: number): readonly Rung[] {
  const rungs: Rung[] = [];
  for (let left = trials; left > 1; left = Math.ceil(left / reduction)) {
    const later = Math.ceil(Math.log(left) / Math.log(reduction) - 1e-9);
    const length = Math.ceil(epochs / reduction ** later);
    if (rungs.at(-1)?.epochs !== length) rungs.push({ trials: left, epochs: length });
  }
  if (rungs.at(-1)?.epochs !== epochs) rungs.push({ trials: 1, epochs });
  return rungs;
}

/** Sizes of the brackets of a search with so many trials at the start; without a number nines, forever. */
export function* bracketSizes(trials: number | undefined): Generator<number, void> {
  for (let left = trials ?? Number.POSITIVE_INFINITY; left > 0; left -= bracketSize) yield Math.min(bracketSize, left);
}
