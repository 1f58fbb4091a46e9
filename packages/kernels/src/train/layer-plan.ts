import type { LayerDescriptor } from './descriptor.js';
import type { KernelGate, TrainingShape } from './training-shape.js';

/** Offsets (in elements) of one layer's tensors in the flat vector of parameters. */
export interface LayerOffsets {
  readonly weight: number;
  readonly bias: number;
  readonly gate?: { readonly w1: number; readonly b1: number; readonly w2: number; readonly b2: number };
}

/**
 * The flat order of all parameters: for each layer its weight (row-major [units, inputs]) and bias, then, after a hidden layer with
 * a gate, w1 [hidden, reads], b1 [hidden], w2 [outputs, hidden], b2 [outputs] (b2 alone where it reads nothing); two outputs
 * with `use: sample`, else one.
 */
export function planParameters(shape: TrainingShape): { count: number; offsets: readonly LayerOffsets[] } {
  let count = 0;
  const take = (size: number): number => {
    const offset = count;
    count += size;
    return offset;
  };
  const outputs = shape.use === 'sample' ? 2 : 1;
  const offsets = shape.units.map((units, l): LayerOffsets => {
    const weight = take(units * (shape.units[l - 1] ?? shape.inputs));
    const bias = take(units);
    if (!shape.gate || l === shape.units.length - 1) return { weight, bias };
    const { reads } = shape.gate;
    const hidden = gateHidden(shape.gate);
    const w1 = take(hidden * (reads === 'layer' ? units : 1));
    return { weight, bias, gate: { w1, b1: take(hidden), w2: take(outputs * hidden), b2: take(outputs) } };
  });
  return { count, offsets };
}

/** Hidden units of a gate's net; none where it reads nothing. */
export function gateHidden(gate: KernelGate): number {
  return gate.reads === 'none' ? 0 : gate.hidden;
}

type GateField =
  | 'w1'
  | 'b1'
  | 'w2'
  | 'b2'
  | 'w1Gradient'
  | 'b1Gradient'
  | 'w2Gradient'
  | 'b2Gradient'
  | 'gateTanh'
  | 'gateLogit'
  | 'gateSlope'
  | 'gateOutput';

/** Addresses of one layer's gate; zeros without one. */
export function planGate(
  shape: TrainingShape,
  units: number,
  offsets: LayerOffsets['gate'],
  memory: {
    readonly parameters: number;
    readonly gradients: number;
    perUnit(units: number): number;
    take(bytes: number): number;
  },
): Pick<LayerDescriptor, GateField> {
  const { parameters, gradients } = memory;
  if (!shape.gate || !offsets) {
    return {
      w1: 0,
      b1: 0,
      w2: 0,
      b2: 0,
      w1Gradient: 0,
      b1Gradient: 0,
      w2Gradient: 0,
      b2Gradient: 0,
      gateTanh: 0,
      gateLogit: 0,
      gateSlope: 0,
      gateOutput: 0,
    };
  }
  const { reads } = shape.gate;
  const hidden = gateHidden(shape.gate);
  const rows = reads === 'element' ? units : 1;
  return {
    w1: parameters + 4 * offsets.w1,
    b1: parameters + 4 * offsets.b1,
    w2: parameters + 4 * offsets.w2,
    b2: parameters + 4 * offsets.b2,
    w1Gradient: gradients + 4 * offsets.w1,
    b1Gradient: gradients + 4 * offsets.b1,
    w2Gradient: gradients + 4 * offsets.w2,
    b2Gradient: gradients + 4 * offsets.b2,
    gateTanh: memory.perUnit(hidden * rows),
    gateLogit: memory.perUnit(rows),
    gateSlope: memory.perUnit(units),
    gateOutput: memory.take(4 * (hidden + 1)),
  };
}
