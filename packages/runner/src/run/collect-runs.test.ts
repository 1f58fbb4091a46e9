import { join } from 'node:path';
import { studyJobs, summariseStudy } from '@reluctant/study';
import { expect, test } from 'vitest';
import { RunDirectory } from '../directory/run-directory.js';
import { reportsOf, ScriptedRunner, smallStudy, withDirectory } from '../testing/small-study.js';
import { collectRuns } from './collect-runs.js';

const config = smallStudy();

test('an aborted collection keeps finished runs; a resume ends in the summary of an uninterrupted study', () =>
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
    expect([...first.rows]).toHaveLength(3 * config.epochs);

    const second = RunDirectory.open(join(path, 'broken'), config, true);
    const rest = new ScriptedRunner(tell);
    await collectRuns(second, rest);
    second.close();
    expect(rest.given).toHaveLength(3);
    // Rows from before the stop and from after it, each once.
    expect(second.lastRows).toHaveLength(6);
    expect(new Set(second.lastRows)).toEqual(new Set([...second.rows].filter(({ epoch }) => epoch === config.epochs)));
    const summaryOf = ({ lastRows, diverged, tests }: RunDirectory) =>
      summariseStudy(config, { rows: lastRows, diverged, tests });
    expect(summaryOf(second)).toEqual(summaryOf(straight));
  }));

test('failures are reported as sentences and do not stop other jobs', () =>
  withDirectory(async (path) => {
    const directory = RunDirectory.open(path, config, false);
    const runner = new ScriptedRunner((job) =>
      job.run === 1 ? [{ kind: 'failed', ...job, message: `${job.strategy} broke` }] : reportsOf(job, config.epochs),
    );
    expect((await collectRuns(directory, runner)).failures).toEqual(['relu broke', 'silu broke']);
    expect(studyJobs(config).filter((job) => directory.isDone(job))).toHaveLength(4);
    directory.close();
  }));
