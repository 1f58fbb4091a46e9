import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloading, scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { runSparseCli, smallTraining } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

test('onnxruntime keeps no id and sends nothing: an empty home directory and one of temporary files stay empty', async () => {
  // The variables of continuous integration would switch the data off, too.
  const [home, temporary] = ['home', 'tmp'].map((name) => join(scratch.path, name));
  if (home === undefined || temporary === undefined) throw new Error('expected two folders');
  mkdirSync(home);
  mkdirSync(temporary);
  const options = { ownEnv: true, env: { HOME: home, USERPROFILE: home, TMPDIR: temporary } };
  const bench = 'bench net --densities none --threads 1 --seconds 0.001 --rounds 1';
  for (const command of [`train ${smallTraining} --out net`, 'export net', 'verify net', bench]) {
    expect(await runSparseCli(scratch.path, command, options)).toMatchObject({ code: 0 });
  }
  expect(readFileSync(join(scratch.path, 'net', 'verify.json'), 'utf8')).toContain('onnxruntime, dense graph');
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

test.each([
  [undefined, '1'],
  ['0', '0'],
])('ORT_DISABLE_TELEMETRY=%s in the environment becomes %s: a setting of the user stays', async (given, kept) => {
  const tell = preloading(`process.on('exit', () => console.log('telemetry', process.env.ORT_DISABLE_TELEMETRY));`);
  const { stdout } = await runSparseCli(scratch.path, '--version', {
    ownEnv: true,
    env: { ...tell, ...(given !== undefined && { ORT_DISABLE_TELEMETRY: given }) },
  });
  expect(stdout).toContain(`telemetry ${kept}\n`);
});
