import { createHash } from 'node:crypto';
import { ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import { readBytes, writeJson } from '@reluctant/runner';
import { epochRowSchema } from '@reluctant/study';
import * as z from 'zod';
import { fileIn } from './files.js';
import { readJson } from './read-json.js';
import { refuseTable } from './table-config.js';

/** The files that `train` writes before `training.json`. */
const checkedFiles = ['config', 'checkpoint'] as const;

/** What `training.json` holds: the training of the model and its results on the test rows. */
export interface TrainingFile {
  readonly version: 2;
  /** SHA-256 of the other files that `train` wrote, in hexadecimal. */
  readonly files: Readonly<Record<(typeof checkedFiles)[number], string>>;
  readonly strategy: string;
  /** The checkpoint that it was copied from; null if it was trained here. */
  readonly source: string | null;
  readonly epochs: number;
  /** Wall time of the training; null if it was trained elsewhere. */
  readonly seconds: number | null;
  readonly engine: string;
  /** Units of every layer, inputs first. */
  readonly widths: readonly number[];
  readonly parameters: number;
  readonly test: {
    readonly rows: number;
    readonly accuracy: number;
    readonly loss: number;
    /** Mean over the hidden layers of the share of activations that are exactly 0. */
    readonly zeros: number;
    readonly zeros_layers: readonly number[];
  };
  /** A row after each epoch; none if it was trained elsewhere. */
  readonly rows: readonly EpochRow[];
}

/** Checks a `training.json`. */
export const trainingFileSchema: z.ZodType<TrainingFile> = z.object({
  version: z.literal(2),
  files: z.object({ config: z.string(), checkpoint: z.string() }),
  strategy: z.string(),
  source: z.string().nullable(),
  epochs: z.int(),
  seconds: z.number().nullable(),
  engine: z.string(),
  widths: z.array(z.int()),
  parameters: z.int(),
  test: z.object({
    rows: z.int(),
    accuracy: z.number(),
    loss: z.number(),
    zeros: z.number(),
    zeros_layers: z.array(z.number()),
  }),
  rows: z.array(epochRowSchema),
});

/** A `training.json` as it is stored: `sha256` is the checksum of everything else in it, as JSON without spaces. */
const storedSchema = z.looseObject({ sha256: z.unknown().optional() });

/** SHA-256 in hexadecimal. */
export function checksum(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The checksum of a file in a directory of this program; undefined if there is no such file. */
export function fileChecksum(directory: string, file: Parameters<typeof fileIn>[1]): string | undefined {
  const bytes = readBytes(fileIn(directory, file));
  return bytes && checksum(bytes);
}

/** Writes `training.json` with the checksums of the files that are already there, and of itself. */
export function writeTraining(directory: string, results: Omit<TrainingFile, 'version' | 'files'>): TrainingFile {
  const [config = '', checkpoint = ''] = checkedFiles.map((file) => fileChecksum(directory, file));
  const training: TrainingFile = { version: 2, files: { config, checkpoint }, ...results };
  writeJson(fileIn(directory, 'training'), { ...training, sha256: checksum(JSON.stringify(training)) });
  return training;
}

/**
 * Reads and checks `training.json`.
 *
 * @throws ReluctantError when it is missing (usage), damaged or of another version (failure)
 */
export function readTraining(directory: string): TrainingFile {
  const path = fileIn(directory, 'training');
  const { sha256, ...content } = readJson(path, storedSchema, `the training was not finished: ${again}`);
  refuseTable(path, content);
  const { version } = content;
  if (typeof version === 'number' && version !== 2) {
    throw new ReluctantError('invalid-file', `${path} has format ${version}, not 2: ${again}`);
  }
  if (sha256 !== checksum(JSON.stringify(content))) throw damaged(path);
  return readJson(path, trainingFileSchema, '');
}

/** The path of the first file of a training that is missing or is not as it was written; undefined if all are. */
export function damagedFile(directory: string, { files }: TrainingFile): string | undefined {
  const file = checkedFiles.find((name) => fileChecksum(directory, name) !== files[name]);
  return file === undefined ? undefined : fileIn(directory, file);
}

/**
 * Reads `training.json` and checks all files that `train` wrote.
 *
 * @throws ReluctantError when one is missing or damaged
 */
export function readWholeTraining(directory: string): TrainingFile {
  const training = readTraining(directory);
  const path = damagedFile(directory, training);
  if (path !== undefined) throw damaged(path);
  return training;
}

const again = 'run the same reluctant-sparse train command again';

function damaged(path: string): ReluctantError {
  return new ReluctantError('invalid-file', `${path} is missing or damaged, as its checksum differs: ${again}`);
}
