import { closeSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import { jsonOf, type LineCount, readLines } from './read-lines.js';
import { writeText, writeWhole } from './write-whole.js';

interface StoredLine<Value> {
  readonly text: string;
  readonly value: Value;
}

/**
 * A JSON Lines file with few lines per run, kept in memory and appended to while a study runs. The first append creates
 * the file. Lines that are incomplete or damaged are not among the values.
 */
export class LineFile<Value> {
  readonly path: string;
  #lines: StoredLine<Value>[] = [];
  #file: number | undefined;
  /** Whether the file ends in an incomplete line. */
  #torn = false;
  #damaged = 0;

  /**
   * Reads the file, if it exists.
   *
   * @param parse - returns the value of a line; undefined if the line is damaged
   * @throws ReluctantError (`input-output`) when the file cannot be read
   */
  constructor(path: string, parse: (value: unknown) => Value | undefined) {
    this.path = path;
    for (const { text, complete } of readLines(path)) {
      const value = complete ? parse(jsonOf(text)) : undefined;
      if (value !== undefined) this.#lines.push({ text, value });
      else if (complete) this.#damaged += 1;
      else this.#torn = true;
    }
  }

  /** Number of whole lines that are damaged. */
  get damaged(): number {
    return this.#damaged;
  }

  /** All values, in the order of the file. */
  get values(): Value[] {
    return this.#lines.map(({ value }) => value);
  }

  /** Count and checksum of the lines with each key. */
  countBy(keyOf: (value: Value) => string): Map<string, LineCount> {
    const counts = new Map<string, LineCount>();
    for (const { text, value } of this.#lines) {
      const before = counts.get(keyOf(value)) ?? { count: 0, crc32: 0 };
      counts.set(keyOf(value), { count: before.count + 1, crc32: crc32(`${text}\n`, before.crc32) });
    }
    return counts;
  }

  /**
   * Appends values as whole lines in one write.
   *
   * @throws ReluctantError (`input-output`) naming the file and the reason
   */
  append(values: readonly Value[]): LineCount {
    const lines = values.map((value) => ({ text: JSON.stringify(value), value }));
    const text = lines.map((line) => `${line.text}\n`).join('');
    if (lines.length > 0) {
      this.#file ??= openSync(this.path, 'a');
      writeText(this.path, this.#file, text);
      this.#lines.push(...lines);
    }
    return { count: lines.length, crc32: crc32(text) };
  }

  /** Keeps the lines whose value `wanted` accepts; rewrites the file if anything else is in it. */
  keep(wanted: (value: Value) => boolean): void {
    const kept = this.#lines.filter(({ value }) => wanted(value));
    if (kept.length === this.#lines.length && !this.#torn && this.#damaged === 0) return;
    this.close();
    writeWhole(this.path, kept.map(({ text }) => `${text}\n`).join(''));
    this.#lines = kept;
    this.#torn = false;
    this.#damaged = 0;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** A `parse` of {@link LineFile}: what a schema accepts. */
export function accepts<Value>(schema: z.ZodType<Value>): (value: unknown) => Value | undefined {
  return (value) => schema.safeParse(value).data;
}
