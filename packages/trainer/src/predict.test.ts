import { ReluctantError } from '@reluctant/errors';
import { decodeCheckpoint, encodeCheckpoint } from '@reluctant/model';
import { describe, expect, it } from 'vitest';
import { predict } from './predict.js';
import { parseStrategy } from './strategy/parse-strategy.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit } from './test-support/toy-problem.js';
import { toyTraining } from './test-support/trained.js';
import { train } from './train.js';

const { features, rows } = toySplit(150, 5, 3);

describe.each(engines)('predict with %s', (_, loadEngine) => {
  it.each(['switch:from=silu,to=relu,tail=0.5', 'learnable_stoch', 'anneal:from=silu,to=0.3,use=mix', 'silu'])(
    'of the checkpoint of %s, written and read, are the probabilities of the training',
    async (strategy) => {
      const engine = await loadEngine();
      const training = toyTraining(engine, strategy, { test: toySplit(150, 5, 3), batchSize: 128, epochs: 2 });
      for await (const _ of training);
      const { probabilities } = await training.evaluate({ set: 'test' });
      const checkpoint = decodeCheckpoint(encodeCheckpoint(await training.checkpoint()));
      const predicted = await predict(checkpoint, features, { engine });
      expect(predicted.probabilities).toEqual(probabilities);
      expect(predicted).toMatchObject({ rows, classes: 2 });
      expect([...predicted.labels]).toEqual(
        Array.from({ length: rows }, (_, row) =>
          Number((probabilities[2 * row + 1] ?? 0) > (probabilities[2 * row] ?? 0)),
        ),
      );
      const listed = Array.from({ length: rows }, (_, row) => [...features.subarray(5 * row, 5 * row + 5)]);
      expect(await predict(checkpoint, listed, { engine })).toEqual(predicted);
      const underRelu = await training.evaluate({ set: 'test', test: 'relu' });
      expect((await predict(checkpoint, features, { engine, test: 'relu' })).probabilities).toEqual(
        underRelu.probabilities,
      );
      training.dispose();
    },
  );

  it('draws new samples in each pass, determined by the key', async () => {
    const engine = await loadEngine();
    const training = toyTraining(engine, 'stoch', { epochs: 1 });
    for await (const _ of training);
    const checkpoint = await training.checkpoint();
    training.dispose();
    expect(checkpoint.inForce).toEqual({ share: 0.5, domainAll: false });
    const answers = (options: object) => predict(checkpoint, features, { engine, ...options });
    const one = await answers({});
    expect(await answers({})).toEqual(one);
    expect((await answers({ key: { seed: 1, run: 0 } })).probabilities).not.toEqual(one.probabilities);
    const many = await answers({ passes: 3 });
    expect(many.probabilities).not.toEqual(one.probabilities);
    expect((many.probabilities[0] ?? 0) + (many.probabilities[1] ?? 0)).toBeCloseTo(1, 12);
  });
});

describe('predict', () => {
  const split = toySplit(40, 5, 1);
  const options = { ...{ train: split, validation: split, epochs: 1 }, key: { seed: 0, run: 0 }, learningRate: 0.01 };

  async function trained(learningRate = 0.01) {
    const training = train({ ...options, learningRate, strategy: parseStrategy('relu'), model: denseNet(5, 4, 2) });
    for await (const _ of training);
    const checkpoint = training.checkpoint();
    // As at the end of a block with `using`: checkpoint() reads the state at the time of the call.
    training.dispose();
    return checkpoint;
  }

  it('chooses an engine by default, as train does, and predicts any number of rows', async () => {
    const checkpoint = await trained();
    const many = new Float32Array(5 * 16_385).map((_, index) => features[index % features.length] ?? 0);
    const { labels, probabilities } = await predict(checkpoint, many);
    expect(labels).toHaveLength(16_385);
    const [first, last] = [
      await predict(checkpoint, many.subarray(0, 5)),
      await predict(checkpoint, many.subarray(-5)),
    ];
    expect([...probabilities.subarray(0, 2), ...probabilities.subarray(-2)]).toEqual([
      ...first.probabilities,
      ...last.probabilities,
    ]);
    expect(await predict(checkpoint, [])).toMatchObject({ rows: 0, classes: 2 });
  });

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough');
    await expect(predict(await trained(), features, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('refuses rows, options and models that do not fit, in one sentence', async () => {
    const { inForce: _, ...unknown } = await trained();
    const refused = async (attempt: Promise<unknown>, sentence: string) => {
      const error = await attempt.catch((thrown: unknown) => thrown);
      expect(ReluctantError.isInstance(error) && error.message).toBe(sentence);
    };
    const model = await trained();
    await refused(
      predict(model, [
        [1, 2, 3, 4, 5],
        [1, 2],
      ]),
      'row 1 must have 5 features, got 2',
    );
    await refused(predict(model, new Float32Array(7)), 'rows must hold 5 features for each row, got 7 numbers');
    await refused(predict(model, [[1, 2, Number.NaN, 4, 5]]), 'row 0, feature 2 must be a finite float32, got NaN');
    await refused(predict(model, features, { passes: 0 }), 'passes must be a whole number of at least 1, got 0');
    await refused(
      predict(unknown, features),
      'the model has no share of ReLU in force: set test to relu, silu or stoch',
    );
    expect(await predict(unknown, features, { test: 'relu' })).toEqual(await predict(model, features));
    await refused(
      predict({ ...model, parameters: model.parameters.map((value) => value * 1e38) }, [[9, 9, 9, 9, 9]]),
      'row 0: the predicted probabilities are not finite; the weights or the features of this row are too large',
    );
  });
});
