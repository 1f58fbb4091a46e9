/**
 * Tolerance of a comparison: |actual − expected| ≤ absolute + relative · |expected|; equal infinities and NaN match
 * themselves.
 */
export interface Tolerance {
  /** Default 0. */
  readonly absolute?: number;
  /** Default 0. */
  readonly relative?: number;
}

/**
 * Throws unless every element is close; the message names the worst element, its values and its excess.
 *
 * @throws Error when lengths differ or an element is too far off
 */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance = {},
): void {
  const { absolute = 0, relative = 0 } = tolerance;
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} elements, got ${actual.length}`);
  }
  let worst = -1;
  let worstExcess = 0;
  for (let index = 0; index < expected.length; index++) {
    const a = actual[index] ?? Number.NaN;
    const e = expected[index] ?? Number.NaN;
    if (Object.is(a, e) || a === e) continue;
    const difference = Math.abs(a - e);
    const excess = Number.isFinite(difference)
      ? difference - (absolute + relative * Math.abs(e))
      : Number.POSITIVE_INFINITY;
    if (excess > worstExcess) {
      worst = index;
      worstExcess = excess;
    }
  }
  if (worst >= 0) {
    throw new Error(
      `element ${worst}: expected ${expected[worst]}, got ${actual[worst]}, beyond the tolerance by ${worstExcess}`,
    );
  }
}

/** ‖actual − expected‖₂ / ‖expected‖₂; 0 when both are zero vectors. */
export function normwiseError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} elements, got ${actual.length}`);
  }
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    const e = expected[index] ?? Number.NaN;
    difference += ((actual[index] ?? Number.NaN) - e) ** 2;
    norm += e ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}
