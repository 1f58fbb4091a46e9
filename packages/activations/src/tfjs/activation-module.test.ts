import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { defineActivation, loadActivationModule } from './activation-module.js';

let folder = '';

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'reluctant-activation-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function moduleOf(name: string, source: string): Promise<string> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, source);
  return pathToFileURL(file).href;
}

test('a user’s own module is loaded and computes', async () => {
  const [core, zod] = ['@tensorflow/tfjs-core', 'zod'].map((name) => import.meta.resolve(name));
  const reference = await moduleOf(
    'scaled',
    `import * as tf from '${core}';
    import { z } from '${zod}';
    export const activation = {
      name: 'scaled',
      options: z.object({ scale: z.number().default(3) }),
      forward: (input, options) => tf.mul(input, options.scale),
    };`,
  );
  const { activation } = await loadActivationModule(reference);
  expect(activation.name).toBe('scaled');
  const output = activation.forward(tf.tensor2d([[1, -2]]), activation.options.parse({}), {
    training: true,
    share: Number.NaN,
  });
  expect([...output.dataSync()]).toEqual([3, -6]);
});

test('defineActivation passes the parsed options to forward', () => {
  const activation = defineActivation({
    name: 'scaled_relu',
    options: z.object({ scale: z.number().default(2) }),
    forward: (input, { scale }) => tf.mul(tf.relu(input), scale),
  });
  const output = activation.forward(tf.tensor2d([[-1, 3]]), activation.options.parse({}), {
    training: false,
    share: Number.NaN,
  });
  expect([...output.dataSync()]).toEqual([0, 6]);
});

test.each([
  ['empty', '', "must export 'activation', but exports nothing"],
  ['other', 'export const other = 1;', "must export 'activation', but exports other"],
  [
    'nameless',
    'export const activation = { options: { safeParse() {} }, forward() {} };',
    "field 'activation.name' is missing: expected a text",
  ],
  [
    'optionless',
    "export const activation = { name: 'a', forward() {} };",
    "field 'activation.options': expected a zod schema",
  ],
  [
    'idle',
    "export const activation = { name: 'a', options: { safeParse() {} } };",
    "field 'activation.forward': expected a function",
  ],
])('a module (%s) is refused with an error that names it', async (name, source, message) => {
  const reference = await moduleOf(name, source);
  await expect(loadActivationModule(reference)).rejects.toThrow(message);
  await expect(loadActivationModule(reference)).rejects.toThrow(reference);
});

test('the error about a missing module names it', async () => {
  await expect(loadActivationModule('file:///nowhere/at-all.mjs')).rejects.toThrow(
    "activation module 'file:///nowhere/at-all.mjs' cannot be loaded:",
  );
});
