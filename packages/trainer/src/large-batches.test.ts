import type { ShareUsage } from '@reluctant/activations';
import { initialiseParameters, parameterLayout } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { Engine, Program, ProgramSpec } from './engine.js';
import type { LabelledRows } from './labelled-rows.js';
import { engines } from './test-support/engines.js';
import { denseNet } from './test-support/toy-problem.js';
import { defaultOptimiser } from './train-options.js';
import { wasmEngine } from './wasm/index.js';

const key = { seed: 4, run: 1 };
const place = { domain: 'all', positive: 'silu', granularity: 'element' } as const;
const sampled: ShareUsage = { use: 'sample', ...place };
const gated = (use: 'sample' | 'mix', reads: 'layer' | 'element' | 'none'): ShareUsage => ({
  ...{ use, ...place },
  gate: { reads, hidden: 3, tau: 1 },
});

/**
 * Uniform features, exact in float32 on every runtime.
 *
 * @param positive - features in [1, 2) and one label in ten 1: gradients whose terms all have one sign, where rounding
 *   of sums is worst
 */
function uniformSplit(rows: number, inputs: number, positive = false): LabelledRows {
  const stream = new RandomStream({ seed: 8, run: 0 }, 'resample');
  const drawn = stream.uniform({ step: 0, rows, units: inputs });
  const features = drawn.map((u) => (positive ? 1 + u : 2 * u - 1));
  const chosen = stream.bernoulli(positive ? 0.1 : 0.25, { step: 1, rows, units: 1 });
  const labels = Int32Array.from(chosen, (one, row) =>
    positive ? one : Number((features[row * inputs] ?? 0) > 0 !== (one === 1)),
  );
  return { features, labels, rows };
}

async function start(engine: Engine, widths: readonly number[], usage: ShareUsage, train: LabelledRows) {
  const inputs = train.features.length / train.rows;
  const spec: ProgramSpec = {
    model: { ...denseNet(inputs, ...widths), activation: usage },
    ...{ batchSize: train.rows, optimiser: defaultOptimiser, l1: 0.01, key, train, sets: {} },
  };
  const program: Program = await engine.compile(spec);
  const { size } = parameterLayout(spec.model);
  const parameters = initialiseParameters(spec.model, key);
  program.writeState({ parameters, m: new Float32Array(size), v: new Float32Array(size), step: 0 });
  return { program };
}

/**
 * The gradients of a batch as the float64 mean of those of its parts of 256 rows, which conformance.test.ts holds to
 * float64.
 */
async function gradientsByParts(
  engine: Engine,
  usage: ShareUsage,
  share: number,
  { features, labels, rows }: LabelledRows,
) {
  const part = 256;
  const at = (first: number): LabelledRows => ({
    features: features.slice(2 * first, 2 * (first + part)),
    labels: labels.slice(first, first + part),
    rows: part,
  });
  const { program } = await start(engine, [3, 2], usage, at(0));
  const sum = new Float64Array(program.layout.size);
  for (let first = 0; first < rows; first += part) {
    const { gradients } = await program.gradients({ ...at(first), share });
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + ((gradients[i] ?? Number.NaN) * part) / rows;
  }
  program.dispose();
  return sum;
}

describe.each(engines)('%s on one batch of many rows', (name, loadEngine) => {
  // Summed in float32 along all rows, gradients are off by 1e-6 to 1e-4 of their norm. The tfjs engine takes fewer
  // rows, as autodiff would take too long.
  const train = uniformSplit(name === 'wasm' ? 2 ** 20 : 2 ** 14, 2, true);

  it.each<[string, ShareUsage, number]>([
    ['a mixed share', { use: 'mix', ...place }, 0.3],
    ['a mixing gate that reads elements', gated('mix', 'element'), Number.NaN],
    ['a mixing gate that reads the layer', gated('mix', 'layer'), Number.NaN],
    ['a mixing gate that reads nothing', gated('mix', 'none'), Number.NaN],
  ])('%s: gradients within 5e-7 normwise of a float64 sum over small batches', async (_, usage, share) => {
    const engine = await loadEngine();
    const { program } = await start(engine, [3, 2], usage, train);
    const { gradients } = await program.gradients({ ...train, share });
    program.dispose();
    expect(normwiseError(gradients, await gradientsByParts(engine, usage, share, train))).toBeLessThan(5e-7);
  });
});

describe('the two engines on a batch of several blocks', () => {
  const train = uniformSplit(2500, 3);
  it.each<[string, ShareUsage, number, number]>([
    ['a sampled share', sampled, 0.4, 0],
    ['a sampled share of units', { ...sampled, granularity: 'unit' }, 0.4, 0],
    ['a sampling gate with dropout', gated('sample', 'element'), Number.NaN, 0.3],
  ])('%s: the same draws, gradients within 1e-5 normwise', async (_, usage, share, dropout) => {
    const found: Float32Array[] = [];
    for (const [, loadEngine] of engines) {
      const engine = await loadEngine();
      const withDropout: Engine = { ...engine, compile: (spec) => engine.compile({ ...spec, dropout }) };
      const { program } = await start(withDropout, [4, 3, 2], usage, train);
      found.push((await program.gradients({ ...train, share, step: 5 })).gradients);
      program.dispose();
    }
    expect(normwiseError(found[0] ?? [], found[1] ?? [])).toBeLessThan(1e-5);
  });
});

describe('the wasm engine on batches of at most 1,024 rows', () => {
  // Hashes of the gradients from before larger batches were summed in blocks.
  it.each<[string, readonly number[], number, number, string]>([
    ['relu, narrow', [4, 4, 2], 1, 1024, 'c55310d0a57bc007'],
    ['silu, narrow', [4, 4, 2], 0, 1000, '0da97e243074f1ac'],
    ['stoch, wide', [24, 17, 2], 0.5, 1024, '9663f7a337ed349c'],
  ])('%s: gradients keep their bits', async (_, widths, share, rows, hash) => {
    const train = uniformSplit(rows, 20);
    const { program } = await start(wasmEngine({ build: 'simd' }), widths, sampled, train);
    const { gradients } = await program.gradients({ ...train, share });
    const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(new Uint8Array(gradients.buffer)));
    expect(Buffer.from(digest).toString('hex').slice(0, 16)).toBe(hash);
    program.dispose();
  });
});
