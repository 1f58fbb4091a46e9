import type { Gate, ShareUsage } from '@reluctant/activations';
import { invalidOption, ReluctantError } from '@reluctant/errors';
import type { GraphBuilder } from './graph-builder.js';

/** The activation of one hidden layer to export. */
export interface ShareActivation {
  readonly usage: ShareUsage;
  /** Share of ReLU; NaN: the gate decides. */
  readonly share: number;
  /** True to use domain `all` whatever the usage says. */
  readonly domainAll: boolean;
  /** `sample`: the file draws at every run. `expected`: the expected value over the draws. */
  readonly inference: 'sample' | 'expected';
  readonly units: number;
  /** The gate's tensors, row-major, if it decides. */
  readonly gate?: {
    readonly w1: Float32Array;
    readonly b1: Float32Array;
    readonly w2: Float32Array;
    readonly b2: Float32Array;
  };
}

/** Distance of uniform draws from 0 and 1 where a logarithm follows. */
const margin = 2 ** -24;

/** The newest operator set whose random operators onnxruntime 1.30 runs. */
const newestRandomOpset = 21;

/** Batch-wide draws for granularity `unit` and `layer`, one for each element otherwise; uniform in [low, high). */
function emitUniform(
  builder: GraphBuilder,
  name: string,
  z: string,
  activation: ShareActivation,
  low: number,
  high: number,
): string {
  if (builder.opset > newestRandomOpset) {
    const expected = `at most ${newestRandomOpset} for a model that draws at every run, because onnxruntime has no random operators of a newer one`;
    throw invalidOption('opset', expected, builder.opset);
  }
  const bounds = { low: { float: low }, high: { float: high } };
  switch (activation.usage.granularity) {
    case 'element':
      return builder.node('RandomUniformLike', name, [z], bounds);
    case 'unit':
      return builder.node('RandomUniform', name, [], { shape: [1, activation.units], ...bounds });
    case 'layer':
      return builder.node('RandomUniform', name, [], { shape: [1, 1], ...bounds });
  }
}

/**
 * The gate's logit of ReLU's share: l (mixing) or l₀ − l₁ (sampling), [batch, 1] if it reads the layer, [batch, units]
 * if it reads each element, a constant [1, 1] if it reads nothing. The two logits of a sampling gate are folded into
 * their difference, in float64.
 */
function emitGateLogit(
  builder: GraphBuilder,
  name: string,
  z: string,
  gate: Gate,
  { gate: weights, units }: ShareActivation,
): string {
  if (weights === undefined) throw new ReluctantError('invalid-argument', 'the gate decides, but has no weights');
  const { hidden, reads } = gate;
  const two = weights.b2.length === 2;
  const b2 = Float32Array.of((weights.b2[0] ?? 0) - (two ? (weights.b2[1] ?? 0) : 0));
  if (reads === 'none') return builder.floats(`${name}.logit`, [1, 1], b2);
  const w2 = Float32Array.from(
    { length: hidden },
    (_, i) => (weights.w2[i] ?? 0) - (two ? (weights.w2[hidden + i] ?? 0) : 0),
  );
  const w1Name = `${name}.w1`;
  if (reads === 'layer') {
    const first = builder.floats(w1Name, [hidden, units], weights.w1);
    const pre = builder.node('Gemm', `${name}.pre`, [z, first, builder.floats(`${name}.b1`, [hidden], weights.b1)], {
      transB: 1,
    });
    const h = builder.node('Tanh', `${name}.tanh`, [pre]);
    const second = builder.floats(`${name}.w2`, [1, hidden], w2);
    return builder.node('Gemm', `${name}.logit`, [h, second, builder.floats(`${name}.b2`, [1], b2)], { transB: 1 });
  }
  const last = builder.integers(`${name}.last_axis`, [1], [2]);
  const scalars = builder.node('Unsqueeze', `${name}.scalars`, [z, last]);
  const scaled = builder.node('Mul', `${name}.scaled`, [scalars, builder.floats(w1Name, [hidden], weights.w1)]);
  const pre = builder.node('Add', `${name}.pre`, [scaled, builder.floats(`${name}.b1`, [hidden], weights.b1)]);
  const h = builder.node('Tanh', `${name}.tanh`, [pre]);
  const product = builder.node('MatMul', `${name}.product`, [h, builder.floats(`${name}.w2`, [hidden, 1], w2)]);
  const flat = builder.node('Squeeze', `${name}.flat`, [product, last]);
  return builder.node('Add', `${name}.logit`, [flat, builder.floats(`${name}.b2`, [1], b2)]);
}

