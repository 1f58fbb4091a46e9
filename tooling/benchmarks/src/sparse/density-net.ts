import type { Linear, MlpGraph, MlpLayer } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import { inFewDirections, randomDirections } from '../number-kinds.js';

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
  /** Distribution of the weights; default `uniform`. */
  readonly weights?: 'uniform' | 'gaussian' | 'few directions';
}

/** Numbers of weights or inputs. */
export type Draw = (random: RandomState, count: number) => Float32Array;

/** Directions that hold most of the variance of the weights and inputs of a trained layer. */
const directions = 64;

/** Standard normal inputs; those of a trained layer lie mostly in the directions of its weights. */
export function inputDraw({ weights, widths }: DensityNetShape): Draw {
  if (weights !== 'few directions') return (random, count) => Float32Array.from(random.standardNormal(count));
  return drawInDirections(widths[0] ?? 0);
}

/** Rows of `size` numbers in directions that are the same in every call. */
function drawInDirections(size: number): Draw {
  const shared = randomDirections(new RandomState(64), directions, size);
  return (random, count) => {
    const values = new Float32Array(count);
    for (let at = 0; at < count; at += size) values.set(inFewDirections(random, size, shared), at);
    return values;
  };
}

/**
 * A net with random weights, not yet calibrated. Biases are inputs: of the last inputs, four for each density, those of
 * one density are set, and in every hidden layer the first units pass them on, so that the weights *from* them are the
 * biases of one density. So one file, loaded once, serves all densities with the same weights. As there is no other
 * bias, the net is positively homogeneous: scaling the inputs scales the logits. Four share a bias, and are as large as
 * the largest other unit, so that its weights are no larger than others: int8 scales a row by its largest.
 */
export function densityNet(seed: number, { kind, widths, weights = 'uniform' }: DensityNetShape): MlpGraph {
  const random = new RandomState(seed);
  const make = linearMaker(random, weights);
  const pairs = widths.slice(1).map((outputs, index) => [widths[index] ?? 0, outputs] as const);
  const layers =
    kind === 'gated' ? [gatedLayer(make, widths)] : pairs.map((pair, index) => denseLayer(make, pair, index, pairs));
  return { inputName: 'features', outputName: 'logits', metadata: {}, layers };
}

function denseLayer(
  make: MakeLinear,
  [inputs, outputs]: readonly [number, number],
  index: number,
  { length }: { readonly length: number },
): MlpLayer {
  const last = index === length - 1;
  const linear = make(inputs, outputs, index);
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

function gatedLayer(make: MakeLinear, [inputs = 0, inner = 0, outputs = 0]: readonly number[]): MlpLayer {
  const [gate, up] = [make(inputs, inner, 0), make(inputs, inner, 0)];
  for (const { weight } of [gate, up]) {
    for (let at = inputs; at <= weight.length; at += inputs) weight.fill(0, at - allCarriers, at);
  }
  return { kind: 'gatedFfn', gate, up, down: make(inner, outputs, 1), activation: 'none' };
}

/** A layer of random weights; `place` counts layers from 0. */
type MakeLinear = (inputs: number, outputs: number, place: number) => Linear;

/** Weights of variance 2 / inputs. Only the first layer's have directions: those of its inputs. */
function linearMaker(random: RandomState, weights: NonNullable<DensityNetShape['weights']>): MakeLinear {
  return (inputs, outputs, place) => {
    const count = inputs * outputs;
    const limit = Math.sqrt(6 / inputs);
    if (weights === 'uniform')
      return { inputs, outputs, weight: Float32Array.from(random.uniform(-limit, limit, count)) };
    const draw: Draw =
      weights === 'few directions' && place === 0
        ? drawInDirections(inputs)
        : (source, amount) => Float32Array.from(source.standardNormal(amount));
    return { inputs, outputs, weight: draw(random, count).map((value) => value * Math.sqrt(2 / inputs)) };
  };
}

/** Column of a carrier in a layer: the last inputs of the net, the first units of hidden layers. */
export function carrierColumn(layer: number, inputs: number, carrier: number): number {
  return layer === 0 ? inputs - allCarriers + carrier : carrier;
}
