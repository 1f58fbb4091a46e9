import { ReluctantError } from '@reluctant/errors';
import { expect, test } from 'vitest';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveStudy } from './resolve-study.js';
import { parseStudyConfig, type StudyConfig } from './study-config.js';

const settings = parseStudySettings({
  strategies: [{ name: 'Swi+FT', strategy: 'switch', tail: 0.2 }, 'gumbel_stoch', 'dropout:rate=0.1'],
  ...{ n_samples: 100, n_features: 6, bottleneck: 64, n_layers: 2, lr_schedule: 'cosine' },
});
const { config } = await resolveStudy(settings);
const stored = (): Record<string, unknown> => JSON.parse(JSON.stringify(config));

function refusal(value: unknown): unknown {
  try {
    return parseStudyConfig(value, 'config.json');
  } catch (error) {
    return error;
  }
}

test('what is resolved is what is read back from its file', () => {
  expect(parseStudyConfig(stored(), 'config.json')).toEqual(config);
});

test('it holds the net as asked, and of a strategy under a label of its own what training and prediction need', () => {
  const dense = (out: number) => ({ kind: 'dense', out });
  expect(config.model).toEqual({ inputs: 6, layers: [dense(64), dense(64), dense(2)] });
  expect(config.strategies[0]).toMatchObject({
    ...{ name: 'Swi+FT', strategy: 'switch', options: { tail: 0.2 }, usage: { use: 'sample', domain: 'all' } },
    schedule: { kind: 'switch', tail: 0.2, from: { share: 0 }, to: { share: 1 } },
  });
  expect(config).not.toHaveProperty('engine');
  expect(config).not.toHaveProperty('n_workers');
});

test.each(Object.keys(config))('without %s it is refused: nothing is filled in from defaults', (name) => {
  const { [name]: _, ...rest } = stored();
  const error = refusal(rest);
  expect(ReluctantError.isInstance(error) && error.code).toBe('invalid-file');
  expect(error).toMatchObject({ path: [name] });
});

test.each<[string, (config: Record<string, unknown>) => void, RegExp]>([
  [
    'another format',
    (one) => Object.assign(one, { version: 1 }),
    /has format 1, this version of the program reads format 2/,
  ],
  ['an unknown field', (one) => Object.assign(one, { widht: 3 }), /there is no field 'widht'/],
  ['a width of 0', (one) => Object.assign(one, { bottleneck: 0 }), /field 'bottleneck' must be .*, got 0/],
  [
    'an unknown engine',
    (one) => Object.assign(one, { engines: { relu: { engine: 'cuda', build: 'x' } } }),
    /engines.relu/,
  ],
])('%s is refused by name', (_, change, sentence) => {
  const changed = stored();
  change(changed);
  expect(() => parseStudyConfig(changed, 'config.json')).toThrow(sentence);
});

test('the default width is never above the number of features', async () => {
  const widthOf = async (n_features: number): Promise<StudyConfig['bottleneck']> =>
    (await resolveStudy(parseStudySettings({ strategies: ['relu'], n_features, n_samples: 50 }))).config.bottleneck;
  expect([await widthOf(3), await widthOf(30)]).toEqual([3, 4]);
});
