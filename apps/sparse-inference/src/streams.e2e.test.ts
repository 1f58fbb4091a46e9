import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInShell, scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { runSparseCli, smallTraining } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const main = new URL('../dist/main.js', import.meta.url);
const temporary = join(cwd, 'tmp');
mkdirSync(temporary);
const shell = (line: string) => runInShell(main, line, { cwd, env: { TMPDIR: temporary } });
const names = (directory: string): string[] => readdirSync(join(cwd, directory)).sort();
const text = (name: string): string => readFileSync(join(cwd, name), 'utf8');
const trained = ['config.json', 'model.safetensors', 'training.json'];

test('stderr closed after a line (2>&1 | head -1): the training goes on to its end', async () => {
  const command = `train ${smallTraining} --out deaf`;
  await shell(`{ program ${command} > out; echo $? > code; } 2>&1 | true`);
  expect([text('code'), text('out')]).toEqual(['0\n', expect.stringContaining('Written to deaf')]);
  expect(names('deaf')).toEqual(trained);
});

test('stdout closed in the middle of all (| head -1): a quiet end with 0, no lock, no temporary file or folder', async () => {
  const command = `all ${smallTraining} --out part --densities none --threads 1 --seconds 0.01 --rounds 1 --quiet`;
  const { stdout, stderr } = await shell(`{ program ${command}; echo $? > code; } | head -1`);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect([text('code'), stderr]).toEqual(['0\n', '']);
  expect(names('part')).toEqual(expect.arrayContaining(trained));
  expect(names('part').filter((name) => name === '.lock' || name.endsWith('.tmp'))).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

test.skipIf(!existsSync('/dev/full')).each([`train ${smallTraining} --out full`, '--help', 'report full --json'])(
  '%s > /dev/full: one sentence and exit code 1, no stack trace',
  async (command) => {
    const { code, stderr } = await shell(`program ${command} --quiet > /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toBe('reluctant-sparse: cannot write to stdout: ENOSPC: no space left on device, write\n');
    expect(names('full')).toEqual(expect.arrayContaining(trained));
    expect(names('full')).not.toContain('.lock');
  },
);

test('SIGTERM: exit code 143, a sentence, and nothing left behind', async () => {
  let sent = false;
  const stopped = await runSparseCli(cwd, 'train --width 128 --epochs 50000 --n_samples 2000 --out made/stopped', {
    onStderr: (child, printed) => {
      if (!sent && /epoch \d/.test(printed)) sent = child.kill('SIGTERM');
    },
  });
  expect(stopped.code).toBe(143);
  expect(stopped.stderr).toMatch(/reluctant-sparse: stopped; all written files are complete\n$/);
  expect(existsSync(join(cwd, 'made'))).toBe(false);
});
