import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliResult, lastingContent, runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const study = '--strategies relu,silu --n_runs 2 --n_samples 300 --epochs 3 --n_workers 1'.split(' ');
const inDirectory = (name: string): string => join(cwd, name);
const cli = (...args: readonly string[]): Promise<CliResult> => runBuiltCli(cwd, args);

beforeAll(async () => {
  for (const out of ['one', 'two']) {
    expect(await cli('run', ...study, '--out', out, ...(out === 'one' ? ['--plots'] : []))).toMatchObject({ code: 0 });
  }
});

/** Damages a file, calls `look`, and restores it. */
async function damaged(path: string, change: (content: string) => string, look: () => Promise<void>): Promise<void> {
  const content = readFileSync(path, 'latin1');
  writeFileSync(path, change(content), 'latin1');
  try {
    await look();
  } finally {
    writeFileSync(path, content, 'latin1');
  }
}

test('a shortened metrics.jsonl: compare and plot name it and give no verdict; --resume trains what is missing', async () => {
  const metrics = inDirectory('one/metrics.jsonl');
  const before = lastingContent(inDirectory('one'));
  await damaged(
    metrics,
    (content) => content.slice(0, content.length >> 1),
    async () => {
      const said =
        /^reluctant: one\/metrics\.jsonl is damaged: it has \d+ bytes instead of \d+: run the same command again with --resume, which makes it again\n$/;
      for (const command of [
        ['compare', 'one', 'two'],
        ['plot', 'one'],
      ]) {
        const { code, stdout, stderr } = await cli(...command);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(said);
      }
      const refused = await cli('run', ...study, '--out', 'one');
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/metrics\.jsonl is damaged.*: make it again with --resume/);
      const again = await cli('run', ...study, '--out', 'one', '--resume');
      expect(again.code).toBe(0);
      expect(again.stderr).toMatch(
        /one\/metrics\.jsonl: the rows of \w+, run \d, are damaged or missing; it is made again\n/,
      );
      expect(lastingContent(inDirectory('one'))).toEqual(before);
    },
  );
  // What was restored is the file of before, with other wall times than those of the manifest.
  expect(await cli('run', ...study, '--out', 'one', '--resume')).toMatchObject({ code: 0 });
});

test('damaged findings are written again by --resume, whole ones are not touched', async () => {
  const findings = inDirectory('one/findings.md');
  const text = readFileSync(findings, 'utf8');
  writeFileSync(findings, text.slice(0, 10));
  expect(await cli('run', ...study, '--out', 'one', '--resume')).toMatchObject({ code: 0 });
  expect(readFileSync(findings, 'utf8')).toBe(text);
  const { mtimeMs } = statSync(findings);
  expect(await cli('run', ...study, '--out', 'one', '--resume')).toMatchObject({ code: 0 });
  expect(statSync(findings).mtimeMs).toBe(mtimeMs);
});

test('pictures need no checkpoints', async () => {
  const checkpoint = inDirectory('two/checkpoints/relu-0.safetensors');
  const bytes = readFileSync(checkpoint);
  rmSync(checkpoint);
  expect(await cli('plot', 'two')).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(checkpoint, bytes);
});

test('a picture that is missing or cut short is drawn again by --plots, others are left alone', async () => {
  const plots = inDirectory('one/plots');
  expect(await cli('run', ...study, '--out', 'one', '--plots')).toMatchObject({ code: 0 });
  const names = readdirSync(plots).sort();
  const picture = join(plots, 'val_loss.svg');
  const content = readFileSync(picture, 'utf8');
  for (const spoil of [() => rmSync(picture), () => writeFileSync(picture, content.slice(0, 1000))]) {
    spoil();
    const again = await cli('run', ...study, '--out', 'one', '--plots');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('val_loss.svg') });
    expect(readFileSync(picture, 'utf8')).toBe(content);
    expect(readdirSync(plots).sort()).toEqual(names);
  }
  const whole = await cli('run', ...study, '--out', 'one', '--plots');
  expect(whole.stdout).not.toContain('val_loss.svg');
});

test('strategies whose names differ only in characters that file names cannot have keep a checkpoint each', async () => {
  const settings = {
    ...{ n_runs: 1, n_samples: 200, epochs: 1 },
    strategies: ['a b', 'a/b', '日本', '中国'].map((name, at) => ({ name, strategy: 'stoch', share: at / 4 })),
  };
  writeFileSync(inDirectory('names.yaml'), JSON.stringify(settings));
  const { code, stderr } = await cli('run', '--config', 'names.yaml', '--out', 'names');
  expect({ code, stderr: stderr.includes('reluctant:') }).toEqual({ code: 0, stderr: false });
  const contents = readdirSync(inDirectory('names/checkpoints')).map((name) =>
    readFileSync(inDirectory(`names/checkpoints/${name}`), 'latin1'),
  );
  expect(new Set(contents).size).toBe(4);
});
