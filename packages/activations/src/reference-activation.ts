import { optionCheck, ReluctantError } from '@reluctant/errors';
import type { ShareUsage } from './activation.js';
import { type GateGradients, type GatePass, type GateWeights, gateBackward, gateForward } from './reference-gate.js';
import {
  branchDifference,
  chosen,
  chosenDerivative,
  mixed,
  mixedDerivative,
  relu,
  reluDerivative,
  sigmoid,
  silu,
  siluDerivative,
} from './scalar.js';

/** Pre-activations of one layer: row-major [rows, units]. */
export interface PreActivations {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly units: number;
}

/** Inputs of {@link referenceActivation} besides z and the usage. */
export interface ReferenceInput {
  /** Share of ReLU in [0, 1]; NaN = the gate decides. */
  readonly share: number;
  /** True to use domain `all` whatever the usage says. Default false. */
  readonly domainAll?: boolean;
  /**
   * Required with `use: sample`: [rows, units], [1, units] or [1, 1] by granularity. Where a share decides, the uniform
   * u; where a gate decides, the logistic n₀ − n₁.
   */
  readonly noise?: ArrayLike<number>;
  /** Required if the gate decides. */
  readonly gate?: GateWeights;
  /** dL/dy, row-major [rows, units]. Default: all ones. */
  readonly upstream?: ArrayLike<number>;
}

const checkInput = optionCheck<ReferenceInput>('referenceActivation', {
  share: true,
  domainAll: true,
  noise: true,
  gate: true,
  upstream: true,
});

/** Results of {@link referenceActivation}, in float64. */
export interface ReferenceResult {
  /** [rows, units] */
  readonly y: Float64Array;
  /** dL/dz: the direct path plus the gate's path. */
  readonly gradZ: Float64Array;
  /** dL/d(gate weights), if the gate decided. */
  readonly gradGate?: GateGradients;
  /**
   * Noise-free share of ReLU, σ(l) or σ(l₀ − l₁), if the gate decided: one per row, one per element with `reads:
   * element`, or a single one with `reads: none`.
   */
  readonly gateShare?: Float64Array;
}

interface Decision {
  readonly y: number;
  /** dy/dz with the share held fixed. */
  readonly derivative: number;
  /** dy/dl, l the gate's logit (or l₀ − l₁); 0 without a gate. */
  readonly logitDerivative: number;
}

/**
 * The reference that engines are tested against: one layer's activation in plain float64 loops, forward and backward.
 *
 * Method, for each element. A share p decides: `sample` takes relu if u < fround(p); `mix` takes p·relu + (1 − p)·silu.
 * A gate decides: `mix` with p = σ(l), dp/dl = p·(1 − p); `sample` with d = l₀ − l₁ + g, relu if d ≥ 0 (the first index
 * at a tie), and straight-through gradient dy/dl₀ = −dy/dl₁ = (relu − silu)·s·(1 − s)/tau, s = σ(d/tau); the path to z
 * uses the hard choice. Domain `negative`: elements with z ≥ 0, −0 or NaN take the positive branch and contribute no
 * gradient to the gate.
 *
 * @param z - pre-activations
 * @throws ReluctantError if required noise or gate weights are missing or have a wrong length
 */
export function referenceActivation(z: PreActivations, usage: ShareUsage, input: ReferenceInput): ReferenceResult {
  checkInput(input);
  const { data, rows, units } = z;
  const size = rows * units;
  const pass = gatePass(z, usage, input);
  const noise = noiseReader(z, usage, input);
  const y = new Float64Array(size);
  const gradZ = new Float64Array(size);
  const outputs = input.gate?.b2.length ?? 0;
  const gradLogits = new Float64Array(pass?.logits.length ?? 0);
  const gateShare = pass ? new Float64Array(pass.rows) : undefined;
  for (let index = 0; index < size; index++) {
    const value = data[index] ?? Number.NaN;
    const gateRow = gateRowOf(usage, index, units);
    const logit = pass ? gateLogit(pass, gateRow, outputs) : Number.NaN;
    if (gateShare) gateShare[gateRow] = sigmoid(logit);
    const inDomain = usage.domain === 'all' || input.domainAll === true || value < 0;
    const decision = inDomain ? decide(value, usage, input.share, logit, noise(index)) : positive(value, usage);
    const upstream = input.upstream?.[index] ?? 1;
    y[index] = decision.y;
    gradZ[index] = upstream * decision.derivative;
    if (pass) {
      const first = gateRow * outputs;
      const gradLogit = upstream * decision.logitDerivative;
      gradLogits[first] = (gradLogits[first] ?? 0) + gradLogit;
      if (outputs === 2) gradLogits[first + 1] = (gradLogits[first + 1] ?? 0) - gradLogit;
    }
  }
  if (!pass || !input.gate || !gateShare) return { y, gradZ };
  const gradGate = gateBackward(data, input.gate, pass, gradLogits, gradZ);
  return { y, gradZ, gradGate, gateShare };
}

