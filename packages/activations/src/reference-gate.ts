import type { Gate } from './activation.js';

/**
 * The weights of one gate in PyTorch's layout, row-major. `inputs` is the layer's width for `reads: layer` and 1 for
 * `reads: element`; `outputs` is 1 with `use: mix` and 2 with `use: sample`. With `reads: none` the logits are b2 alone
 * and w1, b1 and w2 are empty.
 */
export interface GateWeights {
  /** [hidden, inputs] */
  readonly w1: ArrayLike<number>;
  /** [hidden] */
  readonly b1: ArrayLike<number>;
  /** [outputs, hidden] */
  readonly w2: ArrayLike<number>;
  /** [outputs] */
  readonly b2: ArrayLike<number>;
}

/** Gradients of {@link GateWeights}, in the same layout. */
export interface GateGradients {
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  readonly w2: Float64Array;
  readonly b2: Float64Array;
}

/**
 * Results of a gate's forward pass: one row per row of the layer, one per element (row-major) with `reads: element`, a
 * single one with `reads: none`.
 */
export interface GatePass {
  readonly rows: number;
  readonly inputs: number;
  /** Units of the hidden layer; 0 with `reads: none`. */
  readonly units: number;
  /** tanh(w1·z + b1), row-major [rows, hidden]. */
  readonly hidden: Float64Array;
  /** w2·h + b2, row-major [rows, outputs]. */
  readonly logits: Float64Array;
}

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

/**
 * h = tanh(z·w1ᵀ + b1), logits = h·w2ᵀ + b2, in float64.
 *
 * @param z - pre-activations, row-major [rows, units]
 */
export function gateForward(z: ArrayLike<number>, units: number, gate: Gate, weights: GateWeights): GatePass {
  if (gate.reads === 'none') {
    return { rows: 1, inputs: 0, units: 0, hidden: new Float64Array(), logits: Float64Array.from(weights.b2) };
  }
  const inputs = gate.reads === 'layer' ? units : 1;
  const rows = z.length / inputs;
  const outputs = weights.b2.length;
  const hidden = new Float64Array(rows * gate.hidden);
  const logits = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < gate.hidden; j++) {
      let sum = at(weights.b1, j);
      for (let i = 0; i < inputs; i++) sum += at(weights.w1, j * inputs + i) * at(z, row * inputs + i);
      hidden[row * gate.hidden + j] = Math.tanh(sum);
    }
    for (let k = 0; k < outputs; k++) {
      let sum = at(weights.b2, k);
      for (let j = 0; j < gate.hidden; j++) {
        sum += at(weights.w2, k * gate.hidden + j) * at(hidden, row * gate.hidden + j);
      }
      logits[row * outputs + k] = sum;
    }
  }
  return { rows, inputs, units: gate.hidden, hidden, logits };
}

/**
 * Backward pass of {@link gateForward}: returns the gradients of the weights and adds the gate's contribution to dL/dz
 * to `gradZ`.
 *
 * @param gradLogits - row-major [rows, outputs]
 * @param gradZ - row-major, as z; added to in place
 */
export function gateBackward(
  z: ArrayLike<number>,
  weights: GateWeights,
  pass: GatePass,
  gradLogits: Float64Array,
  gradZ: Float64Array,
): GateGradients {
  const { rows, inputs, units, hidden } = pass;
  const outputs = weights.b2.length;
  const gradients: GateGradients = {
    w1: new Float64Array(units * inputs),
    b1: new Float64Array(units),
    w2: new Float64Array(outputs * units),
    b2: new Float64Array(outputs),
  };
  const add = (sums: Float64Array, index: number, value: number): void => {
    sums[index] = at(sums, index) + value;
  };
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < outputs; k++) add(gradients.b2, k, at(gradLogits, row * outputs + k));
    for (let j = 0; j < units; j++) {
      const h = at(hidden, row * units + j);
      let gradHidden = 0;
      for (let k = 0; k < outputs; k++) {
        const gradLogit = at(gradLogits, row * outputs + k);
        add(gradients.w2, k * units + j, gradLogit * h);
        gradHidden += gradLogit * at(weights.w2, k * units + j);
      }
      const gradSum = gradHidden * (1 - h * h);
      add(gradients.b1, j, gradSum);
      for (let i = 0; i < inputs; i++) {
        add(gradients.w1, j * inputs + i, gradSum * at(z, row * inputs + i));
        add(gradZ, row * inputs + i, gradSum * at(weights.w1, j * inputs + i));
      }
    }
  }
  return gradients;
}
