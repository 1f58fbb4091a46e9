import type { ShareUsage } from '@reluctant/activations';
import { initialiseParameters } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { DivergedError } from './diverged-error.js';
import type { Engine, ProgramSpec } from './engine.js';
import type { LabelledRows } from './labelled-rows.js';
import { engines, goldenEngines } from './test-support/engines.js';
import { referenceNetwork } from './test-support/reference-network.js';
import { denseNet, toySplit } from './test-support/toy-problem.js';
import { toyTraining, trained } from './test-support/trained.js';
import { tfjsEngine } from './tfjs/index.js';
import { defaultOptimiser } from './train-options.js';
import { wasmEngine } from './wasm/index.js';

const place = { domain: 'all', positive: 'silu', granularity: 'element' } as const;

describe.each(goldenEngines)('%s', (_, loadEngine) => {
  it('the L1 gradient is ±1 at activations of ±1e-7 and 0 at 0', async () => {
    const weights = Float32Array.of(1e-7, -1e-7, 0, 2e-7);
    const train: LabelledRows = { features: Float32Array.of(1), labels: Int32Array.of(0), rows: 1 };
    const spec: ProgramSpec<Float32Array> = {
      model: {
        ...denseNet(1, 4, 2),
        activation: { use: 'sample', ...place, domain: 'negative', positive: 'identity' },
      },
      ...{ batchSize: 1, optimiser: defaultOptimiser, l1: 0.4, key: { seed: 0, run: 0 }, train, sets: {} },
    };
    const program = await (await loadEngine()).compile(spec);
    const { size } = program.layout;
    const parameters = new Float32Array(size);
    parameters.set(weights);
    program.writeState({ parameters, m: new Float32Array(size), v: new Float32Array(size), step: 0 });
    // z is the weight; the positive branch keeps z ≥ 0, SiLU halves −1e-7. The logits' own weights are 0.
    const { gradients } = await program.gradients({ ...train, share: 0 });
    const expected = [0.1, -0.05, 0, 0.1];
    expected.forEach((value, unit) => {
      expect(Math.abs((gradients[unit] ?? Number.NaN) - value)).toBeLessThan(1e-6);
    });
    program.dispose();
  });

  it.each(['relu', 'learnable_stoch:reads=element', 'gumbel_stoch:reads=none'])(
    '%s: inputs near 1e25, whose gradients overflow the second moments, end in a DivergedError',
    async (strategy) => {
      const split = toySplit(40, 5, 1);
      const train = { ...split, features: split.features.map((value) => value * 1e25) };
      const training = toyTraining(await loadEngine(), strategy, { train, epochs: 2 });
      const rows = async () => {
        for await (const row of training) expect(row.epoch).toBe(0);
      };
      const error = await rows().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DivergedError);
      expect(String(error)).toContain(
        'the second moments of Adam (squares of gradients) were no longer finite in epoch 1 at step 2',
      );
      training.dispose();
    },
  );
});

describe.each(engines)('%s, a strategy whose gate takes effect', (_, loadEngine) => {
  it.each([
    'switch:from=relu,to=learnable_stoch,to.reads=element,tail=0.5',
    'alternate:from=relu,to=gumbel_stoch,to.reads=none,every=2,unit=step',
  ])('%s: a training resumed from a checkpoint ends in the same bits', async (strategy) => {
    const engine = await loadEngine();
    const whole = await trained(engine, strategy, { epochs: 6 });
    const training = toyTraining(engine, strategy, { epochs: 6 });
    for await (const row of training) if (row.epoch === 4) break;
    const from = await training.checkpoint();
    training.dispose();
    const rest = await trained(engine, strategy, { epochs: 6, from });
    expect(from.gateStep).toBeLessThan(from.step);
    expect(from.gateStep).toBeGreaterThan(0);
    expect(rest.rows).toEqual(whole.rows.slice(4));
    expect(rest.checkpoint).toEqual(whole.checkpoint);
  });
});

/** Raw measurements: features of very different scales, the largest some hundreds, without standardising. */
function rawSplit(seed: number): LabelledRows {
  const inputs = 5;
  const { features, labels, rows } = toySplit(32, inputs, seed);
  return { features: features.map((value, at) => value * 4 ** (at % inputs)), labels, rows };
}

