import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { temporaryPath, writeText } from '@reluctant/runner';
import { csvFormatRow } from 'd3-dsv';

/**
 * A CSV file of predictions that is written row by row under a temporary name and renamed at the end, or standard output.
 *
 * Columns: `label`, and the probability of each class under its name.
 */
export class PredictionsFile {
  readonly #path: string | undefined;
  readonly #temporary: string;
  readonly #classes: readonly string[];
  readonly #file: number;

  /**
   * @param path - undefined for standard output
   * @throws ReluctantError when the path is a directory (usage), or the file cannot be made (failure)
   */
  constructor(path: string | undefined, classes: readonly string[]) {
    if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ReluctantError('invalid-option', `--out must be a file, but ${path} is a directory`, { path: ['out'] });
    }
    this.#path = path;
    this.#temporary = temporaryPath(path ?? '');
    this.#classes = classes;
    this.#file = path === undefined ? 1 : this.#writing(() => openSync(this.#temporary, 'w'));
    this.#write(csvFormatRow(['label', ...classes.map((name) => `probability ${name}`)]));
  }

  /** Appends predictions. @param probabilities - row-major [rows, classes] */
  append(labels: Int32Array, probabilities: Float64Array): void {
    const width = this.#classes.length;
    const lines = Array.from(labels, (label, row) => {
      const own = Array.from(probabilities.subarray(row * width, (row + 1) * width), String);
      return csvFormatRow([this.#classes[label] ?? '', ...own]);
    });
    this.#write(lines.join('\n'));
  }

  /** Puts the file into its place. */
  finish(): void {
    const path = this.#path;
    if (path === undefined) return;
    closeSync(this.#file);
    this.#writing(() => renameSync(this.#temporary, path));
  }

  /** Removes what was written. */
  abandon(): void {
    if (this.#path === undefined) return;
    rmSync(this.#temporary, { force: true });
  }

  #write(text: string): void {
    writeText(this.#path ?? 'to stdout', this.#file, `${text}\n`);
  }

  #writing<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new ReluctantError('input-output', `cannot write ${this.#path}: ${describe(error)}`, { cause: error });
    }
  }
}