/**
 * True where ReLU is chosen: u < p, or l₀ − l₁ + ln v − ln(1 − v) ≥ 0 for a gate (one logistic draw for two Gumbels).
 */
function emitChoice(
  builder: GraphBuilder,
  name: string,
  z: string,
  activation: ShareActivation,
  logit: string | undefined,
): string {
  if (logit === undefined) {
    const u = emitUniform(builder, `${name}.uniform`, z, activation, 0, 1);
    return builder.node('Less', `${name}.choice`, [u, builder.scalar(Math.fround(activation.share))]);
  }
  const v = emitUniform(builder, `${name}.uniform`, z, activation, margin, 1 - margin);
  const rest = builder.node('Sub', `${name}.rest`, [builder.scalar(1), v]);
  const logistic = builder.node('Sub', `${name}.logistic`, [
    builder.node('Log', `${name}.log`, [v]),
    builder.node('Log', `${name}.log_rest`, [rest]),
  ]);
  const decision = builder.node('Add', `${name}.decision`, [logit, logistic]);
  return builder.node('GreaterOrEqual', `${name}.choice`, [decision, builder.scalar(0)]);
}

/** Writes the activation of one hidden layer, for every usage. The result is named `result`. */
export function emitShare(
  builder: GraphBuilder,
  name: string,
  z: string,
  result: string,
  activation: ShareActivation,
): string {
  const { usage, share, inference } = activation;
  const domainAll = usage.domain === 'all' || activation.domainAll;
  const gate = Number.isNaN(share) ? usage.gate : undefined;
  const inner = domainAll ? result : `${name}.chosen`;
  const silu = (to: string) => builder.node('Mul', to, [z, builder.node('Sigmoid', `${name}.sigmoid`, [z])]);
  const branch = (): string => {
    // ReLU, SiLU and a share of 0 or 1 need no other branch.
    if (share === 1) return builder.node('Relu', inner, [z]);
    if (share === 0) return silu(inner);
    const relu = builder.node('Relu', `${name}.relu`, [z]);
    const soft = silu(`${name}.silu`);
    const logit = gate === undefined ? undefined : emitGateLogit(builder, `${name}.gate`, z, gate, activation);
    if (usage.use === 'sample' && inference === 'sample') {
      return builder.node('Where', inner, [emitChoice(builder, name, z, activation, logit), relu, soft]);
    }
    const p = logit === undefined ? builder.scalar(share) : builder.node('Sigmoid', `${name}.share`, [logit]);
    const difference = builder.node('Sub', `${name}.difference`, [relu, soft]);
    const part = builder.node('Mul', `${name}.part`, [difference, p]);
    return builder.node('Add', inner, [soft, part]);
  };
  const chosen = branch();
  if (domainAll) return chosen;
  const negative = builder.node('Less', `${name}.negative`, [z, builder.scalar(0)]);
  return builder.node('Where', result, [negative, chosen, emitPositive(builder, name, z, usage)]);
}

function emitPositive(builder: GraphBuilder, name: string, z: string, { positive }: ShareUsage): string {
  if (positive === 'identity') return z;
  if (positive === 'relu') return builder.node('Relu', `${name}.positive`, [z]);
  const sigmoid = builder.node('Sigmoid', `${name}.positive_sigmoid`, [z]);
  return builder.node('Mul', `${name}.positive`, [z, sigmoid]);
}
