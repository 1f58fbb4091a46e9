import { createSparseProgram, type SparsePrecision } from '@reluctant/kernels/sparse';
import type { BenchmarkCase } from '../sparse/benchmark-case.js';
import { trainedAutoencoder } from '../sparse/trained-autoencoder.js';
import { trainedCase } from '../sparse/trained-case.js';
import type { ScreenLimit, TrainedCandidates } from './candidates-result.js';

/** Trained nets, by how they were trained. */
const nets: readonly { readonly training: string; make(): Promise<BenchmarkCase> }[] = [
  { training: '`reluctant-sparse train`', make: () => trainedCase() },
  ...['256', '1024'].map((features) => ({
    training: `\`reluctant-sparse train --n_features ${features}\``,
    make: () => trainedCase(['--n_features', features]),
  })),
  {
    training: 'autoencoder, from negative biases',
    make: () => trainedAutoencoder({ width: 1024, inner: 4096, bias: -1.6 }),
  },
  { training: 'autoencoder, with L1', make: () => trainedAutoencoder({ width: 1024, inner: 4096, l1: 4 }) },
];

async function countNet(training: string, { graph, inputs: [rows] }: BenchmarkCase): Promise<TrainedCandidates> {
  const stages = graph.layers.map((layer) => {
    if (layer.kind !== 'dense') throw new Error('only chains of dense layers');
    return { ...layer.linear, activation: layer.activation };
  });
  const program = await createSparseProgram(stages);
  const { inputs } = program;
  const count = (rows?.length ?? 0) / inputs;
  for (let row = 0; row < count; row++)
    program.run(rows?.slice(row * inputs, (row + 1) * inputs) ?? new Float32Array());
  const [, active = Number.NaN] = program.takeDensities() ?? [];
  const candidates = program.screens[0]?.candidates;
  const net = [inputs, ...stages.map(({ outputs }) => outputs)].join(' → ');
  const weights = inputs * (stages[0]?.outputs ?? 0);
  return { training, net, weights, rows: count, active, ...(candidates !== undefined && { candidates }) };
}

/** Candidates beside active units in the first layers of trained nets, on their test rows. */
export async function countTrained(): Promise<readonly TrainedCandidates[]> {
  const counted: TrainedCandidates[] = [];
  for (const { training, make } of nets) counted.push(await countNet(training, await make()));
  return counted;
}

/** Layers on both sides of every limit. */
const sizes: readonly (readonly [inputs: number, outputs: number])[] = [
  [127, 4096],
  [128, 2047],
  [128, 2048],
  [2048, 2047],
  [2048, 2048],
];

/**
 * The largest share of candidates at which layers are screened, as the programs have it; none where there is no screen.
 */
export async function screenLimits(): Promise<readonly ScreenLimit[]> {
  const limits: ScreenLimit[] = [];
  for (const [inputs, outputs] of sizes) {
    const limitOf = async (precision: SparsePrecision): Promise<number | null> => {
      const weight = new Float32Array(inputs * outputs);
      const program = await createSparseProgram([{ inputs, outputs, weight, activation: 'relu' }], { precision });
      return program.screens[0]?.limit ?? null;
    };
    const [float32, bfloat16, int8] = [await limitOf('float32'), await limitOf('bfloat16'), await limitOf('int8')];
    limits.push({ inputs, outputs, float32, bfloat16, int8 });
  }
  return limits;
}
