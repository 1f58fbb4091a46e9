import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { collectRuns } from '../run/collect-runs.js';
import { reportsOf, rowsReport, ScriptedRunner, smallStudy, withDirectory } from '../testing/small-study.js';
import { writeManifest } from './manifest.js';
import { RunDirectory } from './run-directory.js';

const config = smallStudy();
const whole = () => new ScriptedRunner((job) => reportsOf(job, config.epochs));

function sortedLines(path: string): string[] {
  return readFileSync(join(path, 'metrics.jsonl'), 'utf8').split('\n').sort();
}

async function finish(path: string, resume = false): Promise<ScriptedRunner> {
  const directory = RunDirectory.open(path, config, resume);
  const runner = whole();
  await collectRuns(directory, runner);
  directory.close();
  return runner;
}

test('a study on disk: config, a line per run and epoch, a checkpoint per run, no lock left', () =>
  withDirectory(async (path) => {
    await finish(path);
    expect(JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'))).toEqual(config);
    expect(sortedLines(path)).toHaveLength(2 * 3 * 2 + 1);
    expect(readdirSync(join(path, 'checkpoints')).sort()).toEqual(
      ['relu', 'silu'].flatMap((name) => [0, 1, 2].map((run) => `${name}-${run}.safetensors`)),
    );
    expect(readdirSync(path).sort()).toEqual(['checkpoints', 'config.json', 'metrics.jsonl', 'runs.jsonl']);
  }));

test('a resume drops incomplete lines and rows of unfinished runs, runs only the missing jobs and ends in the same lines', () =>
  withDirectory(async (path) => {
    await finish(path);
    const expected = sortedLines(path);
    const metrics = join(path, 'metrics.jsonl');
    // The last run (silu, run 2) loses its second epoch in the middle of the line, as a kill during the write leaves
    // it.
    truncateSync(metrics, readFileSync(metrics).length - 20);
    const runner = await finish(path, true);
    expect(runner.given).toEqual([{ strategy: 'silu', run: 2 }]);
    expect(sortedLines(path)).toEqual(expected);
  }));

test('a run whose rows are stored without a checkpoint is not finished', () =>
  withDirectory(async (path) => {
    const directory = RunDirectory.open(path, config, false);
    const job = { strategy: 'relu', run: 0 };
    directory.record(rowsReport(job, 2));
    expect(directory.isDone(job)).toBe(false);
    directory.close();
    expect((await finish(path, true)).given).toHaveLength(6);
  }));

test('a diverged run is finished, keeps its rows and is not run again', () =>
  withDirectory(async (path) => {
    const job = { strategy: 'relu', run: 1 };
    const directory = RunDirectory.open(path, config, false);
    directory.record(rowsReport(job, 1));
    directory.record({ kind: 'diverged', ...job, epoch: 2, step: 13, message: 'relu, run 1: the loss is NaN' });
    directory.close();
    const runner = await finish(path, true);
    expect(runner.given).not.toContainEqual(job);
    expect(runner.given).toHaveLength(5);
    const again = RunDirectory.open(path, config, true);
    expect(again.diverged).toEqual([{ ...job, epoch: 2, step: 13, message: 'relu, run 1: the loss is NaN' }]);
    expect([...again.rows].filter(({ strategy, run }) => strategy === 'relu' && run === 1)).toEqual([rowOf(job, 1)]);
    again.close();
  }));

test('after a restart the rows of the first attempt are gone', () =>
  withDirectory((path) => {
    const job = { strategy: 'silu', run: 0 };
    const directory = RunDirectory.open(path, config, false);
    directory.record(rowsReport(job, 1));
    directory.record({ kind: 'restarted', ...job, epoch: 0 });
    for (const report of reportsOf(job, 2)) directory.record(report);
    directory.close();
    expect(sortedLines(path).filter((line) => line !== '')).toHaveLength(2);
  }));

test('an unfinished study requires the option resume, a finished one opens as finished', () =>
  withDirectory(async (path) => {
    await finish(path);
    expect(() => RunDirectory.open(path, config, false)).toThrow("unfinished study: continue with the option 'resume'");
    writeManifest(path);
    const directory = RunDirectory.open(path, config, false);
    expect(directory.state).toBe('finished');
    directory.close();
  }));

test('another study, another engine build and foreign files are refused by name and left untouched', () =>
  withDirectory(async (path) => {
    await finish(path);
    const before = sortedLines(path);
    expect(() => RunDirectory.open(path, smallStudy({ n_runs: 2 }), true)).toThrow(
      "holds a study of 3 runs, which can grow but not shrink to 2: choose another directory with the option 'out'",
    );
    const engines = { ...config.engines, relu: { engine: 'wasm' as const, build: 'relaxed-simd' } };
    writeFileSync(join(path, 'environment.json'), JSON.stringify({ node: 'v99.0.0' }));
    expect(() => RunDirectory.open(path, smallStudy({ engines }), true)).toThrow(
      /holds the same study with another build \(relu: wasm .+ there, wasm relaxed-simd here; made by Node v99\.0\.0, this is Node v/,
    );
    expect(sortedLines(path)).toEqual(before);
    await withDirectory((other) => {
      writeFileSync(join(other, 'thesis.txt'), 'mine');
      expect(() => RunDirectory.open(other, config, false)).toThrow('holds other files (thesis.txt) and no study');
      expect(readdirSync(other)).toEqual(['thesis.txt']);
    });
  }));

test('a directory of an older format is refused with a remedy and left untouched', () =>
  withDirectory((path) => {
    const old = JSON.stringify({ version: 1, epochs: 2, strategies: [{ name: 'relu', strategy: 'relu' }] });
    writeFileSync(join(path, 'config.json'), old);
    expect(() => RunDirectory.open(path, config, true)).toThrow(
      'config.json has format 1, this version of the program reads format 2: run the study again in another directory',
    );
    expect(readdirSync(path)).toEqual(['config.json']);
    expect(readFileSync(join(path, 'config.json'), 'utf8')).toBe(old);
  }));

test('a second writer is refused while the first holds the lock; the lock of a dead process is taken over', () =>
  withDirectory((path) => {
    const first = RunDirectory.open(path, config, false);
    expect(() => RunDirectory.open(path, config, true)).toThrow(`another process (${process.pid}) works in`);
    first.close();
    // A number above the highest that Linux gives: that process is gone.
    writeFileSync(join(path, '.lock'), `4194305 ${hostname()}\n`);
    const second = RunDirectory.open(path, config, true);
    second.close();
    expect(existsSync(join(path, '.lock'))).toBe(false);
  }));

test('damaged lines are said and removed', () =>
  withDirectory(async (path) => {
    await finish(path);
    const lines = sortedLines(path);
    appendFileSync(join(path, 'metrics.jsonl'), '{"strategy":"relu"}\nno JSON\n');
    const directory = RunDirectory.open(path, config, true);
    expect(directory.damages).toEqual([`${join(path, 'metrics.jsonl')} holds 2 damaged lines`]);
    expect(directory.missingJobs()).toEqual([]);
    directory.close();
    expect(sortedLines(path)).toEqual(lines);
  }));

test('a directory that cannot be created is reported in one sentence', () =>
  withDirectory((path) => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => RunDirectory.open(join(file, 'runs'), config, false)).toThrow(
      /^cannot make the directory .*file\/runs/,
    );
  }));

test('with patience runs end early, and the rows of their kept epochs are read back; a record without its epoch is damaged', () =>
  withDirectory(async (path) => {
    const patient = smallStudy({ epochs: 9, patience: 2 });
    const runner = new ScriptedRunner((job) => [
      rowsReport(job, 3 + job.run),
      { kind: 'finished', ...job, epoch: 1 + job.run, checkpoint: Uint8Array.of(job.run) },
    ]);
    const directory = RunDirectory.open(path, patient, false);
    await collectRuns(directory, runner);
    directory.close();
    const again = RunDirectory.open(path, patient, true);
    expect(again.missingJobs()).toEqual([]);
    for (const { lastRows } of [directory, again]) {
      expect(lastRows.map(({ run, epoch }) => [run, epoch]).sort()).toEqual(
        [0, 0, 1, 1, 2, 2].map((run) => [run, run + 1]),
      );
    }
    again.close();
    const other = join(path, 'without');
    const plain = RunDirectory.open(other, patient, false);
    await collectRuns(plain, new ScriptedRunner((job) => reportsOf(job, 3)));
    plain.close();
    const reopened = RunDirectory.open(other, patient, true);
    expect(reopened.missingJobs()).toHaveLength(6);
    reopened.close();
  }));
