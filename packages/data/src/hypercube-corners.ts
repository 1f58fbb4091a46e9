import type { RandomState } from '@reluctant/random';

/** The maximum dimension in which a corner is numbered by one draw; scikit-learn prepends random bits beyond it. */
const widest = 30;

/**
 * Distinct random corners of the unit hypercube of `dimensions`, one per row, most significant bit first; row-major
 * [corners, dimensions] of 0 and 1. Draws like scikit-learn's `_generate_hypercube`.
 */
export function hypercubeCorners(corners: number, dimensions: number, generator: RandomState): Float64Array {
  if (dimensions > widest) {
    const extra = dimensions - widest;
    const left = generator.randint(0, 2, corners * extra);
    const right = hypercubeCorners(corners, widest, generator);
    const out = new Float64Array(corners * dimensions);
    for (let corner = 0; corner < corners; corner++) {
      out.set(left.subarray(corner * extra, (corner + 1) * extra), corner * dimensions);
      out.set(right.subarray(corner * widest, (corner + 1) * widest), corner * dimensions + extra);
    }
    return out;
  }
  const chosen = sampleWithoutReplacement(2 ** dimensions, corners, generator);
  const out = new Float64Array(corners * dimensions);
  chosen.forEach((corner, row) => {
    for (let bit = 0; bit < dimensions; bit++) {
      out[row * dimensions + bit] = (corner >>> (dimensions - 1 - bit)) & 1;
    }
  });
  return out;
}

/**
 * `count` distinct numbers of 0 … population − 1, drawn like scikit-learn's
 * `sample_without_replacement(method='auto')`: rejection for a share below 0.01, the head of a permutation up to 0.99,
 * a reservoir above.
 */
function sampleWithoutReplacement(population: number, count: number, generator: RandomState): number[] {
  const share = count / population;
  if (share > 0.01 && share < 0.99) {
    return Array.from(generator.permutation(population).subarray(0, count));
  }
  if (share <= 0.01) {
    const seen = new Set<number>();
    while (seen.size < count) seen.add(generator.randint(0, population));
    return [...seen];
  }
  const reservoir = Array.from({ length: count }, (_, index) => index);
  for (let index = count; index < population; index++) {
    const slot = generator.randint(0, index + 1);
    if (slot < count) reservoir[slot] = index;
  }
  return reservoir;
}
