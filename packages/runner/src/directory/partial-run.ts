import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StartedJob, StudyJob } from '@reluctant/study';
import * as z from 'zod';
import { partialFile } from './checkpoint-file.js';
import { sha256 } from './checksum.js';
import { readBytes } from './read-bytes.js';
import { jsonOf, type LineCount } from './read-lines.js';
import { writeWhole } from './write-whole.js';

const count = z.int().min(0);

const headSchema = z.object({
  strategy: z.string(),
  run: count,
  /** Its rows in `metrics.jsonl` up to the checkpoint. */
  rows: z.object({ count, crc32: count }),
  /** Of the checkpoint. */
  sha256: z.string(),
});

/** The latest checkpoint of a run that is not finished. */
export interface PartialRun extends Required<StartedJob> {
  /** The rows up to its epoch. */
  readonly rows: LineCount;
}

/**
 * Stores the checkpoint of a run that is not finished: a line of JSON with checksums, then the bytes of a safetensors
 * file.
 *
 * @param rows - the rows of the run that are stored already
 * @throws ReluctantError (`input-output`) naming the file and the reason
 */
export function writePartial(directory: string, job: StudyJob, rows: LineCount, checkpoint: Uint8Array): void {
  const head: z.output<typeof headSchema> = {
    strategy: job.strategy,
    run: job.run,
    rows: { count: rows.count, crc32: rows.crc32 },
    sha256: sha256(checkpoint),
  };
  writeWhole(partialFile(directory, job), Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), checkpoint]));
}

/** Reads the checkpoint of a run that is not finished; undefined if there is none, or it is damaged. */
export function readPartial(directory: string, job: StudyJob): PartialRun | undefined {
  const path = partialFile(directory, job);
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(10);
  const head = headSchema.safeParse(jsonOf(bytes.toString('utf8', 0, Math.max(0, end)))).data;
  const checkpoint = bytes.subarray(end + 1);
  if (head === undefined || head.sha256 !== sha256(checkpoint)) return undefined;
  if (head.strategy !== job.strategy || head.run !== job.run) return undefined;
  return { ...job, from: { epoch: head.rows.count, checkpoint }, rows: head.rows };
}

/** Removes the checkpoints of all runs but these. */
export function removePartials(directory: string, kept: readonly StudyJob[]): void {
  const folder = join(directory, 'checkpoints');
  const names = new Set(kept.map((job) => basename(partialFile(directory, job))));
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.partial') && !names.has(name)) rmSync(join(folder, name), { force: true });
  }
}

/** Removes the checkpoint of a run that is finished. */
export function removePartial(directory: string, job: StudyJob): void {
  rmSync(partialFile(directory, job), { force: true });
}
