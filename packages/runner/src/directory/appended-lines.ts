import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { writeWhole } from './write-whole.js';

/** A JSON Lines file that grows while a study runs, with its values. The first append creates the file. */
export class AppendedLines<Row> {
  readonly path: string;
  readonly #rows: Row[];
  /** Decoders of the latest rows, which have not been read yet. */
  #pending: (() => readonly Row[])[] = [];
  #file: number | undefined;

  /** @param rows - the current rows of the file */
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
   * @param decode - returns the rows of the text; called when the rows are first read
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

  /** Keeps the rows for which `wanted` returns true; rewrites the file if any are dropped. */
  keep(wanted: (row: Row) => boolean): void {
    const kept = this.rows.filter(wanted);
    if (kept.length < this.#rows.length) this.#replace(kept);
  }

  /** Rewrites the file with the current rows, which drops an incomplete last line and dropped rows. */
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
