import { describe, expect, it } from 'vitest';
import type { Engine, EvaluationRequest, Program } from './engine.js';
import { Evaluator } from './evaluator.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit } from './test-support/toy-problem.js';
import { toyTraining } from './test-support/trained.js';

const unused = (): never => {
  throw new Error('not used by this test');
};

/** The `firstStep` of each request that an evaluator makes. */
async function firstSteps(epoch: number, passes: number): Promise<readonly number[]> {
  const asked: EvaluationRequest[] = [];
  const program: Program = {
    ...{ layout: { slots: [], size: 0 }, trainEpoch: unused, gradients: unused, readState: unused, writeState: unused },
    ...{ dispose: unused, [Symbol.dispose]: unused },
    evaluate: (request) => {
      asked.push(request);
      return { loss: 1, accuracy: 1, sparsity: [0], logits: new Float32Array(42) };
    },
  };
  const engine: Engine = { name: 'tfjs', build: 'none', compile: unused };
  const validation = toySplit(21, 5, 2);
  const evaluator = new Evaluator(engine, {
    model: {
      ...denseNet(5, 4, 2),
      activation: { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' },
    },
    ...{ key: { seed: 0, run: 0 }, batchSize: 16, optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, l1: 0 },
    ...{ train: validation, sets: { validation } },
  });
  await evaluator.evaluate(program, { epoch, passes, share: 0.5, domainAll: false });
  return asked.map(({ firstStep }) => firstStep);
}

describe('the draws of stochastic passes', () => {
  it('begin at step (epoch · passes + pass) · batches, so that no draw is used twice within or between epochs', async () => {
    // 21 rows in batches of 16: two batches.
    expect(await firstSteps(3, 4)).toEqual([24, 26, 28, 30]);
    const steps = await Promise.all([0, 1, 2, 3].map((epoch) => firstSteps(epoch, 4)));
    expect(new Set(steps.flat()).size).toBe(16);
  });

  it.each(engines)('differ from epoch to epoch on the same weights, with %s', async (_, loadEngine) => {
    // The learning rate is so small that the weights stay at their initial values.
    const training = toyTraining(await loadEngine(), 'stoch', { epochs: 2, learningRate: 1e-30 });
    const seen: Float64Array[] = [];
    const fixed: Float64Array[] = [];
    for await (const _row of training) {
      seen.push((await training.evaluate({ passes: 2 })).probabilities);
      fixed.push((await training.evaluate({ test: 'relu' })).probabilities);
    }
    expect(fixed[1]).toEqual(fixed[0]);
    expect(seen[1]).not.toEqual(seen[0]);
    training.dispose();
  });
});
