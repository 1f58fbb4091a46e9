import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RecipeCell, recipeSeeds } from './cells.js';
import type { RecipeRun } from './recipe-result.js';

const program = fileURLToPath(new URL('../../../../apps/sparse-inference/dist/main.js', import.meta.url));

/** The parts of `reluctant-sparse train --json` that are read here. */
interface Trained {
  readonly engine: string;
  readonly epochs: number;
  readonly widths: readonly number[];
  readonly test: {
    readonly rows: number;
    readonly accuracy: number;
    readonly loss: number;
    readonly zeros: number;
    readonly zeros_layers: readonly number[];
  };
}

/** The result of one training, and the values that all of them share. */
export interface TrainedCell {
  readonly run: RecipeRun;
  readonly engine: string;
  readonly epochs: number;
  readonly widths: readonly number[];
  readonly testRows: number;
}

/**
 * Trains a cell once with the command line, into its own directory; a stored training is not repeated. The weights are
 * deleted, as nothing here uses them.
 *
 * @throws Error with what the command said, when it fails or the training diverges
 */
export async function trainCell(cell: RecipeCell, repeat: number, folder: string): Promise<TrainedCell> {
  const { seed, dataSeed } = recipeSeeds(repeat);
  const directory = join(folder, cell.name, String(seed));
  const { strategy, l1, lr } = cell;
  const flags = Object.entries({ strategy, l1, lr, seed, data_seed: dataSeed, out: directory });
  const args = ['train', ...flags.flatMap(([flag, value]) => [`--${flag}`, String(value)]), '--json', '--quiet'];
  const { engine, epochs, widths, test } = JSON.parse(await output(args)) as Trained;
  rmSync(join(directory, 'model.safetensors'), { force: true });
  const { rows, accuracy, loss, zeros, zeros_layers: zerosLayers } = test;
  return {
    run: { cell: cell.name, seed, dataSeed, accuracy, loss, zeros, zerosLayers },
    ...{ engine, epochs, widths, testRows: rows },
  };
}

function output(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`reluctant-sparse ${args.join(' ')} failed: ${stderr.trim()}`));
    });
  });
}
