import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsReport, smallStudy, withDirectory } from '../testing/small-study.js';
import { partialFile } from './checkpoint-file.js';
import { readStudy } from './read-study.js';
import { RunDirectory } from './run-directory.js';

const config = smallStudy({ epochs: 5 });
const job = { strategy: 'relu', run: 1 };
const checkpoint = Uint8Array.of(1, 2, 3);

/** A directory in which one run has a checkpoint of epoch 3 and rows up to epoch 4. */
function begin(path: string): void {
  const directory = RunDirectory.open(path, config, false);
  directory.record(rowsReport(job, 3));
  directory.record({ kind: 'partial', ...job, epoch: 3, checkpoint });
  const { lines } = rowsReport(job, 4);
  directory.record({
    kind: 'rows',
    ...job,
    epochs: 1,
    lines: lines.slice(lines.lastIndexOf('\n', lines.length - 2) + 1),
  });
  directory.close();
}

function epochOf(path: string): number {
  const directory = RunDirectory.open(path, config, true);
  const found = directory.missingJobs().find(({ strategy, run }) => strategy === job.strategy && run === job.run);
  directory.close();
  if (found?.from !== undefined) expect([...found.from.checkpoint]).toEqual([...checkpoint]);
  return found?.from?.epoch ?? 0;
}

const rowsIn = (path: string): number => readFileSync(join(path, 'metrics.jsonl'), 'utf8').split('\n').length - 1;

test('a run continues at its checkpoint: later rows are dropped', () =>
  withDirectory((path) => {
    begin(path);
    expect(epochOf(path)).toBe(3);
    expect(rowsIn(path)).toBe(3);
    expect([...readStudy(path).rows]).toEqual([]);
  }));

test.each([
  ['the checkpoint has a flipped bit', (path: string) => change(partialFile(path, job), (bytes) => bytes.length - 2)],
  ['the checkpoint is cut short', (path: string) => cut(partialFile(path, job), 1)],
  ['the checkpoint is empty', (path: string) => writeFileSync(partialFile(path, job), '')],
  [
    'a row before the checkpoint has changed',
    (path: string) => change(join(path, 'metrics.jsonl'), (bytes) => bytes.indexOf('0.9')),
  ],
  ['rows before the checkpoint are missing', (path: string) => cut(join(path, 'metrics.jsonl'), 2000)],
])('%s: the run starts at its first epoch, and nothing of it is left', (_, damage) =>
  withDirectory((path) => {
    begin(path);
    damage(path);
    expect(epochOf(path)).toBe(0);
    expect(rowsIn(path)).toBe(0);
    expect(existsSync(partialFile(path, job))).toBe(false);
  }),
);

test('the checkpoint of a finished run is removed', () =>
  withDirectory((path) => {
    begin(path);
    const directory = RunDirectory.open(path, config, true);
    const { lines } = rowsReport(job, 5);
    const later = lines.split('\n').slice(3).join('\n');
    directory.record({ kind: 'rows', ...job, epochs: 2, lines: later });
    directory.record({ kind: 'finished', ...job, checkpoint });
    expect(directory.isDone(job)).toBe(true);
    expect(existsSync(partialFile(path, job))).toBe(false);
    directory.close();
    expect([...readStudy(path).rows].map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  }));

function change(path: string, at: (bytes: Buffer) => number): void {
  const bytes = readFileSync(path);
  const index = at(bytes);
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function cut(path: string, least: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, Math.max(0, bytes.length - least)));
}
