import type { NodeReader } from './node-reader.js';
import type { ActivatedValue, ActiveLinearValue, LinearValue, Value } from './value.js';

function activate(node: NodeReader, kind: 'relu' | 'sigmoid'): Value {
  const source = node.input(0);
  if (source.kind !== 'linear') throw node.error('an activation must follow Gemm or MatMul');
  return { kind, source };
}

export function readRelu(node: NodeReader): Value {
  return activate(node, 'relu');
}

export function readSigmoid(node: NodeReader): Value {
  return activate(node, 'sigmoid');
}

/** relu(x·Wg) ⊙ (x·Wu), all units. */
function gated(node: NodeReader, gate: ActivatedValue, up: LinearValue | ActiveLinearValue): Value {
  if (gate.source.source !== up.source) throw node.error('both factors of a gated block must have the same input');
  if (gate.source.linear.outputs !== up.linear.outputs) {
    throw node.error(`the gate has ${gate.source.linear.outputs} units, the other factor ${up.linear.outputs}`);
  }
  return { kind: 'gated', source: up.source, gate: gate.source.linear, up: up.linear };
}

/** z·σ(z), or the two factors of a gated FFN block, for all units or only the active ones. */
export function readMul(node: NodeReader): Value {
  const inputs = [node.input(0), node.input(1)] as const;
  for (const [first, second] of [inputs, [inputs[1], inputs[0]] as const]) {
    if (first.kind === 'linear' && second.kind === 'sigmoid' && second.source === first)
      return { kind: 'silu', source: first };
    if (first.kind === 'relu' && second.kind === 'linear') return gated(node, first, second);
    if (first.kind === 'active' && second.kind === 'activeLinear' && first.by === second.by && first.of === first.by) {
      const product = gated(node, first.by, second);
      if (product.kind === 'gated') return { kind: 'active', of: product, by: first.by };
    }
  }
  throw node.error('only z·sigmoid(z) and relu(x·Wg) ⊙ (x·Wu) are supported');
}
