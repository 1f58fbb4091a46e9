import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { EpochRow } from '@reluctant/metrics';
import { decodeRow, jobKey, type StudyJob } from '@reluctant/study';
import { chunkBytes } from './read-bytes.js';
import { jsonOf, type LineCount, readLines } from './read-lines.js';
import { temporaryPath } from './temporary-files.js';
import { writeText } from './write-whole.js';

/** The rows of one run in a file: one for each epoch from 1 to `count`. */
export interface RunRows extends LineCount {
  /** The line of the last epoch, with its line end; empty without rows. */
  readonly last: string;
}

const none: RunRows = { count: 0, crc32: 0, last: '' };

/** What identifies a row. */
interface RowPlace extends StudyJob {
  readonly epoch: number;
}

/**
 * `metrics.jsonl`: the rows of all runs, in the order in which they were reported. The file is read and rewritten as a
 * stream. In memory are, for each run, the number of its rows, their CRC-32 and the last one.
 */
export class RowFile {
  readonly path: string;
  readonly #runs = new Map<string, RunRows>();
  #file: number | undefined;
  /** Whether the file ends in an incomplete line. */
  #torn = false;
  #damaged = 0;

  /**
   * Counts the rows of the file, if it exists.
   *
   * @throws ReluctantError (`input-output`) when the file cannot be read
   */
  constructor(path: string) {
    this.path = path;
    for (const { text, complete } of readLines(path)) {
      const place = complete ? placeOf(text) : undefined;
      if (!complete) this.#torn = true;
      else if (place === undefined || !this.#count(place, `${text}\n`, 1)) this.#damaged += 1;
    }
  }

  /** Number of whole lines that are damaged or belong to no epoch that is due. */
  get damaged(): number {
    return this.#damaged;
  }

  /** The rows of a run. */
  of(job: StudyJob): RunRows {
    return this.#runs.get(jobKey(job)) ?? none;
  }

  /**
   * Appends the next rows of a run in one write.
   *
   * @param lines - whole lines, the epochs that follow those of {@link of}
   * @throws ReluctantError (`input-output`) naming the file and the reason
   */
  append(job: StudyJob, epochs: number, lines: string): void {
    this.#file ??= openSync(this.path, 'a');
    writeText(this.path, this.#file, lines);
    this.#count({ ...job, epoch: this.of(job).count + 1 }, lines, epochs);
  }

  /**
   * Keeps the first rows of each run, up to the epoch that `lastEpoch` returns (0 for none); rewrites the file if
   * anything else is in it.
   */
  keep(lastEpoch: (job: StudyJob) => number): void {
    const surplus = [...this.#runs].some(([key, { count }]) => count > lastEpoch(jobOf(key)));
    if (!surplus && !this.#torn && this.#damaged === 0) return;
    this.close();
    this.#runs.clear();
    const temporary = temporaryPath(this.path);
    try {
      const file = openSync(temporary, 'w');
      try {
        this.#copyTo(file, temporary, lastEpoch);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, this.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    this.#torn = false;
    this.#damaged = 0;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #copyTo(file: number, path: string, lastEpoch: (job: StudyJob) => number): void {
    let block = '';
    for (const { text, complete } of readLines(this.path)) {
      const place = complete ? placeOf(text) : undefined;
      if (place === undefined || place.epoch > lastEpoch(place) || !this.#count(place, `${text}\n`, 1)) continue;
      block += `${text}\n`;
      if (block.length < chunkBytes) continue;
      writeText(path, file, block);
      block = '';
    }
    writeText(path, file, block);
  }

  /** Counts the next rows of a run; false if `place` is not the next epoch. */
  #count({ strategy, run, epoch }: RowPlace, lines: string, epochs: number): boolean {
    const key = jobKey({ strategy, run });
    const before = this.#runs.get(key) ?? none;
    if (epoch !== before.count + 1) return false;
    const last = epochs === 1 ? lines : lines.slice(lines.lastIndexOf('\n', lines.length - 2) + 1);
    this.#runs.set(key, { count: before.count + epochs, crc32: crc32(lines, before.crc32), last });
    return true;
  }
}

/**
 * Reads the rows of a file that has been checked, one after the other.
 *
 * @param wanted - which rows to decode
 */
export function* readRows(
  path: string,
  wanted: (place: RowPlace) => boolean = () => true,
): Generator<EpochRow, void, undefined> {
  for (const { text, complete } of readLines(path)) {
    const json = complete ? jsonOf(text) : undefined;
    const place = placeIn(json);
    if (place !== undefined && wanted(place)) yield decodeRow(json);
  }
}

function placeOf(text: string): RowPlace | undefined {
  return placeIn(jsonOf(text));
}

function placeIn(row: unknown): RowPlace | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  if (!('strategy' in row && 'run' in row && 'epoch' in row)) return undefined;
  const { strategy, run, epoch } = row;
  if (typeof strategy !== 'string' || typeof run !== 'number' || typeof epoch !== 'number') return undefined;
  return { strategy, run, epoch };
}

function jobOf(key: string): StudyJob {
  const at = key.lastIndexOf('\n');
  return { strategy: key.slice(0, at), run: Number(key.slice(at + 1)) };
}
