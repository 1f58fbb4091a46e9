import type { Checkpoint } from '@reluctant/model';

/** A model with its weights. */
type Weighted = Pick<Checkpoint, 'model' | 'parameters'>;

/**
 * The model whose evaluation is the expected value of a sampling one: it mixes by the share that the other draws with.
 * A sampling gate's two logits become their difference, because the share of ReLU is σ(l₀ − l₁).
 */
export function expectedModel({ model, parameters }: Weighted): Weighted {
  const usage = model.activation;
  if ('module' in usage || usage.use === 'mix') return { model, parameters };
  const mixing = { ...model, activation: { ...usage, use: 'mix' as const } };
  if (usage.gate === undefined) return { model: mixing, parameters };
  const { hidden, reads } = usage.gate;
  const kept: number[] = [];
  let at = 0;
  const take = (count: number): Float32Array => {
    const part = parameters.subarray(at, at + count);
    at += count;
    return part;
  };
  let { inputs } = model;
  model.layers.forEach(({ out }, index) => {
    kept.push(...take(out * inputs + out));
    inputs = out;
    if (index === model.layers.length - 1) return;
    const net = reads === 'none' ? 0 : hidden;
    kept.push(...take(net * (reads === 'layer' ? out : 1) + net));
    const [first, second, bias] = [take(net), take(net), take(2)];
    kept.push(...first.map((value, unit) => value - (second[unit] ?? 0)), (bias[0] ?? 0) - (bias[1] ?? 0));
  });
  return { model: mixing, parameters: Float32Array.from(kept) };
}
