import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectRuns, studyJobs } from './collect-runs.js';
import { RunDirectory } from './directory/run-directory.js';
import { studySummarySchema } from './summary/study-summary.js';
import { summariseStudy } from './summary/summarise-study.js';
import { reportsOf, ScriptedRunner, smallStudy, withDirectory } from './testing/small-study.js';

const config = smallStudy();

test('jobs are strategies × runs, runs outermost', () => {
  expect(studyJobs(config).slice(0, 3)).toEqual([
    { strategy: 'relu', run: 0 },
    { strategy: 'silu', run: 0 },
    { strategy: 'relu', run: 1 },
  ]);
});

test('an aborted collection keeps what is done; a resume gives the summary of an uninterrupted study', () =>
  withDirectory(async (path) => {
    const tell = (job: { strategy: string; run: number }) => reportsOf(job, config.epochs);
    const straight = RunDirectory.open(join(path, 'straight'), config, false);
    await collectRuns(straight, new ScriptedRunner(tell));
    straight.close();

    const abort = new AbortController();
    const first = RunDirectory.open(join(path, 'broken'), config, false);
    const stopAfterTwo = (report: { kind: string; run: number }) => {
      if (report.kind === 'finished' && report.run === 1) abort.abort();
    };
    const collection = await collectRuns(first, new ScriptedRunner(tell), stopAfterTwo, abort.signal);
    first.close();
    expect(collection).toEqual({ aborted: true, failures: [] });
    expect(first.rows).toHaveLength(3 * config.epochs);

    const second = RunDirectory.open(join(path, 'broken'), config, true);
    const rest = new ScriptedRunner(tell);
    await collectRuns(second, rest);
    second.close();
    expect(rest.given).toHaveLength(3);
    // Rows from before the stop and from after it, each once.
    expect(second.lastRows).toHaveLength(6);
    expect(new Set(second.lastRows)).toEqual(new Set(second.rows.filter(({ epoch }) => epoch === config.epochs)));
    const summaryOf = ({ rows, diverged, tests }: RunDirectory) =>
      summariseStudy(config, { rows, diverged, tests, deadThresholds: [0.5] });
    expect(summaryOf(second)).toEqual(summaryOf(straight));
  }));

test('failures are sentences and do not stop the others', () =>
  withDirectory(async (path) => {
    const directory = RunDirectory.open(path, config, false);
    const runner = new ScriptedRunner((job) =>
      job.run === 1 ? [{ kind: 'failed', ...job, message: `${job.strategy} broke` }] : reportsOf(job, config.epochs),
    );
    expect((await collectRuns(directory, runner)).failures).toEqual(['relu broke', 'silu broke']);
    expect(studyJobs(config).filter((job) => directory.isDone(job))).toHaveLength(4);
    directory.close();
  }));

test('a summary has mean ± sample std of the last epoch, counts diverged and dead runs, and survives JSON', () =>
  withDirectory(async (path) => {
    const directory = RunDirectory.open(path, config, false);
    const diverging = { strategy: 'silu', run: 2, epoch: 1, step: 4, message: 'silu, run 2: the loss is NaN' };
    await collectRuns(
      directory,
      new ScriptedRunner((job) =>
        job.strategy === 'silu' && job.run === 2 ? [{ kind: 'diverged', ...diverging }] : reportsOf(job, config.epochs),
      ),
    );
    directory.close();
    const { rows, diverged, tests } = directory;
    const summary = summariseStudy(config, { rows, diverged, tests, deadThresholds: [0.95] });
    const [relu, silu] = summary.strategies;
    // Last val_loss of run r is 1/2 + 2r: 0.5, 2.5, 4.5.
    expect(relu?.last.val_loss).toMatchObject({ n: 3, mean: 2.5, std: 2, median: 2.5 });
    expect(relu).toMatchObject({ runs: 3, dead_runs: 3, dead_rate: 1, diverged: [] });
    expect(silu).toMatchObject({ runs: 2, dead_rate: 1, diverged: [diverging] });
    // Run 2 of silu diverged: it counts as worse than its pair, and there is no mean difference.
    expect(summary.comparisons).toMatchObject({
      baseline: 'relu',
      quantity: 'val_loss',
      comparisons: [{ strategy: 'silu', n: 3, mean_difference: null, diverged: [0, 1] }],
    });
    expect(silu?.last.gate).toBeUndefined();
    expect(studySummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
  }));
