import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { readYaml } from './read-yaml.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const path = join(scratch.path, 'study.yaml');

const read = (content: string | Uint8Array) => {
  writeFileSync(path, content);
  return readYaml(path);
};

/** The sentence about a file, without its path. */
const refusal = (content: string | Uint8Array): Promise<string> =>
  read(content).then(
    (value) => `no error: ${JSON.stringify(value)}`,
    (error: Error) => error.message.replace(`--config ${path}`, 'FILE'),
  );

test.each([
  ['epochs: 3\n', { epochs: 3 }],
  ['{}', {}],
  ['\uFEFFepochs: 3', { epochs: 3 }],
  ['strategies: [&r {name: stoch, share: 0.3}, {<<: *r, share: 0.4}]', { share: 0.4 }],
  ['<<: {epochs: 3, n_runs: 2}\nn_runs: 5\n', { epochs: 3, n_runs: 5 }],
  ['lr: &x 0.1\nl1: *x\n', { lr: 0.1, l1: 0.1 }],
])('%j is read, merge keys and aliases included', async (text, holds) => {
  const value = await read(text);
  const { strategies } = value;
  expect(Array.isArray(strategies) ? strategies[1] : value).toMatchObject(holds);
});

test.each([
  ['', 'FILE has no settings: it must hold settings by name, such as "epochs: 10"'],
  ['# only a comment\n', 'FILE has no settings: it must hold settings by name, such as "epochs: 10"'],
  ['- 1\n', 'FILE must hold settings by name, such as "epochs: 10"'],
  ['relu', 'FILE must hold settings by name, such as "epochs: 10"'],
  ['a: &a\n  b: *a\n', 'FILE has an alias within itself: *a'],
  ['a: &a {<<: *a}\n', 'FILE has an alias within itself: *a'],
  ['a: &a [1, [*a]]\n', 'FILE has an alias within itself: *a'],
  ['epochs: 2\n---\nepochs: 3\n', 'FILE must be one YAML document, but another one begins at line 2'],
  ['lr: 0.1\nepochs: !foo 2\n', 'FILE, line 2: the tag !foo is unknown'],
  ['epochs: 2\nepochs: 3\n', 'FILE is not YAML: Map keys must be unique at line 2, column 1'],
  ['epochs: *none\n', /^FILE is not YAML: Unresolved alias/],
  [new Uint8Array([0x65, 0x3a, 0x20, 0xff]), 'FILE is not YAML: it is not text in UTF-8'],
  ['['.repeat(100_000), 'FILE must nest brackets at most 100 deep, got more'],
  [`${'- '.repeat(100_000)}1`, /^FILE is not YAML: /],
  [`a: &a 1\nb: [${'*a, '.repeat(200)}]`, 'FILE must have at most 100 aliases, got more'],
  [Array.from({ length: 90_000 }, (_, key) => `k${key}: 1\n`).join(''), 'FILE must have at most 2000 keys, got more'],
  [Array.from({ length: 600_000 }, (_, key) => `k${key}: 1\n`).join(''), 'FILE must have at most 1 MiB, got more'],
])('%.40j is refused in one sentence', async (content, sentence) => {
  expect(await refusal(content)).toMatch(sentence instanceof RegExp ? sentence : literally(sentence));
});

function literally(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

test('anchors of anchors do not multiply: nine levels of nine aliases are refused', async () => {
  const levels = Array.from({ length: 9 }, (_, at) => `l${at}: &l${at} [${`*l${at - 1}, `.repeat(9)}]`);
  levels[0] = 'l0: &l0 [1, 2, 3]';
  expect(await refusal(levels.join('\n'))).toBe(
    'FILE is not YAML: Excessive alias count indicates a resource exhaustion attack',
  );
});

test.each(['missing.yaml', 'loop.yaml', '.'])('%s cannot be read', async (name) => {
  if (name === 'loop.yaml') symlinkSync(name, join(scratch.path, name));
  await expect(readYaml(join(scratch.path, name))).rejects.toThrow(/^cannot read --config \S+: E(NOENT|LOOP|ISDIR)/);
});
