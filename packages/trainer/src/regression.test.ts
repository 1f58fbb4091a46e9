import { meanSquaredError } from '@reluctant/metrics';
import { decodeCheckpoint, encodeCheckpoint, initialiseParameters, parameterLayout } from '@reluctant/model';
import { normwiseError, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { balancedClassWeights } from './balanced-class-weights.js';
import type { ProgramSpec } from './engine.js';
import type { TrainingRows } from './labelled-rows.js';
import { predict } from './predict.js';
import { predictValues } from './predict-values.js';
import { parseStrategy } from './strategy/parse-strategy.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit, toyTargets } from './test-support/toy-problem.js';
import { toyTraining } from './test-support/trained.js';
import { defaultOptimiser, type TrainOptions } from './train-options.js';

const rows = toyTargets(400, 5, 1, 2);
const unseen = toyTargets(150, 5, 2, 2);
const regressor = {
  ...{ model: denseNet(5, 16, 2), train: rows, validation: unseen, loss: 'squared_error', epochs: 40 },
  ...{ batchSize: 32, learningRate: 0.01 },
} as const satisfies Partial<TrainOptions>;

describe.each(engines)('a regressor with %s', (_, loadEngine) => {
  it.each(['silu', 'switch:from=gumbel_stoch,to=relu,tail=0.5', 'dropout:rate=0.05'])(
    '%s explains more than four fifths of the variance of unseen rows; its values are those of its file',
    async (strategy) => {
      const engine = await loadEngine();
      const training = toyTraining(engine, strategy, regressor);
      let last: unknown;
      for await (const row of training) last = row;
      const underRelu = await training.evaluate({ test: 'relu' });
      const checkpoint = decodeCheckpoint(encodeCheckpoint(await training.checkpoint()));
      const {
        loss,
        accuracy,
        values = new Float64Array(),
        probabilities,
        logProbabilities,
      } = await training.evaluate();
      training.dispose();
      expect(last).not.toHaveProperty('val_accuracy');
      expect(accuracy).toBeNaN();
      expect([probabilities.length, logProbabilities.length, values.length]).toEqual([0, 0, 300]);
      // The targets have a variance of about 0.7.
      expect(loss).toBeLessThan(0.14);
      expect(Math.abs(meanSquaredError(values, unseen.targets) / loss - 1)).toBeLessThan(1e-6);
      expect(checkpoint.model.outputs).toBe('values');
      const predicted = await predictValues(checkpoint, unseen.features, { engine, test: 'relu' });
      expect(predicted).toEqual({ rows: 150, outputs: 2, values: underRelu.values });
    },
  );

  it('gives the values of each pass, and predictValues averages them', async () => {
    const engine = await loadEngine();
    const training = toyTraining(engine, 'stoch', { ...regressor, epochs: 1 });
    for await (const _ of training);
    const { values = new Float64Array(), passes } = await training.evaluate({ passes: 3 });
    expect([passes, values.length]).toEqual([3, 900]);
    expect(values.slice(0, 300)).not.toEqual(values.slice(300, 600));
    const checkpoint = await training.checkpoint();
    training.dispose();
    const one = await predictValues(checkpoint, unseen.features, { engine });
    const many = await predictValues(checkpoint, unseen.features, { engine, passes: 50 });
    expect(many.values).not.toEqual(one.values);
  });

  it('refuses rows and options that do not fit, in one sentence', async () => {
    const engine = await loadEngine();
    const { usage } = parseStrategy('relu');
    const compile = async (changes: Partial<ProgramSpec>): Promise<unknown> =>
      engine.compile({
        ...{ model: { ...denseNet(5, 4, 2), activation: usage }, batchSize: 8, optimiser: defaultOptimiser, l1: 0 },
        ...{ key: { seed: 0, run: 0 }, train: toySplit(8, 5, 1), sets: {}, ...changes },
      });
    const squared = { loss: 'squared_error' } as const;
    const targets = toyTargets(8, 5, 1, 2);
    const bad = { ...targets, targets: targets.targets.map((value, i) => (i === 5 ? Number.NaN : value)) };
    const both = { ...targets, ...toySplit(8, 5, 1) };
    const refusals: [Partial<ProgramSpec>, string][] = [
      [squared, 'train: expected targets, which the loss squared_error needs'],
      [{ train: targets }, 'train: expected labels, which the loss cross_entropy needs'],
      [{ ...squared, train: bad }, 'train: the target of row 2 must be finite, got NaN'],
      [{ ...squared, train: both }, 'train: expected labels or targets, got both'],
      [{ ...squared, train: toyTargets(8, 5, 1) }, 'train: targets: expected 16 values, got 8'],
      [{ ...squared, train: targets, sets: { validation: toySplit(8, 5, 1) } }, 'validation: expected targets'],
      [{ ...squared, train: targets, classWeights: Float32Array.of(1, 1) }, 'squared_error has no classes to weight'],
      [{ classWeights: Float32Array.of(1) }, 'classWeights must have one weight for each of 2 classes, got 1'],
      [{ classWeights: Float32Array.of(1, 0) }, 'must be a finite number above 0, got 0'],
      [{ optimiser: { ...defaultOptimiser, weightDecay: -0.1 } }, 'weightDecay must be a finite number of at least 0'],
    ];
    for (const [changes, sentence] of refusals) await expect(compile(changes)).rejects.toThrow(sentence);
  });
});

it('a training of classes refuses the checkpoint of a regressor', async () => {
  const [[, loadEngine = () => Promise.reject(new Error('no engine'))] = []] = engines;
  const engine = await loadEngine();
  const training = toyTraining(engine, 'relu', { ...regressor, epochs: 1 });
  const from = await training.checkpoint();
  training.dispose();
  const classes = { model: regressor.model, from };
  expect(() => toyTraining(engine, 'relu', classes)).toThrow(
    'the checkpoint is of a regressor, but the training of a classifier',
  );
});

it('predict and predictValues refuse each other’s models, and values that overflow', async () => {
  const { usage: activation } = parseStrategy('relu');
  const classifier = { ...denseNet(5, 4, 2), activation };
  const parameters = initialiseParameters(classifier, { seed: 1, run: 0 });
  const trained = { model: classifier, parameters, inForce: { share: 1, domainAll: true } };
  const values = { ...trained, model: { ...classifier, outputs: 'values' } } as const;
  await expect(predictValues(trained, rows.features)).rejects.toThrow('not values: call predict');
  await expect(predict(values, rows.features)).rejects.toThrow('not classes: call predictValues');
  const huge = { ...values, parameters: parameters.map((value) => value * 1e38) };
  await expect(predictValues(huge, [[9, 9, 9, 9, 9]])).rejects.toThrow('row 0: the predicted value is not finite');
});

describe('batches above 1,024 rows', () => {
  const losses: readonly (readonly [string, Partial<ProgramSpec>, TrainingRows])[] = [
    ['class weights', { classWeights: Float32Array.of(0.2, 5) }, toySplit(2500, 5, 1)],
    ['squared error', { loss: 'squared_error' }, toyTargets(2500, 5, 1, 2)],
  ];
  it.each(losses)(
    '%s: the engines agree, losses within 1e-6 relative, gradients within 1e-5 normwise',
    async (_, given, train) => {
      const model = { ...denseNet(5, 6, 2), activation: parseStrategy('stoch').usage };
      const found: { readonly loss: number; readonly gradients: Float32Array }[] = [];
      for (const [, loadEngine] of engines) {
        const program = await (await loadEngine()).compile({
          ...{
            model,
            batchSize: 2500,
            optimiser: defaultOptimiser,
            l1: 0.1,
            key: { seed: 2, run: 0 },
            train,
            sets: {},
          },
          ...given,
        });
        const { size } = parameterLayout(model);
        const parameters = initialiseParameters(model, { seed: 1, run: 0 });
        program.writeState({ parameters, m: new Float32Array(size), v: new Float32Array(size), step: 0 });
        found.push(await program.gradients({ ...train, share: 0.4 }));
        program.dispose();
      }
      const [wasm, tfjs] = found;
      expect(Math.abs((wasm?.loss ?? 0) / (tfjs?.loss ?? 0) - 1)).toBeLessThan(1e-6);
      expect(normwiseError(wasm?.gradients ?? [], tfjs?.gradients ?? [])).toBeLessThan(1e-5);
    },
  );
});

describe('balancedClassWeights', () => {
  const golden = readGolden<{
    readonly balanced: readonly { readonly labels: readonly number[]; readonly weights: readonly number[] }[];
  }>(new URL('../fixtures/losses.json', import.meta.url));

  it.each(golden.balanced)('of $labels: scikit-learn’s, rounded to float32', ({ labels, weights }) => {
    expect(balancedClassWeights(Int32Array.from(labels), weights.length)).toEqual(Float32Array.from(weights));
  });

  it('refuses labels that are no class, and a class without rows', () => {
    expect(() => balancedClassWeights(Int32Array.of(0, 2), 2)).toThrow('must be a class from 0 to 1, got 2');
    expect(() => balancedClassWeights(Int32Array.of(0, 0), 2)).toThrow('class 1 has no row');
    expect(() => balancedClassWeights(Int32Array.of(0), 0)).toThrow('classes must be a whole number of at least 1');
  });
});