/** Forty steps of Adam in float64 on the reference network. */
function float64Training(
  { model, train, optimiser }: ProgramSpec<Float32Array>,
  usage: ShareUsage,
  start: Float32Array,
) {
  const { beta1, beta2, epsilon } = optimiser;
  const parameters = Float64Array.from(start);
  const [m, v] = [new Float64Array(start.length), new Float64Array(start.length)];
  for (let t = 1; t <= steps; t++) {
    const { gradients } = referenceNetwork(model, usage, parameters, { ...train, share: Number.NaN, noise: [] });
    gradients.forEach((g, i) => {
      m[i] = beta1 * (m[i] ?? 0) + (1 - beta1) * g;
      v[i] = beta2 * (v[i] ?? 0) + (1 - beta2) * g * g;
      const denominator = Math.sqrt((v[i] ?? 0) / (1 - beta2 ** t)) + epsilon;
      parameters[i] = (parameters[i] ?? 0) - (learningRate * (m[i] ?? 0)) / (1 - beta1 ** t) / denominator;
    });
  }
  return parameters;
}

const steps = 40;
const learningRate = 0.01;

async function engineTraining(engine: Engine, spec: ProgramSpec, start: Float32Array): Promise<Float32Array> {
  const program = await engine.compile(spec);
  program.writeState({
    ...{ parameters: start, step: 0 },
    m: new Float32Array(start.length),
    v: new Float32Array(start.length),
  });
  await program.trainEpoch({
    rows: Uint32Array.from({ length: steps * spec.train.rows }, (_, at) => at % spec.train.rows),
    share: new Float32Array(steps).fill(Number.NaN),
    learningRate: new Float64Array(steps).fill(learningRate),
  });
  const { parameters } = await program.readState();
  program.dispose();
  return parameters;
}

describe('gates on raw data, where most of their tanh are saturated', () => {
  it.each(['element', 'layer'] as const)(
    'reads %s: over four trainings of 40 steps the wasm engine ends within 1e-5 normwise of float64, or at most twice as far from it as plain float32',
    async (reads) => {
      const usage: ShareUsage = { use: 'mix', ...place, gate: { reads, hidden: 8, tau: 1 } };
      const wasm = wasmEngine({ build: 'simd' });
      // The cpu backend computes each operation in float64 and rounds it once.
      const plain = await tfjsEngine({ backend: 'cpu' });
      let [ours, theirs] = [0, 0];
      for (let seed = 1; seed <= 4; seed++) {
        const train = rawSplit(seed);
        const spec: ProgramSpec<Float32Array> = {
          model: { ...denseNet(5, 4, 4, 2), activation: usage },
          ...{
            batchSize: train.rows,
            optimiser: defaultOptimiser,
            l1: 0,
            key: { seed, run: 0 },
            train,
            sets: {},
          },
        };
        const start = initialiseParameters(spec.model, spec.key);
        const truth = float64Training(spec, usage, start);
        ours += normwiseError(await engineTraining(wasm, spec, start), truth) ** 2;
        theirs += normwiseError(await engineTraining(plain, spec, start), truth) ** 2;
      }
      // A clamped tanh, whose slope never falls to 0, fails this bound where gates read the layer.
      expect(Math.sqrt(ours / 4)).toBeLessThan(Math.max(1e-5, 2 * Math.sqrt(theirs / 4)));
    },
  );
});

describe('draws from the middle of a batch', () => {
  it('firstRow draws the noise of the rows from there on, bit for bit', () => {
    const stream = new RandomStream({ seed: 3, run: 1 }, 'train');
    const whole = stream.uniform({ step: 2, layer: 1, rows: 23, units: 3 });
    expect(stream.uniform({ step: 2, layer: 1, rows: 11, firstRow: 12, units: 3 })).toEqual(whole.subarray(36));
    expect(() => stream.words({ step: 0, rows: 4, firstRow: 2, units: 1 })).toThrow(
      'firstRow must be a multiple of 4, got 2',
    );
  });
});
