import { encodeRow, type JobReport, type StudyJob } from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { ReportBatch } from './report-batch.js';

const line = (job: StudyJob, epoch: number) => encodeRow(rowOf(job, epoch));

test('rows of a run become one report before its end; a flush without reports sends nothing', () => {
  const sent: JobReport[] = [];
  const batch = new ReportBatch(
    (reports) => sent.push(...reports),
    () => 0,
  );
  const first = { strategy: 'relu', run: 0 };
  const second = { strategy: 'relu', run: 1 };
  for (const epoch of [1, 2]) batch.add({ kind: 'rows', ...first, epochs: 1, lines: line(first, epoch) });
  batch.add({ kind: 'finished', ...first, checkpoint: Uint8Array.of(1) });
  batch.add({ kind: 'rows', ...second, epochs: 1, lines: line(second, 1) });
  batch.flush();
  batch.flush();
  expect(sent).toEqual([
    { kind: 'rows', ...first, epochs: 2, lines: line(first, 1) + line(first, 2) },
    { kind: 'finished', ...first, checkpoint: Uint8Array.of(1) },
    { kind: 'rows', ...second, epochs: 1, lines: line(second, 1) },
  ]);
});

test('rows wait until 250 ms after the last message, then the next report sends them as well', () => {
  const sent: number[][] = [];
  let time = 1000;
  const batch = new ReportBatch(
    (reports) => sent.push(reports.map((report) => (report.kind === 'rows' ? report.epochs : 0))),
    () => time,
  );
  const job = { strategy: 'relu', run: 0 };
  for (const at of [1000, 1249, 1250, 1300, 1499, 1600]) {
    time = at;
    batch.add({ kind: 'rows', ...job, epochs: 1, lines: line(job, 1) });
  }
  expect(sent).toEqual([[3], [3]]);
});
