import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';
import { type Checkpoint, decodeCheckpoint } from '@reluctant/model';
import { readBytes } from '@reluctant/runner';
import { dataOfRun, makeStudyData, requireLabels, type StudyConfig, type StudyData } from '@reluctant/study';
import { type LabelledRows, planShares, type Strategy } from '@reluctant/trainer';
import { fileIn } from './files.js';
import { readStoredConfig } from './stored-config.js';
import { readWholeTraining, type TrainingFile } from './training-file.js';

/** A trained model with its configuration and test set. */
export interface TrainedModel {
  readonly checkpoint: Checkpoint;
  readonly config: StudyConfig;
  readonly strategy: Strategy;
  /** Share of ReLU in force at the last step; NaN = the gate decides. */
  readonly share: number;
  readonly domainAll: boolean;
  readonly train: LabelledRows;
  /** Test set: rows that were not used in training. */
  readonly test: LabelledRows;
}

/** The training set and the test set of a data set. */
export function splitsOf(data: StudyData): { readonly train: LabelledRows; readonly test: LabelledRows } {
  return { train: requireLabels(data.train), test: requireLabels(data.test ?? data.validation) };
}

/** The share and domain in force at the end of a training. */
export function endOf(
  strategy: Strategy,
  epochs: number,
  stepsPerEpoch: number,
): { readonly share: number; readonly domainAll: boolean } {
  const plan = planShares(strategy.schedule, { epochs, stepsPerEpoch });
  return { share: plan.share.at(-1) ?? Number.NaN, domainAll: plan.domainAll.at(-1) === 1 };
}

/**
 * Checks that a directory of this program holds a model, without reading it.
 *
 * @throws ReluctantError (usage)
 */
export function requireModel(directory: string): void {
  // Not `existsSync`: a file that cannot be read is not missing.
  if (lstatSync(fileIn(directory, 'checkpoint'), { throwIfNoEntry: false }) !== undefined) return;
  throw new ReluctantError(
    'invalid-argument',
    `${directory} holds no model: train one with reluctant-sparse train --out ${directory}`,
  );
}

/**
 * Loads the model of a directory of this program, after a check of its files by their checksums.
 *
 * @throws ReluctantError when there is no model (usage) or a file is damaged (failure)
 */
export function loadTrained(directory: string): TrainedModel & { readonly training: TrainingFile } {
  requireModel(directory);
  const training = readWholeTraining(directory);
  return { ...loadUnchecked(directory), training };
}

/** Loads the model that was just written to a directory of this program, whose `training.json` is still missing. */
export function loadUnchecked(directory: string): TrainedModel {
  const path = fileIn(directory, 'checkpoint');
  const bytes = readBytes(path);
  if (bytes === undefined) throw new ReluctantError('invalid-file', `${path} is missing`);
  return assemble(path, bytes, readStoredConfig(fileIn(directory, 'config')));
}

/**
 * Loads a checkpoint of a study: `<run directory>/checkpoints/<strategy>-<run>.safetensors`.
 *
 * @throws ReluctantError when it cannot be read, is damaged, or lies in no run directory
 */
export function loadStudyCheckpoint(path: string): TrainedModel {
  const bytes = readBytes(path);
  if (bytes === undefined)
    throw new ReluctantError('invalid-argument', `cannot read --checkpoint ${path}: there is no such file`);
  const config = join(dirname(dirname(path)), 'config.json');
  return assemble(path, bytes, readStoredConfig(config));
}

function assemble(path: string, bytes: Uint8Array, config: StudyConfig): TrainedModel {
  const checkpoint = checkpointOf(path, bytes);
  const strategy = config.strategies.find(({ name }) => name === checkpoint.metadata.strategy);
  if (strategy === undefined) {
    throw new ReluctantError(
      'invalid-argument',
      `${path} has the strategy '${checkpoint.metadata.strategy}', which is not in its config.json`,
    );
  }
  const splits = splitsOf(dataOfRun(makeStudyData(config), Number(checkpoint.metadata.run ?? 0)));
  if (checkpoint.model.inputs !== config.n_features) {
    throw new ReluctantError(
      'invalid-argument',
      `${path} takes ${checkpoint.model.inputs} features, but its config.json says ${config.n_features}`,
    );
  }
  const stepsPerEpoch = Math.ceil(splits.train.rows / config.batch_size);
  return { checkpoint, config, strategy, ...endOf(strategy, config.epochs, stepsPerEpoch), ...splits };
}

function checkpointOf(path: string, bytes: Uint8Array): Checkpoint {
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    throw new ReluctantError('invalid-file', `${path} is no checkpoint: ${describe(error)}`, { cause: error });
  }
}
