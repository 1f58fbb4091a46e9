import { createActivation, parseActivation, type ShareUsage, usageOf } from '@reluctant/activations';
import { bottleneckClassifier, type FeedForward, forwardReference, initialiseParameters } from '@reluctant/model';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { normalInputs } from '../../fixtures/graphs.js';
import { openOnnx, runOnnx } from '../../fixtures/run-onnx.js';
import { decodeModel } from '../format/decode-model.js';
import { defaultLimits } from '../format/limits.js';
import { importOnnx } from '../import/import-onnx.js';
import { type ExportOptions, exportOnnx } from './export-onnx.js';

function net(activation: ShareUsage, nLayers = 3): { model: FeedForward; parameters: Float32Array } {
  const model = bottleneckClassifier({ nFeatures: 6, nLayers, nClasses: 3, bottleneck: 6, activation });
  const initial = initialiseParameters(model, { seed: 3, run: 0 });
  // A gate that reads nothing starts at 0; it is changed, so that its share is not ½.
  return { model, parameters: initial.map((value, index) => 3 * (value || Math.sin(index))) };
}

const x = normalInputs(7, 20 * 6);
const argmax = (logits: ArrayLike<number>, row: number) => {
  const scores = [0, 1, 2].map((k) => logits[row * 3 + k] ?? Number.NaN);
  return scores.indexOf(Math.max(...scores));
};

/** Activation, options, and the share given to the reference. */
type Case = readonly [name: string, usage: ShareUsage, options: ExportOptions, share: number];
/** All cases with a deterministic file. */
const cases: readonly Case[] = [
  ['relu', usageOf(createActivation('relu')), { share: 1 }, 1],
  ['relu, sparse graph', usageOf(createActivation('relu')), { share: 1, graph: 'sparse' }, 1],
  ['silu', usageOf(createActivation('silu')), { share: 0 }, 0],
  ['stoch at the end of a switch', usageOf(createActivation('stoch')), { share: 1 }, 1],
  ['stoch, expected', usageOf(createActivation('stoch')), { share: 0.3, inference: 'expected' }, 0.3],
  ...(['layer', 'element', 'none'] as const).flatMap((reads): Case[] => [
    [`learnable_stoch, reads ${reads}`, usageOf(createActivation('learnable_stoch', { reads })), {}, Number.NaN],
    [
      `gumbel_stoch, reads ${reads}, expected`,
      usageOf(createActivation('gumbel_stoch', { reads })),
      { inference: 'expected' },
      Number.NaN,
    ],
  ]),
  ...(['silu', 'relu', 'identity'] as const).map(
    (positive): Case => [
      `relu below zero, ${positive} above`,
      { ...usageOf(createActivation('stoch')), domain: 'negative', positive },
      { share: 1 },
      1,
    ],
  ),
  [
    'mixed on the negative domain',
    { use: 'mix', domain: 'negative', positive: 'identity', granularity: 'element' },
    { share: 0.25 },
    0.25,
  ],
];

