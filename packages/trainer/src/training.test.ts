import { ReluctantError } from '@reluctant/errors';
import { initialiseParameters, namedParameters } from '@reluctant/model';
import { describe, expect, it } from 'vitest';
import { DivergedError } from './diverged-error.js';
import type { Engine } from './engine.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit } from './test-support/toy-problem.js';
import { type Trained, toyTraining, trained } from './test-support/trained.js';

describe.each(engines)('train with %s', (_, loadEngine) => {
  it('yields a row after each epoch and learns', async () => {
    const { rows, checkpoint } = await trained(await loadEngine(), 'gumbel_stoch', { epochs: 12 });
    expect(rows.map(({ epoch, step }) => [epoch, step])).toEqual(rows.map((_, i) => [i + 1, 3 * (i + 1)]));
    expect(rows.at(-1)?.train_loss).toBeLessThan(rows[0]?.train_loss ?? 0);
    expect(rows[0]).toMatchObject({ strategy: 'gumbel_stoch', run: 2, share: null, learning_rate: 0.01 });
    expect(rows[0]?.gates).toHaveLength(2);
    expect(checkpoint).toMatchObject({ epoch: 12, step: 36, metadata: { strategy: 'gumbel_stoch', run: '2' } });
  });

  it.each(['stoch', 'switch:from=gumbel_stoch,tail=0.5'])(
    'a resume of %s after any epoch ends in the same bits',
    async (strategy) => {
      const engine = await loadEngine();
      const whole = await trained(engine, strategy, {
        learningRateSchedule: { name: 'cosine', warmup: 0.2, final: 0 },
      });
      for (const stop of [1, 3]) {
        const first = toyTraining(engine, strategy, {
          learningRateSchedule: { name: 'cosine', warmup: 0.2, final: 0 },
        });
        for await (const { epoch } of first) if (epoch === stop) break;
        const from = await first.checkpoint();
        first.dispose();
        const rest = await trained(engine, strategy, {
          from,
          learningRateSchedule: { name: 'cosine', warmup: 0.2, final: 0 },
        });
        expect(rest.rows).toEqual(whole.rows.slice(stop));
        expect(rest.checkpoint).toEqual(whole.checkpoint);
      }
    },
  );

  it.each([
    ['switch:from=stoch,to=relu,tail=0', 'stoch'],
    ['switch:from=stoch,to=relu,tail=1', 'relu'],
    ['switch:from=gumbel_stoch,to=relu,tail=0.01', 'gumbel_stoch'],
    ['switch:from=gumbel_stoch,to=relu,tail=0.99', 'relu'],
    ['alternate:every=9,unit=epoch', 'silu'],
    ['anneal:from=0.4,to=0.4', 'stoch:share=0.4'],
    ['anneal:from=relu,to=relu,use=mix', 'relu'],
    ['stoch:share=1', 'relu'],
    ['stoch:share=0,granularity=unit', 'silu'],
    ['stoch:share=1,granularity=layer', 'relu'],
    ['stoch:share=0,use=mix', 'silu'],
    ['dropout:activation=gumbel_stoch,rate=0', 'gumbel_stoch'],
  ])('%s equals %s bit for bit', async (strategy, other) => {
    const engine = await loadEngine();
    expect(outcome(await trained(engine, strategy))).toEqual(outcome(await trained(engine, other)));
  });

  it('a tail of ReLU uses domain all, and the gates do not change in it', async () => {
    const engine = await loadEngine();
    const training = toyTraining(engine, 'switch:from=gumbel_stoch,from.domain=negative,to=relu,tail=0.5');
    const gates: number[][] = [];
    for await (const { epoch } of training) {
      const { model, parameters } = await training.checkpoint();
      const named = namedParameters(model, parameters);
      gates[epoch] = [...named].flatMap(([name, { data }]) => (name.startsWith('gate') ? [...data] : []));
    }
    expect(gates[1]).not.toEqual(gates[2]);
    expect(gates[3]).toEqual(gates[2]);
    expect(gates[4]).toEqual(gates[2]);
    // The share in force at the end is that of the test `relu`.
    expect(await training.evaluate()).toEqual(await training.evaluate({ test: 'relu' }));
    training.dispose();
  });

  it('tests under ReLU have the zeros of ReLU, tests under SiLU none', async () => {
    const engine = await loadEngine();
    const training = toyTraining(engine, 'learnable_stoch', { test: toySplit(30, 5, 3) });
    for await (const _ of training);
    const relu = await training.evaluate({ test: 'relu', set: 'test' });
    const silu = await training.evaluate({ test: 'silu', set: 'test' });
    const stoch = await training.evaluate({ test: 'stoch', set: 'test', passes: 40 });
    expect(relu.sparsity).toBeGreaterThan(0.2);
    expect(silu.sparsity).toBe(0);
    // The first layer sees the same z in every test: half of ReLU's zeros, 40 × 30 × 4 draws, four standard errors.
    expect(Math.abs((stoch.sparsityLayers[0] ?? 0) - (relu.sparsityLayers[0] ?? 0) / 2)).toBeLessThan(0.03);
    training.dispose();
  });

  it.each(['element', 'unit', 'layer'])(
    'sampled by %s and mixed agree in expectation: the mean logit of 400 passes within 4.5 standard errors',
    async (granularity) => {
      const engine = await loadEngine();
      // One hidden layer: the logits are linear in what is drawn. The learning rate is so small that the weights stay
      // at their initial values.
      const logits = async (options: string, passes: number): Promise<Float64Array[]> => {
        const training = toyTraining(engine, `stoch:share=0.3,${options}`, {
          model: denseNet(5, 4, 2),
          epochs: 1,
          learningRate: 1e-12,
        });
        for await (const _ of training);
        const { logProbabilities } = await training.evaluate({ passes });
        training.dispose();
        return logProbabilities.map((logs) =>
          Float64Array.from({ length: logs.length / 2 }, (_, row) => (logs[2 * row + 1] ?? 0) - (logs[2 * row] ?? 0)),
        );
      };
      const [mixed] = await logits('use=mix', 1);
      const sampled = await logits(`granularity=${granularity}`, 400);
      for (const [row, expected] of (mixed ?? new Float64Array()).entries()) {
        const values = sampled.map((pass) => pass[row] ?? Number.NaN);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        expect(variance).toBeGreaterThan(0);
        // Besides the draws there is the rounding of float32.
        expect(Math.abs(mean - expected)).toBeLessThan(4.5 * Math.sqrt(variance / values.length) + 1e-6);
      }
      expect(mixed).toHaveLength(21);
    },
  );

  it('a switch does not restart the learning-rate schedule', async () => {
    const engine = await loadEngine();
    const rates = async (strategy: string): Promise<readonly number[]> => {
      const { rows } = await trained(engine, strategy, {
        learningRateSchedule: { name: 'cosine', warmup: 0.2, final: 0.1 },
      });
      return rows.map(({ learning_rate }) => learning_rate);
    };
    const switched = await rates('switch:from=silu,to=relu,tail=0.5');
    expect(switched).toEqual(await rates('silu'));
    expect(switched.at(-1)).toBeLessThan(switched.at(-2) ?? 0);
  });

  it('passes of a dropout net differ and drop at their rate; under the test `relu` nothing is dropped', async () => {
    const training = toyTraining(await loadEngine(), 'dropout:rate=0.25');
    for await (const _ of training);
    const same = await training.evaluate({ passes: 40 });
    const relu = await training.evaluate({ test: 'relu', passes: 2 });
    expect(same.probabilities.slice(0, 42)).not.toEqual(same.probabilities.slice(42, 84));
    expect(relu.probabilities.slice(0, 42)).toEqual(relu.probabilities.slice(42, 84));
    // The first layer sees the same z in every pass: zeros of ReLU and a quarter of the rest, 40 × 21 × 4 draws, four
    // standard errors.
    const zeros = relu.sparsityLayers[0] ?? 0;
    expect(Math.abs((same.sparsityLayers[0] ?? 0) - (zeros + 0.25 * (1 - zeros)))).toBeLessThan(0.03);
    training.dispose();
  });

  it('stochastic passes differ, their probabilities sum to 1, and they can be drawn again', async () => {
    const training = toyTraining(await loadEngine(), 'stoch', { epochs: 1 });
    for await (const _ of training);
    const { probabilities, passes, classes } = await training.evaluate({ passes: 3 });
    expect([passes, classes, probabilities.length]).toEqual([3, 2, 3 * 21 * 2]);
    for (let i = 0; i < probabilities.length; i += 2) {
      expect((probabilities[i] ?? 0) + (probabilities[i + 1] ?? 0)).toBeCloseTo(1, 12);
    }
    expect(probabilities.slice(0, 42)).not.toEqual(probabilities.slice(42, 84));
    expect((await training.evaluate({ passes: 3 })).probabilities).toEqual(probabilities);
    await expect(training.evaluate({ set: 'test' })).rejects.toThrow(
      "there is no evaluation set 'test'; known are validation",
    );
    training.dispose();
  });

  it('stops when aborted and keeps the state of the last row', async () => {
    const controller = new AbortController();
    const training = toyTraining(await loadEngine(), 'relu', { signal: controller.signal });
    const reason = new Error('enough');
    const iterate = async () => {
      for await (const { epoch } of training) if (epoch === 2) controller.abort(reason);
    };
    await expect(iterate()).rejects.toBe(reason);
    expect(await training.checkpoint()).toMatchObject({ epoch: 2, step: 6 });
    training.dispose();
  });

  it('reports where a training diverged', async () => {
    const training = toyTraining(await loadEngine(), 'silu', { learningRate: 1e30 });
    const iterate = async () => {
      for await (const _ of training);
    };
    const error = await iterate().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DivergedError);
    expect(error).toMatchObject({ strategy: 'silu', run: 2, epoch: 1 });
    expect(String(error)).toMatch(/strategy silu, run 2: the .+ no longer finite in epoch 1 at step [12]$/);
    training.dispose();
  });

  it('begins with the initial weights that are asked for', async () => {
    const training = toyTraining(await loadEngine(), 'relu', { initialisation: 'glorot' });
    const { model, parameters } = await training.checkpoint();
    training.dispose();
    expect(parameters).toEqual(initialiseParameters(model, { seed: 1, run: 2 }, 'glorot'));
  });

  it('L1 on hidden activations shrinks the weights that make them', async () => {
    const engine = await loadEngine();
    const sizes = await Promise.all([0, 1].map((l1) => weightSize(engine, l1)));
    expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) / 2);
  });
});

