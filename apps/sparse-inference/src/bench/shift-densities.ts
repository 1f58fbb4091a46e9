import { exportMlp, type Linear, type MlpGraph } from '@reluctant/onnx';
import { SparseSession } from '@reluctant/sparse';

/** A model with its shares of active units on given rows. */
export interface DensityVariant {
  readonly graph: MlpGraph;
  /** Share of non-zero outputs of every layer, on the given rows; 1 where no ReLU follows. */
  readonly densities: readonly number[];
}

/** Computes x·Wᵀ + b with the kernels of sessions. */
async function affine(linear: Linear, x: Float32Array): Promise<Float32Array> {
  const layers = [{ kind: 'dense', linear, activation: 'none' }] as const;
  const session = await SparseSession.create(exportMlp({ inputName: 'x', outputName: 'z', metadata: {}, layers }), {
    threads: 1,
  });
  try {
    return session.runSync(x);
  } finally {
    await session.release();
  }
}

/** The value that a given share of all values exceeds. */
function threshold(values: Float32Array, above: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round((1 - above) * sorted.length)))] ?? 0;
}

/**
 * Measures the densities of a chain of dense layers. With a target, it shifts the biases before every ReLU by one
 * number per layer, so that the target share of units is active on these rows. Weights and shapes do not change.
 *
 * @param rows - inputs, row-major
 * @returns undefined for a model with gated blocks
 */
export async function shiftDensities(
  graph: MlpGraph,
  rows: Float32Array,
  target?: number,
): Promise<DensityVariant | undefined> {
  let x = rows;
  const layers: MlpGraph['layers'][number][] = [];
  const densities: number[] = [];
  for (const layer of graph.layers) {
    if (layer.kind !== 'dense') return undefined;
    const z = await affine(layer.linear, x);
    const shift = target === undefined || layer.activation !== 'relu' ? 0 : threshold(z, target);
    const { outputs } = layer.linear;
    const bias = Float32Array.from({ length: outputs }, (_, unit) => (layer.linear.bias?.[unit] ?? 0) - shift);
    layers.push(shift === 0 ? layer : { ...layer, linear: { ...layer.linear, bias } });
    if (layer.activation === 'silu') x = z.map((value) => value / (1 + Math.exp(-value)));
    else x = layer.activation === 'relu' ? z.map((value) => Math.max(0, value - shift)) : z;
    densities.push(layer.activation === 'relu' ? x.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / x.length : 1);
  }
  return { graph: { ...graph, layers }, densities };
}