describe('exportOnnx', () => {
  for (const [name, usage, options, share] of cases) {
    it(`${name}: onnxruntime's logits within 1e-5 of the float64 reference, same argmax`, async () => {
      const { model, parameters } = net(usage);
      // The expected value of a sampled choice is the mixture.
      const expected = forwardReference(
        { ...model, activation: { ...usage, use: referenceUse(usage, options) } },
        mixing(model, parameters),
        x,
        { share },
      ).logits;
      for (const batch of [1, 20]) {
        const file = exportOnnx({ model, parameters }, { ...options, batch: batch === 1 ? 1 : 'dynamic' });
        const logits = await runOnnx(file, x.subarray(0, batch * 6), batch);
        expectAllClose(logits, expected.subarray(0, batch * 3), { absolute: 1e-5 });
        for (let row = 0; row < batch; row++) expect(argmax(logits, row)).toBe(argmax(expected, row));
      }
    });
  }

  for (const granularity of ['element', 'unit', 'layer'] as const) {
    for (const name of ['stoch', 'gumbel_stoch'] as const) {
      it(`${name}, ${granularity}, draws at every run: mean over runs within 5 standard errors of the expected value`, async () => {
        const gated = name === 'gumbel_stoch' ? { reads: 'layer' } : {};
        const usage = { ...usageOf(parseActivation(name, gated)), granularity };
        const { model, parameters } = net(usage, 1);
        const options: ExportOptions = name === 'stoch' ? { share: 0.3 } : {};
        const rows = granularity === 'element' ? 4000 : 1;
        const many = Float32Array.from({ length: rows * 6 }, (_, index) => x[index % 6] ?? 0);
        const run = await openOnnx(exportOnnx({ model, parameters }, options));
        const draws: number[] = [];
        for (let repeat = 0; repeat < (granularity === 'element' ? 1 : 300); repeat++) {
          const logits = await run(many, rows);
          for (let row = 0; row < rows; row++) draws.push(logits[row * 3] ?? Number.NaN);
        }
        const expectedFile = exportOnnx({ model, parameters }, { ...options, inference: 'expected' });
        const expected = (await runOnnx(expectedFile, x.subarray(0, 6), 1))[0] ?? Number.NaN;
        const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
        const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1);
        expect(variance).toBeGreaterThan(0);
        expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(variance / draws.length));
      });
    }
  }

  it.each([{ share: 1 }, { share: 1, graph: 'sparse' }, { share: 0.3, inference: 'expected' }] as const)(
    'a regressor, %j: the output `values` within 1e-5 of the float64 reference; class names are refused',
    async (options) => {
      const classifier = net(usageOf(createActivation('stoch')));
      const { parameters } = classifier;
      const model = { ...classifier.model, outputs: 'values' } as const;
      const file = exportOnnx({ model, parameters }, options);
      const { graph, metadataProps } = decodeModel(file, defaultLimits);
      expect(graph?.output.map(({ name }) => name)).toEqual(['values']);
      expect(metadataProps.find(({ key }) => key === 'spec')?.value).toContain('"outputs":"values"');
      const mixed = { ...model, activation: { ...model.activation, use: 'mix' } } as const;
      const { logits } = forwardReference(mixed, parameters, x, { share: options.share });
      expectAllClose(await runOnnx(file, x, 20), logits, { absolute: 1e-5 });
      expect(() => exportOnnx({ model, parameters }, { ...options, classNames: ['a', 'b', 'c'] })).toThrow(
        'classNames: the model is a regressor and has no classes',
      );
    },
  );

  it('describes the file in its metadata', () => {
    const { model, parameters } = net(usageOf(createActivation('stoch')));
    const file = exportOnnx(
      { model, parameters },
      {
        ...{ share: 0.5, inference: 'expected', classNames: ['a', 'b', 'c'], metadata: { run: '4' } },
        featureNames: ['p', 'q', 'r', 's', 't', 'u'],
        trainingSummary: { val_loss: 0.25 },
      },
    );
    const message = decodeModel(file, defaultLimits);
    const metadata = Object.fromEntries(message.metadataProps.map(({ key, value }) => [key, value]));
    expect(message.producerName).toBe('reluctant');
    expect(message.opsetImport).toEqual([{ domain: '', version: 17 }]);
    expect(metadata).toMatchObject({
      ...{ graph: 'dense', share: '0.5', inference: 'expected', run: '4', class_names: '["a","b","c"]' },
      ...{ feature_names: '["p","q","r","s","t","u"]', training_summary: '{"val_loss":0.25}' },
    });
    expect(metadata.spec).toContain('"inputs":6');
    const relu = importOnnx(exportOnnx({ model, parameters }, { share: 1 }));
    expect(relu.metadata).toMatchObject({ share: '1', inference: 'deterministic' });
  });

  it('uses the share in force of a checkpoint if the options leave it open', () => {
    const usage = { ...usageOf(createActivation('stoch')), domain: 'negative' as const };
    const ended = { ...net(usage), inForce: { share: 1, domainAll: true } };
    expect(exportOnnx(ended)).toEqual(exportOnnx(ended, { share: 1, domainAll: true }));
    expect(exportOnnx(ended, { graph: 'sparse' }).length).toBeGreaterThan(0);
    expect(exportOnnx(ended, { share: 1 })).toEqual(exportOnnx(net(usage), { share: 1 }));
    const gated = net(usageOf(createActivation('learnable_stoch')));
    expect(exportOnnx({ ...gated, inForce: { share: 'gate', domainAll: false } })).toEqual(exportOnnx(gated));
  });

  it('refuses a share that contradicts the end of the training', () => {
    const usage = usageOf(createActivation('stoch'));
    const ended = { ...net(usage), inForce: { share: 0.5, domainAll: false } };
    expect(exportOnnx(ended, { share: 0.5 })).toEqual(exportOnnx(ended));
    expect(() => exportOnnx(ended, { share: 1 })).toThrow('share is 1, but the training ended on 0.5: leave it out');
  });

  for (const opset of [13, 14, 15, 16, 17, 18, 19, 20, 21, 22]) {
    it(`writes opset ${opset} as onnxruntime runs it, drawing files too, up to 21`, async () => {
      for (const name of ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'] as const) {
        const usage = usageOf(createActivation(name));
        const trained = net(usage);
        const share = usage.gate === undefined ? { share: name === 'silu' ? 0 : name === 'relu' ? 1 : 0.5 } : {};
        for (const inference of ['sample', 'expected'] as const) {
          const write = () => exportOnnx(trained, { ...share, inference, opset });
          const draws = inference === 'sample' && (name === 'stoch' || name === 'gumbel_stoch');
          if (draws && opset === 22) expect(write).toThrow('opset must be at most 21 for a model that draws');
          else expect(await runOnnx(write(), x.subarray(0, 12), 2)).toHaveLength(6);
        }
      }
    });
  }

  it('refuses options that do not match, naming the option', () => {
    const stoch = net(usageOf(createActivation('stoch')));
    const write = (options: ExportOptions) => () => exportOnnx(stoch, options);
    expect(write({})).toThrow('share must be given: the model has no gate and does not say which share it ended on');
    expect(write({ share: 2 })).toThrow('share must be in [0, 1], got 2');
    expect(write({ share: 'gate' })).toThrow("share is 'gate', but the model has no gate");
    expect(write({ share: 0.5, graph: 'sparse' })).toThrow('a sparse graph needs a model that ends on ReLU');
    expect(write({ share: 1, classNames: ['a'] })).toThrow('classNames must have 3 names, got 1');
    const broken = stoch.parameters.slice();
    broken[10] = Number.NaN;
    expect(() => exportOnnx({ ...stoch, parameters: broken }, { share: 1 })).toThrow(
      'layer0.weight holds NaN at element 10',
    );
    expect(write({ share: 1, opset: 30 })).toThrow('opset must be a whole number from 13 to 22, got 30');
    const own = { name: 'mine', module: 'mine', options: {} };
    expect(() => exportOnnx({ ...stoch, model: { ...stoch.model, activation: own } }, { share: 1 })).toThrow(
      "the activation 'mine' is a module",
    );
  });
});

function referenceUse(usage: ShareUsage, { inference }: ExportOptions): 'sample' | 'mix' {
  return inference === 'expected' ? 'mix' : usage.use;
}

/** Parameters for a mixing reference: a sampling gate's two logits become their difference. */
function mixing(model: FeedForward, parameters: Float32Array): Float32Array {
  const usage = model.activation;
  if ('module' in usage || usage.gate === undefined || usage.use === 'mix') return parameters;
  const kept: number[] = [];
  let at = 0;
  const take = (count: number) => {
    const part = parameters.subarray(at, at + count);
    at += count;
    return part;
  };
  const { hidden, reads } = usage.gate;
  let inputs = model.inputs;
  model.layers.forEach((layer, index) => {
    kept.push(...take(layer.out * inputs + layer.out));
    if (index < model.layers.length - 1) {
      const net = reads === 'none' ? 0 : hidden;
      kept.push(...take(net * (reads === 'layer' ? layer.out : 1) + net));
      const [first, second, bias] = [take(net), take(net), take(2)];
      kept.push(...first.map((value, i) => value - (second[i] ?? 0)), (bias[0] ?? 0) - (bias[1] ?? 0));
    }
    inputs = layer.out;
  });
  return Float32Array.from(kept);
}
