import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JobReport, jobKey, type StartedJob, type TestRow } from '@reluctant/study';
import { describe, expect, test } from 'vitest';
import { collectRuns } from '../run/collect-runs.js';
import { reportsOf, rowsReport, ScriptedRunner, smallStudy, withDirectory } from '../testing/small-study.js';
import { readStudy } from './read-study.js';
import { RunDirectory } from './run-directory.js';

/** Two strategies, two runs, a test of the final weights and predictions of each; one run diverges. */
const config = smallStudy({ n_runs: 2, passes: 1, test: ['relu'] });

function tell(job: StartedJob): readonly JobReport[] {
  const { strategy, run } = job;
  if (`${strategy} ${run}` === 'silu 0') {
    return [rowsReport(job, 1), { kind: 'diverged', strategy, run, epoch: 2, step: 13, message: 'the loss is NaN' }];
  }
  return reportsOf(job, config.epochs).map((report) =>
    report.kind === 'finished'
      ? {
          ...report,
          checkpoint: Uint8Array.of(run, 7, 8, 9),
          predictions: Uint8Array.of(run, 1, 2, 3),
          tests: [testRow(job, 'same'), testRow(job, 'relu')],
        }
      : report,
  );
}

function testRow({ strategy, run }: StartedJob, test: 'same' | 'relu'): TestRow {
  return { strategy, run, set: 'validation', test, loss: 0.5, accuracy: 0.75, sparsity: 0.5, sparsity_layers: [0.5] };
}

/** Opens the directory, runs what is missing and finishes; returns the keys of the jobs that were run. */
async function doStudy(
  path: string,
  resume: boolean,
): Promise<{ readonly ran: string[]; readonly said: readonly string[] }> {
  const directory = RunDirectory.open(path, config, resume);
  const runner = new ScriptedRunner(tell);
  if (directory.state !== 'finished') {
    await collectRuns(directory, runner);
    directory.writeJson('environment.json', { node: 'any' });
    directory.writeJson('summary.json', { version: 'any' });
    directory.finish();
  }
  directory.close();
  return { ran: runner.given.map(jobKey).map((key) => key.replace('\n', ' ')), said: directory.damages };
}

/** Every file of a directory, by its path; lines of appended files in any order. */
function contentOf(directory: string): Record<string, string[]> {
  const files = readdirSync(directory, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.endsWith('manifest.json'))
      .map((path) => {
        const lines = readFileSync(path, 'latin1').split('\n');
        return [path.slice(directory.length), path.endsWith('.jsonl') ? lines.sort() : lines];
      }),
  );
}

const damages: readonly (readonly [string, (path: string) => void])[] = [
  ['removed', (path) => rmSync(path)],
  ['emptied', (path) => writeFileSync(path, '')],
  ['cut in half', (path) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size >> 1))],
  [
    'with a line twice',
    (path) => writeFileSync(path, `${readFileSync(path, 'latin1')}${readFileSync(path, 'latin1')}`, 'latin1'),
  ],
  ...[0.05, 0.3, 0.55, 0.8, 0.97].map(
    (at) =>
      [
        `with a bit flipped at ${at * 100} %`,
        (path: string) => {
          const bytes = readFileSync(path);
          const index = Math.floor(bytes.length * at);
          bytes[index] = (bytes[index] ?? 0) ^ 4;
          writeFileSync(path, bytes);
        },
      ] as const,
  ),
];

const all = ['relu 0', 'relu 1', 'silu 0', 'silu 1'];
/** By file: the jobs that may have to run again when it is damaged. */
const files: Readonly<Record<string, readonly string[]>> = {
  'metrics.jsonl': all,
  'tests.jsonl': all,
  'runs.jsonl': all,
  'summary.json': [],
  'environment.json': [],
  'manifest.json': [],
  'checkpoints/relu-1.safetensors': ['relu 1'],
  'predictions/silu-1.safetensors': ['silu 1'],
};

describe.each(Object.entries(files))('%s of a finished study', (file, again) => {
  test.each(damages)('%s: refused by name without the option resume, made again with it', (how, damage) =>
    withDirectory(async (path) => {
      expect((await doStudy(path, false)).ran.sort()).toEqual(all);
      const before = contentOf(path);
      damage(join(path, file));
      // A study without its manifest is an unfinished one.
      const unfinished = file === 'manifest.json' && how === 'removed';
      const place = file.replace('.', '\\.');
      const expected = unfinished ? /holds an unfinished study/ : new RegExp(`${place}[:,]? .*(damaged|missing)`);
      expect(() => RunDirectory.open(path, config, false)).toThrow(expected);
      if (/checkpoints|predictions/.test(file)) expect([...readStudy(path).rows]).toHaveLength(7);
      else if (!unfinished && file !== 'environment.json') expect(() => readStudy(path)).toThrow(expected);
      const { ran, said } = await doStudy(path, true);
      expect(ran.filter((job) => !again.includes(job))).toEqual([]);
      if (!unfinished) expect(said.length).toBeGreaterThan(0);
      if (again.length === 1) expect(ran).toEqual(again);
      expect(contentOf(path)).toEqual(before);
      expect((await doStudy(path, false)).ran).toEqual([]);
    }),
  );
});

test('an unfinished study: damaged rows of one run are left out when it is read, and only that run is made again', () =>
  withDirectory(async (path) => {
    await doStudy(path, false);
    rmSync(join(path, 'manifest.json'));
    const metrics = join(path, 'metrics.jsonl');
    const lines = readFileSync(metrics, 'utf8').split('\n');
    writeFileSync(
      metrics,
      lines.map((line) => (line.includes('"relu","run":1') ? line.replace('e', 'E') : line)).join('\n'),
    );
    const stored = readStudy(path);
    expect(stored.damages).toEqual([
      `${metrics} holds 2 damaged lines`,
      `${metrics}: the rows of relu, run 1, are damaged or missing`,
    ]);
    expect(new Set([...stored.rows].map(jobKey)).size).toBe(3);
    expect((await doStudy(path, true)).ran).toEqual(['relu 1']);
  }));
