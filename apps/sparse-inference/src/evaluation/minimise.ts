/** A differentiable function: writes its gradient at a point and returns its value there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** When {@link minimise} ends. */
interface MinimiseOptions {
  /** Largest |∂f/∂xᵢ| at the end. */
  readonly tolerance: number;
  readonly iterations: number;
}

/** Pairs of steps and gradient differences that stand for the curvature. */
const memory = 10;
/** Armijo's constant: the share of the decrease that the slope promises which a step must reach. */
const sufficient = 1e-4;
/** Halvings after which a step is below the rounding of the value. */
const halvings = 40;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/**
 * The minimum of a convex function by L-BFGS: the two-loop recursion of Nocedal & Wright, Numerical Optimization
 * (2006), algorithm 7.4, with steps halved until Armijo's condition holds. npm has no maintained implementation.
 *
 * @param start - where to begin; it is not changed
 * @returns the last point: one whose gradient is within the tolerance, unless the iterations or the digits of the value
 * were used up
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions): Float64Array {
  let point = start.slice();
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    if (gradient.every((slope) => Math.abs(slope) <= options.tolerance)) break;
    const direction = descent(gradient, pairs);
    const slope = dot(gradient, direction);
    let length = iteration === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    const nextGradient = new Float64Array(start.length);
    let next = point;
    let nextValue = value;
    let tries = 0;
    for (; tries < halvings; tries++, length /= 2) {
      next = point.map((x, at) => x + length * (direction[at] ?? 0));
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + sufficient * length * slope) break;
    }
    if (tries === halvings) break;
    const step = next.map((x, at) => x - (point[at] ?? 0));
    const change = nextGradient.map((own, at) => own - (gradient[at] ?? 0));
    const curvature = dot(step, change);
    // Rounding may take the curvature of a convex function to 0.
    if (curvature > 0) pairs.push({ step, change, curvature });
    if (pairs.length > memory) pairs.shift();
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  return point;
}

/** −H·g, where H stands for the inverse of the second derivatives. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (const { step, change, curvature } of pairs.toReversed()) {
    const share = dot(step, direction) / curvature;
    shares.unshift(share);
    add(direction, change, -share);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = last.curvature / dot(last.change, last.change);
    for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) * scale;
  }
  pairs.forEach(({ step, change, curvature }, pair) => {
    add(direction, step, (shares[pair] ?? 0) - dot(change, direction) / curvature);
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** a ← a + factor·b. */
function add(a: Float64Array, b: Float64Array, factor: number): void {
  for (let at = 0; at < a.length; at++) a[at] = (a[at] ?? 0) + factor * (b[at] ?? 0);
}
