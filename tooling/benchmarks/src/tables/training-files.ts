import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledRows } from '@reluctant/trainer';
import type { NetSettings } from './table-cases.js';

/** One training as every engine gets it: the same features, labels and settings. */
export interface TrainingFiles {
  readonly net: NetSettings;
  readonly inputs: number;
  readonly classes: number;
  readonly rows: number;
}

/** Writes `training.json`, `features` (float32, row-major) and `labels` (int32). */
export function writeTrainingFiles(folder: string, training: TrainingFiles, { features, labels }: LabelledRows): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'training.json'), JSON.stringify(training));
  for (const [name, values] of Object.entries({ features, labels })) {
    writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
}

/** Reads what {@link writeTrainingFiles} wrote. */
export function readTrainingFiles(folder: string): TrainingFiles & LabelledRows {
  const buffer = (name: string): ArrayBufferLike => {
    const bytes = readFileSync(join(folder, name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  const training: TrainingFiles = JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8'));
  return { ...training, features: new Float32Array(buffer('features')), labels: new Int32Array(buffer('labels')) };
}
