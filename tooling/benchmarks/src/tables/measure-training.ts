import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingSeconds } from '../tables-result.js';
import { timeCommand } from '../time-command.js';
import { caseSplits } from './case-splits.js';
import { loadCase } from './load-case.js';
import { prepareSplit } from './prepare-split.js';
import { chooseCases } from './table-cases.js';
import { writeTrainingFiles } from './training-files.js';

const here = fileURLToPath(new URL('./time-engine.js', import.meta.url));
const peer = fileURLToPath(new URL('../../peers/sklearn_fit.py', import.meta.url));

/** Epochs of the timed training. */
const timedEpochs = 100;

/** Options of {@link measureTraining}. */
export interface TimingOptions {
  /** Interpreter with scikit-learn; undefined leaves it out. */
  readonly python: string | undefined;
  readonly repeats: number;
  readonly scratch: string;
}

/** Times the training on weather.csv, one process at a time, the engines in turns. */
export async function measureTraining({ python, repeats, scratch }: TimingOptions): Promise<TrainingSeconds> {
  const [settings] = chooseCases(['weather']);
  if (settings === undefined) throw new Error('there is no case weather');
  const net = { ...settings.net, epochs: timedEpochs };
  const loaded = await loadCase(settings);
  const [split] = caseSplits(loaded, 1);
  if (split === undefined) throw new Error('there is no division');
  const { train, inputs, outputs: classes } = prepareSplit(loaded, split);
  if (!('labels' in train)) throw new Error('weather has no classes');
  const folder = join(scratch, 'training');
  writeTrainingFiles(folder, { net, inputs, classes, rows: train.rows }, train);
  const commands: readonly (readonly [engine: string, command: string, args: readonly string[]])[] = [
    ['wasm', process.execPath, [here, 'wasm', folder]],
    ...(python === undefined ? [] : [['scikit-learn', python, [peer, folder]] as const]),
    ['tfjs-wasm', process.execPath, [here, 'tfjs-wasm', folder]],
  ];
  const seen = new Map<string, number[]>(commands.map(([engine]) => [engine, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [engine, command, args] of commands) {
      const { stdout } = await timeCommand(command, args, process.cwd());
      const { seconds }: { seconds: number } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
      seen.get(engine)?.push(seconds);
      console.error(`training ${repeat + 1}/${repeats}: ${engine} ${seconds.toFixed(2)} s`);
    }
  }
  return {
    ...{ file: settings.file, rows: train.rows, features: inputs, epochs: net.epochs, batchSize: net.batchSize },
    engines: [...seen].map(([engine, seconds]) => ({ engine, seconds })),
  };
}
