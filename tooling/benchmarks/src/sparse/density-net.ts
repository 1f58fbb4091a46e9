import type { Linear, MlpGraph, MlpLayer } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';

/** Available shares of active units; the last inputs of a density net select one of them. */
export const densities: readonly number[] = [0.5, 0.3, 0.1, 0.05];

/** Inputs, and units of a hidden layer, that carry the biases of one density. */
export const carriers = 4;

/** Value of the input carriers: about the largest of the standard normal inputs. */
export const carrierInput = 4;

/** Inputs, or units of a hidden layer, that carry biases. */
export const allCarriers: number = densities.length * carriers;

/** The shape of a net whose inputs select its density. */
export interface DensityNetShape {
  readonly kind: 'dense' | 'gated';
  /** Inputs, hidden widths, outputs; a gated net has one hidden width. */
  readonly widths: readonly number[];
}

/**
 * A net with random weights, not yet calibrated. Biases are inputs: of the last inputs, four for each density, those of one density
 * are set, and in every hidden layer the first units pass them on, so that the weights *from* them are the biases of one density.
 * So one file, loaded once, serves all densities with the same weights. As there is no other bias, the net is positively
 * homogeneous: scaling the inputs scales the logits. Four share a bias, and are as large as the largest other unit, so that its
 * weights are no larger than others: int8 scales a row by its largest.
 */
export function densityNet(seed: number, { kind, widths }: DensityNetShape): MlpGraph {
  const random = new RandomState(seed);
  const pairs = widths.slice(1).map((outputs, index) => [widths[index] ?? 0, outputs] as const);
  const layers =
    kind === 'gated'
      ? [gatedLayer(random, widths)]
      : pairs.map((pair, index) => denseLayer(random, pair, index, pairs));
  return { inputName: 'features', outputName: 'logits', metadata: {}, layers };
}

function denseLayer(
  random: RandomState,
  [inputs, outputs]: readonly [number, number],
  index: number,
  { length }: { readonly length: number },
): MlpLayer {
  const last = index === length - 1;
  const linear = randomLinear(random, inputs, outputs);
  for (let carrier = 0; !last && carrier < allCarriers; carrier++) {
    const column = carrierColumn(index, inputs, carrier);
    for (let output = 0; output < outputs; output++) linear.weight[output * inputs + column] = 0;
    // The unit that passes the carrier on has no other input; it is not needed where only the last layer follows.
    if (index < length - 2) {
      linear.weight.fill(0, carrier * inputs, (carrier + 1) * inputs);
      linear.weight[carrier * inputs + column] = 1;
    }
  }
  return { kind: 'dense', linear, activation: last ? 'none' : 'relu' };
}

function gatedLayer(random: RandomState, [inputs = 0, inner = 0, outputs = 0]: readonly number[]): MlpLayer {
  const [gate, up] = [randomLinear(random, inputs, inner), randomLinear(random, inputs, inner)];
  for (const { weight } of [gate, up]) {
    for (let at = inputs; at <= weight.length; at += inputs) weight.fill(0, at - allCarriers, at);
  }
  return { kind: 'gatedFfn', gate, up, down: randomLinear(random, inner, outputs), activation: 'none' };
}

/** Uniform weights of variance 2 / inputs. */
function randomLinear(random: RandomState, inputs: number, outputs: number): Linear {
  const limit = Math.sqrt(6 / inputs);
  return { inputs, outputs, weight: Float32Array.from(random.uniform(-limit, limit, inputs * outputs)) };
}

/** Column of a carrier in a layer: the last inputs of the net, the first units of hidden layers. */
export function carrierColumn(layer: number, inputs: number, carrier: number): number {
  return layer === 0 ? inputs - allCarriers + carrier : carrier;
}
