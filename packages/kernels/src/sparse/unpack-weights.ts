import type { MemoryLayout, StageLayout } from './memory-layout.js';
import { turnedOutputs } from './pack-weights.js';
import type { AffineMap, SparseStage } from './sparse-stage.js';

/** Where one affine map of a stage stands. */
interface Place {
  readonly weights: number;
  readonly bias: number;
  readonly byOutput: boolean;
}

function unpackMap(
  memory: ArrayBufferLike,
  inputs: number,
  outputs: number,
  { rowLength, panels }: StageLayout,
  at: Place,
): AffineMap {
  const from = new Float32Array(memory);
  const weight = new Float32Array(inputs * outputs);
  if (at.byOutput) {
    for (let output = 0; output < outputs; output++) {
      const start = at.weights / 4 + output * rowLength;
      weight.set(from.subarray(start, start + inputs), output * inputs);
    }
  } else {
    for (const { first, end, weights } of panels) {
      const last = Math.min(end, outputs);
      // A few outputs at a time, so that cache lines are read whole.
      for (let block = first; block < last; block += turnedOutputs) {
        const blockEnd = Math.min(last, block + turnedOutputs);
        for (let input = 0; input < inputs; input++) {
          const row = weights / 4 + input * (end - first) - first;
          for (let output = block; output < blockEnd; output++) {
            weight[output * inputs + input] = from[row + output] as number;
          }
        }
      }
    }
  }
  return { weight, bias: new Float32Array(memory, at.bias, outputs).slice() };
}

/** A stage without its weights. */
export type StageShape = Pick<SparseStage, 'inputs' | 'outputs' | 'activation'>;

/** The memory of a program, and what stands where in it. */
export interface PackedWeights {
  readonly memory: ArrayBufferLike;
  readonly shapes: readonly StageShape[];
  readonly layout: MemoryLayout;
}

/** The stages of a `float32` program, with the weights that stand in its memory: bit for bit those that were packed. */
export function unpackWeights({ memory, shapes, layout }: PackedWeights): readonly SparseStage[] {
  return shapes.map(({ inputs, outputs, activation }, index): SparseStage => {
    const at = layout.stages[index] as StageLayout;
    const map = unpackMap(memory, inputs, outputs, at, at);
    if (activation !== 'gated') return { inputs, outputs, activation, ...map };
    const up = { weights: at.upWeights, bias: at.upBias, byOutput: true };
    return { inputs, outputs, activation, ...map, up: unpackMap(memory, inputs, outputs, at, up) };
  });
}
