import { RandomState } from '@reluctant/random';
import type { TrainingRows } from '@reluctant/trainer';
import { type Allocate, plainMemory } from './allocate.js';

/**
 * Returns copies of a set with shifted features: x + size·σ·n with σ the standard deviation of the feature over the
 * training rows and n standard normal, the same n for every size. Labels and targets stay.
 *
 * @param sizes - in standard deviations
 * @param seed - of the noise (NumPy's `RandomState(seed).standard_normal`, row-major)
 * @param allocate - allocates the memory of the copies. Default: plain memory
 * @returns by name, `shifted_<size>`
 */
export function shiftSplit(
  split: TrainingRows,
  train: TrainingRows,
  sizes: readonly number[],
  seed: number,
  allocate: Allocate = plainMemory,
): Record<string, TrainingRows> {
  const width = train.features.length / train.rows;
  const deviations = columnDeviations(train, width);
  const noise = new RandomState(seed).standardNormal(split.features.length);
  const shifted = sizes.map((size): [string, TrainingRows] => {
    const features = new Float32Array(allocate(split.features.byteLength));
    for (let i = 0; i < features.length; i++) {
      features[i] = (split.features[i] ?? 0) + size * (deviations[i % width] ?? 0) * (noise[i] ?? 0);
    }
    return [`shifted_${size}`, { ...split, features }];
  });
  return Object.fromEntries(shifted);
}

function columnDeviations({ features, rows }: TrainingRows, width: number): Float64Array {
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0; i < features.length; i++) means[i % width] = (means[i % width] ?? 0) + (features[i] ?? 0) / rows;
  for (let i = 0; i < features.length; i++) {
    squares[i % width] = (squares[i % width] ?? 0) + ((features[i] ?? 0) - (means[i % width] ?? 0)) ** 2 / rows;
  }
  return squares.map(Math.sqrt);
}
