import { fc, test as property } from '@fast-check/vitest';
import type { JobReport, StudyJob } from '@reluctant/study';
import { expect, test } from 'vitest';
import { reportsOf, rowsReport } from '../testing/small-study.js';
import { ReportMerger } from './report-merger.js';

const epochs = 6;
const [relu, silu]: StudyJob[] = [
  { strategy: 'relu', run: 0 },
  { strategy: 'silu', run: 1 },
];
if (relu === undefined || silu === undefined) throw new Error('there are two jobs');

/** The rows of epochs `from` to `to` of a run. */
function rowsBetween(job: StudyJob, from: number, to: number): JobReport {
  const { lines } = rowsReport(job, to);
  const kept = lines.split(/(?<=\n)/).slice(from - 1);
  return { kind: 'rows', ...job, epochs: kept.length, lines: kept.join('') };
}

/** What a merger lets through, as text. */
function passed(merger: ReportMerger, reports: readonly JobReport[]): string[] {
  return reports.flatMap((report) => {
    const fresh = merger.accept(report);
    if (fresh === undefined) return [];
    if (fresh === 'gap') return ['gap'];
    return [fresh.kind === 'rows' ? `${fresh.strategy} ${fresh.lines.match(/"epoch":\d+/g)?.join(' ')}` : fresh.kind];
  });
}

property.prop(
  [fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: epochs }), fc.integer({ min: 1, max: epochs })))],
  { seed: 3, numRuns: 100 },
)('whatever overlaps arrive, each row passes once and in order, and each run ends once', (deliveries) => {
  const merger = new ReportMerger([relu, silu], epochs);
  const seen: JobReport[] = [];
  const everything = [...deliveries, [true, 1, epochs], [false, 1, epochs], [true, 1, epochs]] as const;
  for (const [first, a, b] of everything) {
    const job = first ? relu : silu;
    const last: JobReport[] = b === epochs && a === 1 ? reportsOf(job, epochs).slice(1) : [];
    for (const report of [rowsBetween(job, Math.min(a, b), Math.max(a, b)), ...last]) {
      const fresh = merger.accept(report);
      if (fresh !== undefined && fresh !== 'gap') seen.push(fresh);
    }
  }
  for (const job of [relu, silu]) {
    const own = seen.filter((report) => report.strategy === job.strategy);
    expect(own.map((report) => (report.kind === 'rows' ? report.lines : '')).join('')).toBe(
      rowsReport(job, epochs).lines,
    );
    expect(own.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
  }
  expect(merger.allEnded).toBe(true);
});

test('a run that was begun before goes on after its checkpoint; a checkpoint counts only right after its last row', () => {
  const checkpoint = Uint8Array.of(1);
  const merger = new ReportMerger([{ ...relu, from: { epoch: 2, checkpoint } }], epochs);
  const partial = (epoch: number): JobReport => ({ kind: 'partial', ...relu, epoch, checkpoint });
  expect(passed(merger, [partial(4), rowsBetween(relu, 1, 4), partial(2), partial(4)])).toEqual([
    'relu "epoch":3 "epoch":4',
    'partial',
  ]);
});

test.each<[string, JobReport]>([
  ['rows after a gap', rowsBetween(relu, 2, 3)],
  ['an end without all rows', { kind: 'finished', ...relu, checkpoint: Uint8Array.of(1) }],
  ['rows of another run', { ...rowsReport(silu, 1), ...relu }],
  ['rows that are not rows', { kind: 'rows', ...relu, epochs: 1, lines: '{"epoch":1}\n' }],
  ['rows that are not JSON', { kind: 'rows', ...relu, epochs: 1, lines: 'x\n' }],
])('%s: the run is to be done again', (_, report) => {
  expect(new ReportMerger([relu], epochs).accept(report)).toBe('gap');
});

test('reports of runs that are not to be done are left out', () => {
  const merger = new ReportMerger([relu], epochs);
  expect(passed(merger, reportsOf(silu, epochs))).toEqual([]);
  expect([merger.isOpen(relu), merger.isOpen(silu), merger.allEnded]).toEqual([true, false, false]);
});
