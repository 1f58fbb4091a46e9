import { existsSync } from 'node:fs';
import { refuseFile } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { encodeCheckpoint } from '@reluctant/model';
import { refuseLargeStudies, writeJson, writeWhole } from '@reluctant/runner';
import {
  dataOfRun,
  makeStudyData,
  type ResolvedStudy,
  resolveStudy,
  type StudyConfig,
  studyDifference,
} from '@reluctant/study';
import { fileIn, openDirectory } from '../directory/files.js';
import { readJson } from '../directory/read-json.js';
import { readStoredConfig } from '../directory/stored-config.js';
import { loadStudyCheckpoint, loadTrained, splitsOf, type TrainedModel } from '../directory/trained-model.js';
import { type TrainingFile, trainingFileSchema } from '../directory/training-file.js';
import { readTrainingFlags } from '../flags/read-training-flags.js';
import { trainingFlags } from '../flags/training-flags.js';
import { predictWithTrainer } from '../inference/predict-with-trainer.js';
import { percent, shortPath, type Voice, type VoiceFlags, voiceOf } from '../report/say.js';
import { trainWide } from '../train-wide.js';

/** Flags of `train`; settings of the training come as texts under their names. */
export interface TrainFlags extends Readonly<Record<string, unknown>>, VoiceFlags {
  readonly out: string;
  readonly checkpoint?: string;
}

/** `reluctant-sparse train`: trains a wide net, or copies one from a study, into a directory. */
export async function trainCommand(flags: TrainFlags): Promise<number> {
  const voice = voiceOf(flags);
  const training = await trainInto(flags, voice);
  voice.tell(trainingText(training, flags.out));
  voice.json(training);
  return 0;
}

/** Trains, or returns the stored result if the directory already holds the same training. */
export async function trainInto(flags: TrainFlags, voice: Voice): Promise<TrainingFile> {
  refuseFile(flags.out);
  if (flags.checkpoint !== undefined) return takeCheckpoint(flags, flags.checkpoint, voice);
  const study = await resolveStudy(readTrainingFlags(flags));
  if (holdsSame(flags.out, study.config)) {
    voice.note(`${shortPath(flags.out)} already holds this training: nothing to do`);
    return readJson(fileIn(flags.out, 'training'), trainingFileSchema, 'the training was not finished');
  }
  await refuseLargeStudies([study.config], 1);
  return trainStudy(flags.out, study, voice);
}

async function trainStudy(out: string, study: ResolvedStudy, voice: Voice): Promise<TrainingFile> {
  const data = splitsOf(dataOfRun(makeStudyData(study.config), 0));
  const { checkpoint, rows, seconds } = await trainWide(study, data, voice.note);
  openDirectory(out);
  // The checkpoint is written before the configuration and the summary last: if the summary exists, all files do.
  writeWhole(fileIn(out, 'checkpoint'), encodeCheckpoint(checkpoint));
  writeJson(fileIn(out, 'config'), study.config);
  return summarise(out, loadTrained(out), { source: null, seconds, rows }, voice);
}

async function takeCheckpoint(flags: TrainFlags, path: string, voice: Voice): Promise<TrainingFile> {
  for (const { flag } of trainingFlags) {
    if (flags[flag] !== undefined)
      throw new ReluctantError('invalid-option', `--${flag} has no meaning with --checkpoint: nothing is trained`);
  }
  const trained = loadStudyCheckpoint(path);
  if (holdsSame(flags.out, trained.config)) {
    const { source } = readJson(fileIn(flags.out, 'training'), trainingFileSchema, '');
    if (source !== path) {
      throw new ReluctantError(
        'invalid-option',
        `${shortPath(flags.out)} holds another model (${source ?? 'trained there'}): choose another directory with --out`,
      );
    }
  }
  openDirectory(flags.out);
  writeWhole(fileIn(flags.out, 'checkpoint'), encodeCheckpoint(trained.checkpoint));
  writeJson(fileIn(flags.out, 'config'), trained.config);
  return summarise(flags.out, trained, { source: path, seconds: null, rows: [] }, voice);
}

async function summarise(
  out: string,
  trained: TrainedModel,
  own: Pick<TrainingFile, 'source' | 'seconds' | 'rows'>,
  voice: Voice,
): Promise<TrainingFile> {
  const { engine, accuracy, loss, sparsity } = await predictWithTrainer(trained, voice.note);
  const { model, parameters, epoch } = trained.checkpoint;
  const training: TrainingFile = {
    version: 1,
    strategy: trained.strategy.name,
    ...own,
    ...{ epochs: epoch, engine, parameters: parameters.length },
    widths: [model.inputs, ...model.layers.map((layer) => layer.out)],
    test: {
      ...{ rows: trained.test.rows, accuracy, loss },
      zeros: sparsity.reduce((sum, zeros) => sum + zeros, 0) / Math.max(1, sparsity.length),
      zeros_layers: sparsity,
    },
  };
  writeJson(fileIn(out, 'training'), training);
  return training;
}

/**
 * True if the directory holds a model of this configuration.
 *
 * @throws ReluctantError (usage) when it holds another one
 */
function holdsSame(out: string, config: StudyConfig): boolean {
  const path = fileIn(out, 'config');
  if (!existsSync(path)) return false;
  const there = readStoredConfig(path);
  const difference = studyDifference(there, config);
  if (difference === undefined) return existsSync(fileIn(out, 'training'));
  const flag = trainingFlags.find(({ setting }) => setting === difference.setting)?.flag ?? difference.setting;
  throw new ReluctantError(
    'invalid-option',
    `${shortPath(out)} holds another model (${flag} is ${difference.there} there, ${difference.here} here): choose another directory with --out`,
  );
}

/** Describes a training. */
export function trainingText({ strategy, source, seconds, widths, test }: TrainingFile, out: string): string {
  const how = source === null ? `trained in ${seconds?.toFixed(1)} s` : `taken from ${source}`;
  return [
    `${strategy}, ${widths.join(' → ')}, ${how}`,
    `On ${test.rows} test rows: accuracy ${test.accuracy.toFixed(4)}, loss ${test.loss.toFixed(3)}; ${percent(test.zeros)} of the hidden activations are exactly zero (${test.zeros_layers.map(percent).join(', ')})`,
    `Written to ${shortPath(out)}`,
  ].join('\n');
}
