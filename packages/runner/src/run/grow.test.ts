import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JobReport, type JobsContext, parseStudySettings, prepareJobs, type StartedJob } from '@reluctant/study';
import { expect, test } from 'vitest';
import { readConfig, readSummary } from '../directory/read-study.js';
import { withDirectory } from '../testing/small-study.js';
import { runStudy } from './run-study.js';
import type { StudyRunner } from './study-runner.js';

const small = { strategies: ['relu', 'gumbel_stoch'], epochs: 2, n_samples: 200, test: ['relu'] };

/** Trains in this thread. */
class RunnerHere implements StudyRunner {
  readonly workers = 1;
  #context: JobsContext | undefined;

  setContext(context: JobsContext): void {
    this.#context = context;
  }

  async *run(jobs: readonly StartedJob[]): AsyncIterable<JobReport> {
    if (this.#context === undefined) throw new Error('there is no context');
    const reports = await prepareJobs(this.#context);
    for (const job of jobs) yield* reports(job);
  }

  async dispose(): Promise<void> {}
}

const startRunner = async () => new RunnerHere();

function study(out: string, changes: Readonly<Record<string, unknown>>, resume = false) {
  const trained: string[] = [];
  return runStudy({
    settings: parseStudySettings({ ...small, ...changes }),
    ...{ out, resume, startRunner },
    onReport: ({ kind, strategy, run }) => {
      if (kind === 'finished') trained.push(`${strategy} ${run}`);
    },
  }).then((outcome) => ({ outcome, trained }));
}

/** Rows without wall times, tests, records without the checksums of such rows, and the bytes of weights. */
function results(path: string): unknown {
  const lines = (name: string) =>
    readFileSync(join(path, name), 'utf8')
      .replace(/,"wall_ms":[^,}]+/g, '')
      .replace(/"crc32":\d+/g, '')
      .split('\n')
      .sort();
  const checkpoints = readdirSync(join(path, 'checkpoints')).sort();
  return {
    lines: ['metrics.jsonl', 'tests.jsonl', 'runs.jsonl'].map(lines),
    checkpoints: checkpoints.map((name) => [name, readFileSync(join(path, 'checkpoints', name)).toString('base64')]),
  };
}

test.each([
  ['one data set', {}, {}],
  ['a data set for each run', { data_seeds: 6 }, { data_seeds: 9 }],
  ['three shared data sets', { data_seeds: 3 }, { data_seeds: 3 }],
])('%s: a study that grows from 6 runs to 9 trains only the new ones and ends in the same bits', (_, first, then) =>
  withDirectory(async (path) => {
    const [grown, straight] = [join(path, 'grown'), join(path, 'straight')];
    await study(grown, { ...first, n_runs: 6 });
    const { outcome, trained } = await study(grown, { ...then, n_runs: 9 });
    expect(trained.sort()).toEqual(
      ['gumbel_stoch', 'relu'].flatMap((name) => [6, 7, 8].map((run) => `${name} ${run}`)),
    );
    await study(straight, { ...then, n_runs: 9 });
    expect(results(grown)).toEqual(results(straight));
    const summary = readSummary(grown);
    expect(outcome).toMatchObject({ kind: 'finished', before: false, summary });
    expect(summary.strategies).toEqual(readSummary(straight).strategies);
    expect(summary.comparisons).toMatchObject({ looks: [6, 9], look_alpha: expect.closeTo(0.008, 12) });
    expect(readSummary(straight).comparisons).toMatchObject({ looks: [9], look_alpha: expect.closeTo(0.04, 12) });
    expect((await study(grown, { ...then, n_runs: 9 })).outcome).toMatchObject({ kind: 'finished', before: true });
    await expect(study(grown, { ...first, n_runs: 6 })).rejects.toThrow(/holds a study of 9 runs|is 9 there, 6 here/);
  }),
);

test('growth that is killed at any step is resumed by the same command, and counts one look', () =>
  withDirectory(async (path) => {
    const straight = join(path, 'straight');
    await study(straight, { n_runs: 4 });
    await study(straight, { n_runs: 6 });
    const grownConfig = readFileSync(join(straight, 'config.json'));
    const expected = results(straight);
    // The configuration is written, the old manifest still there.
    const beside = join(path, 'beside');
    await study(beside, { n_runs: 4 });
    writeFileSync(join(beside, 'config.json'), grownConfig);
    await expect(study(beside, { n_runs: 6 })).rejects.toThrow(/config\.json is damaged.*resume/);
    expect((await study(beside, { n_runs: 6 }, true)).trained).toHaveLength(4);
    expect(results(beside)).toEqual(expected);
    expect(readConfig(beside)).toMatchObject({ n_runs: 6, earlier_looks: [4] });
    // The manifest is gone and no run trained, or some are.
    const begun = join(path, 'begun');
    await study(begun, { n_runs: 4 });
    const abort = new AbortController();
    const settings = parseStudySettings({ ...small, n_runs: 6 });
    const onStart = () => abort.abort();
    const stopped = await runStudy({ settings, out: begun, startRunner, signal: abort.signal, onStart });
    expect(stopped).toMatchObject({ kind: 'unfinished', done: 8, jobs: 12 });
    await expect(study(begun, { n_runs: 6 })).rejects.toThrow('holds an unfinished study');
    expect((await study(begun, { n_runs: 6 }, true)).trained).toHaveLength(4);
    expect(results(begun)).toEqual(expected);
    expect(readSummary(begun).comparisons).toMatchObject({ looks: [4, 6] });
  }));

test('a margin and a baseline that are changed on a finished study train nothing and are labelled; the declared ones end the label', () =>
  withDirectory(async (path) => {
    await study(path, { n_runs: 6 });
    const before = results(path);
    const declared = readSummary(path);
    const { outcome, trained } = await study(path, { n_runs: 6, margin: 0.5, baseline: 'gumbel_stoch' });
    expect(trained).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'finished', before: false });
    expect(readSummary(path).comparisons).toMatchObject({
      ...{ margin: 0.5, baseline: 'gumbel_stoch', looks: [6] },
      chosen_after_seeing: [
        { setting: 'margin', declared: 0.01 },
        { setting: 'baseline', declared: 'relu' },
      ],
    });
    expect(results(path)).toEqual(before);
    await study(path, { n_runs: 6 });
    expect(readSummary(path)).toEqual(declared);
    // On an unfinished study it is another study.
    rmSync(join(path, 'manifest.json'));
    await expect(study(path, { n_runs: 6, margin: 0.5 }, true)).rejects.toThrow('margin is 0.01 there, 0.5 here');
  }));
