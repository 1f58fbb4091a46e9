import { parameterTensors, type TensorName } from '../abi/parameter-tensors.js';
import type { LayerDescriptor } from './descriptor.js';
import type { KernelGate, TrainingSize } from './training-shape.js';

/**
 * Offsets (in elements) of one layer's tensors in the flat vector of parameters; a tensor that the layer does not have
 * is absent.
 */
export type LayerOffsets = Readonly<Partial<Record<TensorName, number>>>;

/** The flat order of all parameters: for each layer its {@link parameterTensors}. */
export function planParameters(shape: TrainingSize): { count: number; offsets: readonly LayerOffsets[] } {
  let count = 0;
  const outputs = shape.use === 'sample' ? 2 : 1;
  const offsets = shape.units.map((units, l): LayerOffsets => {
    const inputs = shape.units[l - 1] ?? shape.inputs;
    const isHidden = l < shape.units.length - 1;
    const gate = shape.gate && isHidden ? { ...shape.gate, outputs } : undefined;
    const own: Partial<Record<TensorName, number>> = {};
    for (const { name, size } of parameterTensors({ inputs, units, ...(gate && { gate }) })) {
      own[name] = count;
      count += size;
    }
    return own;
  });
  return { count, offsets };
}

/** Hidden units of a gate's net; none where it reads nothing. */
export function gateHidden(gate: KernelGate): number {
  return gate.reads === 'none' ? 0 : gate.hidden;
}

type GateBuffer = 'gateTanh' | 'gateLogit' | 'gateSlope' | 'gateOutput';

/** Addresses of one layer's parameters and their gradients; 0 for a tensor that the layer does not have. */
export function planTensors(
  offsets: LayerOffsets,
  { parameters, gradients }: { readonly parameters: number; readonly gradients: number },
): Pick<LayerDescriptor, TensorName | `${TensorName}Gradient`> {
  const at = (vector: number, name: TensorName): number => {
    const offset = offsets[name];
    return offset === undefined ? 0 : vector + 4 * offset;
  };
  return {
    weight: at(parameters, 'weight'),
    bias: at(parameters, 'bias'),
    w1: at(parameters, 'w1'),
    b1: at(parameters, 'b1'),
    w2: at(parameters, 'w2'),
    b2: at(parameters, 'b2'),
    weightGradient: at(gradients, 'weight'),
    biasGradient: at(gradients, 'bias'),
    w1Gradient: at(gradients, 'w1'),
    b1Gradient: at(gradients, 'b1'),
    w2Gradient: at(gradients, 'w2'),
    b2Gradient: at(gradients, 'b2'),
  };
}

/** Buffers of one layer's gate; zeros without one. */
export function planGate(
  gate: KernelGate | undefined,
  units: number,
  memory: { perUnit(units: number): number; take(bytes: number): number },
): Pick<LayerDescriptor, GateBuffer> {
  if (!gate) return { gateTanh: 0, gateLogit: 0, gateSlope: 0, gateOutput: 0 };
  const hidden = gateHidden(gate);
  const rows = gate.reads === 'element' ? units : 1;
  return {
    gateTanh: memory.perUnit(hidden * rows),
    gateLogit: memory.perUnit(rows),
    gateSlope: memory.perUnit(units),
    gateOutput: memory.take(4 * (hidden + 1)),
  };
}