describe('the options of train', () => {
  const engine: Engine = {
    name: 'tfjs',
    build: 'none',
    compile: () => {
      throw new Error('must not be compiled');
    },
  };

  it.each([
    [{ epochs: 0 }, 'epochs must be a whole number of at least 1, got 0'],
    [{ initialisation: JSON.parse('"he"') }, 'initialisation must be linear or glorot, got "he"'],
    [{ train: toySplit(0, 5, 1) }, 'the training set must have at least one row, got 0'],
    [{ validation: toySplit(0, 5, 1) }, 'the validation set must have at least one row, got 0'],
  ])('refuses %j in one sentence', (options, sentence) => {
    expect(() => toyTraining(engine, 'relu', options)).toThrow(ReluctantError);
    expect(() => toyTraining(engine, 'relu', options)).toThrow(sentence);
  });

  it('refuses a checkpoint of another net or another length', () => {
    const vector = new Float32Array(54);
    const from = {
      model: { inputs: 5, layers: [], activation: toyTraining(engine, 'relu').model.activation },
      parameters: vector,
      m: vector,
      v: vector,
      step: 15,
      epoch: 5,
      metadata: {},
    };
    expect(() => toyTraining(engine, 'relu', { from })).toThrow(
      'the checkpoint is of epoch 5, but the training ends at epoch 4',
    );
    expect(() => toyTraining(engine, 'gumbel_stoch', { from })).toThrow(
      'the checkpoint has 54 parameters, but the net has',
    );
  });
});

/**
 * What two equivalent strategies must agree on: everything but names and the parameters of gates that were never in
 * force.
 */
function outcome({ rows, checkpoint }: Trained): unknown {
  const { model, parameters, m, v, step } = checkpoint;
  const linear = [parameters, m, v].map((flat) =>
    [...namedParameters(model, flat)].filter(([name]) => name.startsWith('linear')),
  );
  return { rows: rows.map(({ strategy, ...row }) => row), linear, step };
}

/** Σ |weight| of the second hidden layer of a net trained with this much L1. */
async function weightSize(engine: Engine, l1: number): Promise<number> {
  const { checkpoint } = await trained(engine, 'relu', { l1, epochs: 30 });
  const weight = namedParameters(checkpoint.model, checkpoint.parameters).get('linear1.weight');
  if (weight === undefined) throw new Error('the net has no second layer');
  return weight.data.reduce((sum, value) => sum + Math.abs(value), 0);
}
