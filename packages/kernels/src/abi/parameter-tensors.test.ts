import { describe, expect, it } from 'vitest';
import { parameterTensors } from './parameter-tensors.js';

const listed = (sizes: Parameters<typeof parameterTensors>[0]) =>
  parameterTensors(sizes).map(({ part, name, shape, fanIn, index }) => [`${part}.${name}`, shape, fanIn, index]);
const gate = { hidden: 8, outputs: 2 };

describe('parameterTensors', () => {
  it('returns weight and bias, then w1, b1, w2, b2 of a gate: the order of checkpoints, which must not change', () => {
    expect(listed({ inputs: 30, units: 4, gate: { ...gate, reads: 'layer' } })).toEqual([
      ['linear.weight', [4, 30], 30, 0],
      ['linear.bias', [4], 30, 1],
      ['gate.w1', [8, 4], 4, 2],
      ['gate.b1', [8], 4, 3],
      ['gate.w2', [2, 8], 8, 4],
      ['gate.b2', [2], 8, 5],
    ]);
  });

  it('returns only the logits of a gate that reads nothing, and only the affine map without a gate', () => {
    expect(listed({ inputs: 3, units: 2, gate: { ...gate, reads: 'none' } })).toEqual([
      ['linear.weight', [2, 3], 3, 0],
      ['linear.bias', [2], 3, 1],
      ['gate.b2', [2], 0, 5],
    ]);
    expect(listed({ inputs: 3, units: 2 })).toHaveLength(2);
    expect(listed({ inputs: 3, units: 2, gate: { hidden: 5, outputs: 1, reads: 'element' } })[2]).toEqual([
      ...['gate.w1', [5, 1], 1, 2],
    ]);
  });
});
