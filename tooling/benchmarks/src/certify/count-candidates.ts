import { createSparseProgram, type SparseStage } from '@reluctant/kernels/sparse';
import { RandomState } from '@reluctant/random';
import { inFewDirections, randomDirections } from '../number-kinds.js';
import type { CertifyCandidates } from './candidates-result.js';

/** The layer that is counted. */
export const layer = { inputs: 2048, outputs: 2048, rows: 4 } as const;
/** Shares of active units that biases are chosen for. */
const shares = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.02];
/** Directions that hold most of the variance of inputs and weights of a trained layer. */
const directions = 64;

type Draw = (random: RandomState, count: number) => Float32Array;

const gaussian: Draw = (random, count) => Float32Array.from(random.standardNormal(count));
const uniform: Draw = (random, count) => Float32Array.from(random.uniform(-1, 1, count));
/** Student's t with three degrees of freedom. */
const heavyTailed: Draw = (random, count) => {
  const [above, a, b, c] = [0, 1, 2, 3].map(() => random.standardNormal(count));
  return Float32Array.from({ length: count }, (_, place) => {
    const below = [a, b, c].reduce((sum, draws) => sum + (draws?.[place] ?? 0) ** 2, 0) / 3;
    return (above?.[place] ?? 0) / Math.sqrt(below);
  });
};

/** Weights and inputs, by the name of the kind. */
const kinds: readonly {
  readonly kind: string;
  make(random: RandomState): { readonly weight: Draw; readonly x: Draw };
}[] = [
  { kind: 'Gaussian', make: () => ({ weight: gaussian, x: gaussian }) },
  { kind: 'uniform', make: () => ({ weight: uniform, x: gaussian }) },
  { kind: 'heavy-tailed', make: () => ({ weight: heavyTailed, x: gaussian }) },
  {
    kind: `in ${directions} directions`,
    make(random) {
      const shared = randomDirections(random, directions, layer.inputs);
      const draw: Draw = (source, count) => inFewDirections(source, count, shared);
      return { weight: draw, x: draw };
    },
  },
];

/** Candidates beside active units for every kind and share. */
export async function countCandidates(): Promise<readonly CertifyCandidates[]> {
  const { inputs, outputs } = layer;
  const points: CertifyCandidates[] = [];
  for (const { kind, make } of kinds) {
    const random = new RandomState(18);
    const draws = make(random);
    const weight = new Float32Array(inputs * outputs);
    for (let output = 0; output < outputs; output++) weight.set(draws.weight(random, inputs), output * inputs);
    const rows = Array.from({ length: layer.rows }, () => draws.x(random, inputs));
    const shape: SparseStage = { inputs, outputs, weight, activation: 'none' };
    const products = await createSparseProgram([shape]);
    const sums = Float32Array.from(rows.flatMap((row) => [...products.run(row)])).sort();
    for (const share of shares) {
      const bias = new Float32Array(outputs).fill(-(sums[Math.floor((1 - share) * sums.length)] ?? 0));
      const program = await createSparseProgram([{ ...shape, activation: 'relu', bias }]);
      for (const row of rows) program.run(row);
      const active = program.takeDensities()?.[1] ?? Number.NaN;
      points.push({ kind, active, candidates: program.screens[0]?.candidates ?? Number.NaN });
    }
  }
  return points;
}
