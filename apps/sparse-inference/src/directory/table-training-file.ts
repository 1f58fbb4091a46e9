import { readBytes, writeJson } from '@reluctant/runner';
import { epochRowSchema } from '@reluctant/study';
import * as z from 'zod';
import { fileIn } from './files.js';
import { readJson } from './read-json.js';
import type { TableTraining } from './table-training.js';
import { checksum, fileChecksum } from './training-file.js';

const nullable = z.number().nullable();
const score = z.object({ value: nullable, low: nullable, high: nullable });

/** Checks a `training.json` of a table. */
const trainingSchema: z.ZodType<TableTraining> = z.object({
  kind: z.literal('table'),
  version: z.literal(1),
  files: z.object({ config: z.string(), checkpoint: z.string(), dense: z.string() }),
  data: z.object({
    ...{ source: z.string(), rows: z.int(), columns: z.int(), fingerprint: z.string() },
    ...{ rows_without_target: z.int(), used: z.array(z.string()), features: z.int() },
    dropped: z.array(z.object({ name: z.string(), why: z.string() })),
  }),
  task: z.enum(['classification', 'regression']),
  target: z.string(),
  classes: z.array(z.string()),
  split: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  strategy: z.string(),
  ends_on_relu: z.boolean(),
  hyperparameters: z.object({
    ...{ width: z.int(), n_layers: z.int(), lr: z.number(), l1: z.number(), weight_decay: z.number() },
  }),
  class_weight: z.literal('balanced').nullable(),
  ...{ widths: z.array(z.int()), parameters: z.int(), epochs: z.int(), best_epoch: z.int() },
  ...{ seconds: z.number(), engine: z.string() },
  search: z.object({ trials: z.int(), seconds: z.number(), best_trial: z.int(), chosen_trial: z.int() }).nullable(),
  ...{ zeros: z.number(), zeros_layers: z.array(z.number()) },
  multiplications: z.object({ dense: z.number(), needed: z.number() }),
  models: z.array(
    z.object({
      name: z.string(),
      scores: z.record(z.string(), score),
      confusion: z.array(z.array(z.int())).exactOptional(),
    }),
  ),
  difference: score,
  latency: z.object({ median_us: z.number(), p99_us: z.number(), machine: z.string() }),
  rows: z.array(epochRowSchema),
});

const checkedFiles = ['config', 'checkpoint', 'dense'] as const;

/** A `training.json` as it is stored: `sha256` is the checksum of everything else in it, as JSON without spaces. */
const storedSchema = z.looseObject({ sha256: z.unknown().optional() });

/** The results of a training with the checksums of the files that are already there. */
export function checkedTraining(
  directory: string,
  results: Omit<TableTraining, 'kind' | 'version' | 'files'>,
): TableTraining {
  const [config = '', checkpoint = '', dense = ''] = checkedFiles.map((file) => fileChecksum(directory, file));
  return { kind: 'table', version: 1, files: { config, checkpoint, dense }, ...results };
}

/** Writes `training.json` with a checksum of itself. */
export function writeTableTraining(directory: string, training: TableTraining): void {
  writeJson(fileIn(directory, 'training'), { ...training, sha256: checksum(JSON.stringify(training)) });
}

/** A finished training, or the path of the first file that is missing or is not as it was written. */
export type StoredTableTraining =
  | { readonly kind: 'whole'; readonly training: TableTraining }
  | { readonly kind: 'damaged'; readonly path: string };

/** Reads `training.json` of a table, which exists, and checks all files by their checksums. */
export function readTableTraining(directory: string): StoredTableTraining {
  const path = fileIn(directory, 'training');
  const training = readIfWhole(path);
  if (training === undefined) return { kind: 'damaged', path };
  const bad = checkedFiles.find((name) => fileChecksum(directory, name) !== training.files[name]);
  return bad === undefined ? { kind: 'whole', training } : { kind: 'damaged', path: fileIn(directory, bad) };
}

function readIfWhole(path: string): TableTraining | undefined {
  try {
    const { sha256, ...content } = readJson(path, storedSchema, '');
    return sha256 === checksum(JSON.stringify(content)) ? readJson(path, trainingSchema, '') : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a directory holds a finished or unfinished training, of a table or of made data. */
export function holdsTraining(directory: string): boolean {
  return (['config', 'training'] as const).some((file) => readBytes(fileIn(directory, file)) !== undefined);
}
