import { exportMlp, type Linear, type MlpGraph } from '@reluctant/onnx';
import { SparseSession } from '@reluctant/sparse';

/** A model with the shares of its units that are active on some rows. */
export interface DensityVariant {
  readonly graph: MlpGraph;
  /** Share of non-zero outputs of every layer, on the rows it was made with; 1 where no ReLU follows. */
  readonly densities: readonly number[];
}

/** x·Wᵀ + b by the kernels that sessions use. */
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

/** The value that a share of all values lies above. */
function threshold(values: Float32Array, above: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round((1 - above) * sorted.length)))] ?? 0;
}

/**
 * Walks through a chain of dense layers; with a target, moves the biases in front of every ReLU by one number per layer, so that the
 * target share of its units is active on these rows. Weights and shape stay: what changes is how many zeros there are.
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
