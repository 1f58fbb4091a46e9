import { printable, ReluctantError } from '@reluctant/errors';
import type { MlpActivation, MlpLayer } from '../mlp-graph.js';
import type { LinearValue, Value } from './value.js';

/** The layer that ends in a linear value, and its input. */
export function lastLayer(
  { source, linear }: LinearValue,
  activation: MlpActivation,
): { layer: MlpLayer; source: Value } {
  if (source.kind === 'gated') {
    const { gate, up } = source;
    return { layer: { kind: 'gatedFfn', gate, up, down: linear, activation }, source: source.source };
  }
  return { layer: { kind: 'dense', linear, activation }, source };
}

/**
 * The layers from the input to `value`, first layer first.
 *
 * @throws ReluctantError if the value is not a chain of complete layers
 */
export function chainOf(value: Value, name: string): readonly MlpLayer[] {
  const layers: MlpLayer[] = [];
  let current = value;
  while (current.kind !== 'input') {
    if (current.kind === 'linear') {
      const { layer, source } = lastLayer(current, 'none');
      layers.push(layer);
      current = source;
    } else if (current.kind === 'relu' || current.kind === 'silu') {
      const { layer, source } = lastLayer(current.source, current.kind);
      layers.push(layer);
      current = source;
    } else {
      const what =
        current.kind === 'sigmoid'
          ? 'comes from a sigmoid that is not part of x·sigmoid(x)'
          : 'is not the result of a layer';
      throw new ReluctantError('unsupported', `the output '${printable(name)}' ${what}`);
    }
  }
  return layers.reverse();
}
