import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { writeWhole } from './write-whole.js';

/** A file of one JSON value a line that grows while a study runs, and the values in it. The file is made by the first line. */
export class AppendedLines<Row> {
  readonly path: string;
  readonly #rows: Row[];
  /** What gives the latest rows: nobody has asked for them yet. */
  #pending: (() => readonly Row[])[] = [];
  #file: number | undefined;

  /** @param rows - what the file holds */
  constructor(path: string, rows: readonly Row[]) {
    this.path = path;
    this.#rows = [...rows];
  }

  get rows(): readonly Row[] {
    for (const give of this.#pending) this.#rows.push(...give());
    this.#pending = [];
    return this.#rows;
  }

  /**
   * Appends whole lines in one write.
   *
   * @throws ReluctantError (failure) naming the file and the reason
   */
  append(rows: readonly Row[]): void {
    if (rows.length > 0) this.appendText(linesOf(rows), () => rows);
  }

  /**
   * Appends text of whole lines in one write.
   *
   * @param decode - gives the rows of the text; called when rows are asked for
   * @throws ReluctantError (failure) naming the file and the reason
   */
  appendText(text: string, decode: (text: string) => readonly Row[]): void {
    try {
      this.#file ??= openSync(this.path, 'a');
      writeSync(this.#file, text);
    } catch (error) {
      throw new ReluctantError('input-output', `cannot write ${this.path}: ${describe(error)}`, { cause: error });
    }
    this.#pending.push(() => decode(text));
  }

  /** Keeps the rows that `wanted` holds for; the file is written anew if that leaves any out. */
  keep(wanted: (row: Row) => boolean): void {
    const kept = this.rows.filter(wanted);
    if (kept.length < this.#rows.length) this.#replace(kept);
  }

  /** Writes the file anew with the rows as they are: drops a torn last line and lines that do not count. */
  rewrite(): void {
    this.#replace([...this.rows]);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #replace(rows: readonly Row[]): void {
    this.close();
    writeWhole(this.path, linesOf(rows));
    this.#rows.splice(0, this.#rows.length, ...rows);
  }
}

function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
