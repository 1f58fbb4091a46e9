/**
 * Scalar functions in float64 and their derivatives, with PyTorch's values at ±0, ±∞ and NaN.
 *
 * z is a pre-activation, σ(z) = 1 / (1 + e^(−z)).
 */

/** relu(z) = max(0, z) as in PyTorch: relu(−0) = −0 and relu(NaN) = NaN. */
export function relu(z: number): number {
  // Math.max(0, z) would turn −0 into 0.
  if (z < 0) return 0;
  return z;
}

/** relu′(z) = 1 for z > 0, else 0. It is 0 at ±0 and 1 at NaN, as in PyTorch's backward pass, which tests z ≤ 0. */
export function reluDerivative(z: number): number {
  return z <= 0 ? 0 : 1;
}

/** σ(z) = 1 / (1 + e^(−z)). Where e^(−z) overflows the quotient is 0, its limit. */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** σ′(z) = σ(z)·(1 − σ(z)). */
export function sigmoidDerivative(z: number): number {
  const s = sigmoid(z);
  return s * (1 - s);
}

/** silu(z) = z·σ(z) (Elfwing et al. 2018; also called swish). silu(−∞) = NaN, as in PyTorch. */
export function silu(z: number): number {
  return z * sigmoid(z);
}

/** silu′(z) = σ(z)·(1 + z·(1 − σ(z))). NaN at ±∞, as in PyTorch. */
export function siluDerivative(z: number): number {
  const s = sigmoid(z);
  return s * (1 + z * (1 - s));
}

/** relu(z) if `isRelu`, else silu(z): a selection, not a sum of products, so that 0·∞ cannot arise. */
export function chosen(z: number, isRelu: boolean): number {
  return isRelu ? relu(z) : silu(z);
}

/** The derivative of {@link chosen} with respect to z. */
export function chosenDerivative(z: number, isRelu: boolean): number {
  return isRelu ? reluDerivative(z) : siluDerivative(z);
}

/** p·relu(z) + (1 − p)·silu(z). A share of exactly 0 or 1 is a selection, so that 0·∞ cannot arise. */
export function mixed(z: number, share: number): number {
  if (share === 0 || share === 1) return chosen(z, share === 1);
  return share * relu(z) + (1 - share) * silu(z);
}

/** The derivative of {@link mixed} with respect to z, at a fixed share. */
export function mixedDerivative(z: number, share: number): number {
  if (share === 0 || share === 1) return chosenDerivative(z, share === 1);
  return share * reluDerivative(z) + (1 - share) * siluDerivative(z);
}

/**
 * The derivative of {@link mixed} with respect to the share: relu(z) − silu(z) = relu(z)·(1 − σ(z)) for z ≥ 0 and
 * −silu(z) for z < 0.
 */
export function branchDifference(z: number): number {
  return relu(z) - silu(z);
}
