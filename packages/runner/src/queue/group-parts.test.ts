import type { JobReport, StudyJob } from '@reluctant/study';
import { expect, test } from 'vitest';
import { sha256 } from '../directory/checksum.js';
import { reportsOf, rowsReport } from '../testing/small-study.js';
import type { BlobRef } from './blob-store.js';
import { decodeReports } from './encode-reports.js';
import { GroupParts } from './group-parts.js';
import { noProgress, type QueueProgress } from './queue-messages.js';

const runs: StudyJob[] = [
  { strategy: 'relu', run: 0 },
  { strategy: 'relu', run: 1 },
];
const [first = { strategy: '', run: 0 }, second = { strategy: '', run: 0 }] = runs;

/** Parts whose blobs are kept in memory, with a clock that the test sets. */
function partsOf(before: QueueProgress = noProgress) {
  const stored = new Map<string, Uint8Array>();
  const saved: QueueProgress[] = [];
  const clock = { now: 0 };
  const blobs = {
    async put(bytes: Uint8Array): Promise<BlobRef> {
      stored.set(sha256(bytes), bytes);
      return { sha256: sha256(bytes), bytes: bytes.length };
    },
    async remove(refs: readonly BlobRef[]): Promise<void> {
      for (const ref of refs) stored.delete(ref.sha256);
    },
  };
  const save = async (progress: QueueProgress): Promise<void> => void saved.push(progress);
  const parts = new GroupParts(runs, before, { blobs, save }, () => clock.now);
  const read = ({ sha256: name }: BlobRef): readonly JobReport[] | undefined =>
    decodeReports(stored.get(name) ?? new Uint8Array());
  return { parts, stored, saved, clock, read };
}

const partial = (run: StudyJob, epoch: number): JobReport => ({
  ...{ kind: 'partial', ...run, epoch, checkpoint: Uint8Array.of(epoch) },
});

test('a part is due at the end of a run or at a checkpoint: five seconds after the last one, or a fiftieth of the time so far', () => {
  const { parts, clock } = partsOf();
  const dueAt = (now: number, report: JobReport): boolean => {
    clock.now = now;
    return parts.add(report);
  };
  expect(dueAt(4999, partial(first, 1))).toBe(false);
  expect(dueAt(5000, rowsReport(first, 1))).toBe(false);
  expect(dueAt(5000, partial(first, 1))).toBe(true);
  expect(dueAt(5000, { kind: 'failed', ...first, message: 'x' })).toBe(true);
  expect(dueAt(9000, { kind: 'restarted', ...first, epoch: 0 })).toBe(false);
});

test('of ten hours there are some three hundred parts', async () => {
  const { parts, clock, saved } = partsOf();
  for (let second = 0; second < 36_000; second++) {
    clock.now = second * 1000;
    if (parts.add(partial(first, 1))) await parts.send();
  }
  expect(saved.length).toBeGreaterThan(200);
  expect(saved.length).toBeLessThan(400);
});

test('progress names all parts, the runs that ended and the latest checkpoint; an earlier checkpoint is removed', async () => {
  const { parts, saved, stored, read } = partsOf();
  for (const report of [...reportsOf(first, 2), rowsReport(second, 1), partial(second, 1)]) parts.add(report);
  await parts.send();
  parts.add(partial(second, 2));
  await parts.send();
  for (const report of reportsOf(second, 3)) parts.add(report);
  await parts.send();
  expect(saved.map(({ ended, latest }) => [ended, latest?.index, latest?.epoch])).toEqual([
    [[0], 1, 1],
    [[0], 1, 2],
    [[0, 1], undefined, undefined],
  ]);
  const last = saved.at(-1)?.parts ?? [];
  expect(last.flatMap((ref) => read(ref) ?? [])).toEqual([
    ...[...reportsOf(first, 2), rowsReport(second, 1), ...reportsOf(second, 3)],
  ]);
  expect(stored.size).toBe(last.length);
});

test('a worker that takes over keeps the earlier parts, and the checkpoint until it has a later one', async () => {
  const blob = { sha256: 'a'.repeat(64), bytes: 1 };
  const latest = { index: 1, epoch: 4, checkpoint: blob };
  const { parts, saved } = partsOf({ parts: [blob], ended: [0], latest, refused: 'a worker did not fit' });
  parts.add(rowsReport(second, 1));
  await parts.send();
  expect(saved[0]).toMatchObject({ parts: [blob, {}], ended: [0], latest });
  expect(saved[0]?.refused).toBeUndefined();
});
