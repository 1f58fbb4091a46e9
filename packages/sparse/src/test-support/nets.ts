import type { Linear, MlpGraph, MlpLayer } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';

/** Scales logits to about 1, so that an error of 1e-5 is meaningful. */
const logitGain = 0.4;

/** Weights that keep variances behind ReLU; biases around `shift`: below 0 fewer units are active. */
function linear(random: RandomState, inputs: number, outputs: number, shift: number, gain = Math.SQRT2): Linear {
  const weight = random.standardNormal(inputs * outputs);
  // Millions of weights: a loop is several times as fast as a function for each.
  for (let at = 0; at < weight.length; at++) weight[at] = ((weight[at] ?? 0) * gain) / Math.sqrt(inputs);
  return {
    ...{ inputs, outputs },
    weight: new Float32Array(weight),
    bias: Float32Array.from(random.uniform(-0.1, 0.1, outputs), (value) => value + shift),
  };
}

function graphOf(layers: readonly MlpLayer[]): MlpGraph {
  return { inputName: 'features', outputName: 'logits', layers, metadata: { class_names: '["a","b"]' } };
}

/** A chain of dense layers; `shift` moves the hidden pre-activations. */
export function denseNet(seed: number, widths: readonly number[], activation: 'relu' | 'silu', shift = 0): MlpGraph {
  const random = new RandomState(seed);
  return graphOf(
    widths.slice(1).map((outputs, index) => {
      const last = index === widths.length - 2;
      return {
        kind: 'dense',
        linear: linear(random, widths[index] ?? 1, outputs, last ? 0 : shift, last ? logitGain : Math.SQRT2),
        activation: last ? 'none' : activation,
      };
    }),
  );
}

/** Two gated FFN blocks between dense layers. */
export function gatedNet(seed: number, inputs: number, width: number, inner: number, outputs: number): MlpGraph {
  const random = new RandomState(seed);
  const block = (): MlpLayer => ({
    ...{ kind: 'gatedFfn', activation: 'none' },
    gate: linear(random, width, inner, -1),
    up: linear(random, width, inner, 0),
    down: linear(random, inner, width, 0),
  });
  return graphOf([
    { kind: 'dense', linear: linear(random, inputs, width, 0), activation: 'relu' },
    block(),
    block(),
    { kind: 'dense', linear: linear(random, width, outputs, 0, logitGain), activation: 'none' },
  ]);
}

/** Standard normal inputs, row-major. */
export function normalInputs(seed: number, size: number): Float32Array {
  return new Float32Array(new RandomState(seed).standardNormal(size));
}
