import { Layer } from './program';

/**
 * A gate that reads nothing: one learned logit for the whole layer, l = b2 (with two outputs b2₀ − b2₁, which gate.ts
 * prepares).
 *
 * Layout: gateLogit is one row, as with a gate that reads the layer, so that the activation and its statistics are the
 * same code. Its gradient is Σ D over the rows, D being dL/dl of a row summed over the units.
 */
export function forwardConstantGate(layer: Layer, output: usize, width: usize): void {
  const logit = v128.load32_splat(output);
  for (let b: usize = 0; b < width; b += 16) v128.store(layer.gateLogit + b, logit);
}
