import type { RandomState } from '@reluctant/random';

/** What the numbers of a row may look like, for weights and for inputs. */
export const numberKinds = [
  'Gaussian',
  'heavy-tailed',
  'tiny',
  'huge',
  'subnormal',
  'constant',
  'one outlier',
  'mostly zeros',
  'on a grid',
  'few directions',
  'not finite',
] as const;

/** One of {@link numberKinds}. */
export type NumberKind = (typeof numberKinds)[number];

/** Numbers of the kind that trained layers have: sums of a few directions, which inputs and weights share. */
export function inFewDirections(random: RandomState, count: number, directions: readonly Float64Array[]): Float32Array {
  const amounts = random.standardNormal(directions.length);
  const noise = random.standardNormal(count);
  return Float32Array.from({ length: count }, (_, place) => {
    let sum = 0.3 * (noise[place] ?? 0);
    directions.forEach((direction, index) => {
      sum += (amounts[index] ?? 0) * (direction[place] ?? 0);
    });
    return sum;
  });
}

/** `amount` random directions of a space. */
export function randomDirections(random: RandomState, amount: number, count: number): readonly Float64Array[] {
  return Array.from({ length: amount }, () =>
    Float64Array.from(random.standardNormal(count), (value) => value / Math.sqrt(amount)),
  );
}

/** A row of numbers of one kind. */
export function numbersOf(
  kind: NumberKind,
  random: RandomState,
  count: number,
  directions: readonly Float64Array[],
): Float32Array {
  if (kind === 'few directions') return inFewDirections(random, count, directions);
  const normal = Float32Array.from(random.standardNormal(count));
  const [place = 0, choice = 0] = random.uniform(0, 1, 2);
  const at = Math.floor(place * count);
  switch (kind) {
    case 'heavy-tailed':
      return normal.map((value, index) => value / Math.max(1e-4, Math.abs(normal[(index + 1) % count] ?? 1)));
    case 'tiny':
      return normal.map((value) => value * 1e-30);
    case 'huge':
      return normal.map((value) => value * 1e16);
    case 'subnormal':
      return normal.map((value) => value * 1e-41);
    case 'constant':
      return normal.fill(normal[0] ?? 0);
    case 'one outlier':
      normal[at] = 1e4 * (choice - 0.5);
      return normal;
    case 'mostly zeros':
      return normal.map((value) => (Math.abs(value) < 1.5 ? 0 : value));
    case 'on a grid':
      return normal.map((value) => Math.round(40 * value));
    case 'not finite':
      normal[at] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(3 * choice)] ?? 0;
      return normal;
    default:
      return normal;
  }
}