/** Index of the gate share of an element: per element, per row, or the only one. */
function gateRowOf(usage: ShareUsage, index: number, units: number): number {
  if (usage.gate?.reads === 'none') return 0;
  return usage.gate?.reads === 'element' ? index : Math.floor(index / units);
}

function decide(z: number, usage: ShareUsage, share: number, logit: number, noise: number): Decision {
  const gated = Number.isNaN(share);
  if (usage.use === 'mix') {
    const p = gated ? sigmoid(logit) : share;
    return {
      y: mixed(z, p),
      derivative: mixedDerivative(z, p),
      logitDerivative: gated ? branchDifference(z) * p * (1 - p) : 0,
    };
  }
  if (!gated) {
    const isRelu = noise < Math.fround(share);
    return { y: chosen(z, isRelu), derivative: chosenDerivative(z, isRelu), logitDerivative: 0 };
  }
  const tau = usage.gate?.tau ?? 1;
  const margin = logit + noise;
  const soft = sigmoid(margin / tau);
  const isRelu = margin >= 0;
  return {
    y: chosen(z, isRelu),
    derivative: chosenDerivative(z, isRelu),
    logitDerivative: (branchDifference(z) * soft * (1 - soft)) / tau,
  };
}

function positive(z: number, usage: ShareUsage): Decision {
  switch (usage.positive) {
    case 'silu':
      return { y: silu(z), derivative: siluDerivative(z), logitDerivative: 0 };
    case 'relu':
      return { y: relu(z), derivative: reluDerivative(z), logitDerivative: 0 };
    case 'identity':
      return { y: z, derivative: 1, logitDerivative: 0 };
  }
}

function gatePass(z: PreActivations, usage: ShareUsage, input: ReferenceInput): GatePass | undefined {
  if (!Number.isNaN(input.share)) return undefined;
  if (!usage.gate || !input.gate) {
    const message = 'a share of NaN lets the gate decide, but the usage has no gate or its weights are missing';
    throw new ReluctantError('invalid-argument', message, { path: ['input', 'gate'] });
  }
  const outputs = input.gate.b2.length;
  if (outputs !== 1 && outputs !== 2) {
    const message = `a gate has 1 or 2 outputs, but its b2 has ${outputs} values`;
    throw new ReluctantError('invalid-argument', message, { path: ['input', 'gate', 'b2'], received: outputs });
  }
  return gateForward(z.data, z.units, usage.gate, input.gate);
}

const gateLogit = (pass: GatePass, row: number, outputs: number): number =>
  outputs === 1
    ? (pass.logits[row] ?? Number.NaN)
    : (pass.logits[2 * row] ?? Number.NaN) - (pass.logits[2 * row + 1] ?? Number.NaN);

/** Reads the noise of an element, broadcast from [rows, units], [1, units] or [1, 1]. */
function noiseReader(z: PreActivations, usage: ShareUsage, input: ReferenceInput): (index: number) => number {
  // u is in [0, 1), so a share of 0 or 1 needs no draw.
  const fixed = input.share === 0 || input.share === 1;
  if (usage.use === 'mix' || fixed) return () => 0.5;
  const { noise } = input;
  const length = { element: z.rows * z.units, unit: z.units, layer: 1 }[usage.granularity];
  if (noise?.length !== length) {
    const place = `granularity '${usage.granularity}' of ${z.rows} rows and ${z.units} units`;
    const message = `${place} needs ${length} draws, got ${noise?.length ?? 'none'}`;
    throw new ReluctantError('invalid-argument', message, { path: ['input', 'noise'], received: noise?.length });
  }
  return (index) => noise[length === 1 ? 0 : usage.granularity === 'unit' ? index % z.units : index] ?? Number.NaN;
}
