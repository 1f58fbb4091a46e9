import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { temporaryPath, writeText } from '@reluctant/runner';
import { csvFormatRow } from 'd3-dsv';
import type { RowAnswers } from './row-answers.js';

/**
 * A CSV file of predictions that is written row by row under a temporary name and renamed at the end, or standard
 * output.
 *
 * Columns: `label`, and the probability of each class under its name; or `value`.
 */
export class PredictionsFile {
  readonly #path: string | undefined;
  readonly #temporary: string;
  readonly #file: number;

  /**
   * @param path - undefined for standard output
   * @param classes - names of the classes; undefined for real numbers
   * @throws ReluctantError when the path is a directory (usage), or the file cannot be made (failure)
   */
  constructor(path: string | undefined, classes: readonly string[] | undefined) {
    if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ReluctantError('invalid-option', `--out must be a file, but ${path} is a directory`, { path: ['out'] });
    }
    this.#path = path;
    this.#temporary = temporaryPath(path ?? '');
    this.#file = path === undefined ? 1 : this.#writing(() => openSync(this.#temporary, 'w'));
    const header = classes === undefined ? ['value'] : ['label', ...classes.map((name) => `probability ${name}`)];
    this.#write(csvFormatRow(header));
  }

  /** Appends the answers of some rows. */
  append(answers: RowAnswers): void {
    if (answers.task === 'regression') {
      if (answers.values.length > 0) this.#write(Array.from(answers.values, String).join('\n'));
      return;
    }
    const { labels, probabilities } = answers;
    const width = probabilities.length / labels.length;
    const lines = labels.map((label, row) => {
      const own = Array.from({ length: width }, (_, at) => String(probabilities[row * width + at]));
      return csvFormatRow([label, ...own]);
    });
    if (lines.length > 0) this.#write(lines.join('\n'));
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
