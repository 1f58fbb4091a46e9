import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RunDirectory } from '@reluctant/runner';
import {
  encodeRow,
  parseStudySettings,
  resolveStudy,
  type StudyJob,
  studyJobs,
  summariseStudy,
  undecidable,
} from '@reluctant/study';
import { rowOf } from '@reluctant/testing';

/** Rows in one report. */
const block = 1000;

/** Settings of a study, by the names of the flags of `reluctant run`; a list is written with commas there. */
export type StudyFlags = Readonly<Record<string, number | readonly string[]>>;

/**
 * Writes the directory of a finished study as its training would, with made-up rows and weights.
 *
 * @param flags - its settings
 */
export async function writeStudy(directory: string, flags: StudyFlags): Promise<void> {
  const { config } = await resolveStudy(parseStudySettings(flags));
  const study = RunDirectory.open(directory, config, false);
  try {
    for (const job of studyJobs(config)) {
      for (let first = 1; first <= config.epochs; first += block) {
        const epochs = Math.min(block, config.epochs - first + 1);
        study.record({ kind: 'rows', ...job, epochs, lines: linesOf(job, first, epochs) });
      }
      study.record({
        kind: 'finished',
        ...job,
        checkpoint: Uint8Array.from(Buffer.from(`${job.strategy} ${job.run}`)),
        tests: [],
      });
    }
    study.writeJson('environment.json', {});
    const { lastRows, diverged, tests } = study;
    study.writeJson(
      'summary.json',
      summariseStudy(config, { rows: lastRows, diverged, tests, undecidable: undecidable(config) }),
    );
    study.finish();
  } finally {
    study.close();
  }
}

/** Makes a finished study unfinished, as a kill before its last file does. */
export function unfinish(directory: string): void {
  for (const name of ['manifest.json', 'summary.json']) rmSync(join(directory, name));
}

function linesOf(job: StudyJob, first: number, epochs: number): string {
  return Array.from({ length: epochs }, (_, index) => encodeRow(rowOf(job, first + index))).join('');
}
