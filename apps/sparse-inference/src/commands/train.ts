import { refuseFile } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { encodeCheckpoint } from '@reluctant/model';
import { type HeldLock, refuseLargeStudies, writeJson, writeWhole } from '@reluctant/runner';
import { dataOfRun, makeStudyData, type ResolvedStudy, resolveStudy, type StudyConfig } from '@reluctant/study';
import { fileIn, inDirectory } from '../directory/files.js';
import { loadStudyCheckpoint, loadUnchecked, splitsOf, type TrainedModel } from '../directory/trained-model.js';
import { checksum, type TrainingFile, writeTraining } from '../directory/training-file.js';
import { namesTable, refuseTableFlags } from '../flags/read-table-flags.js';
import { readTrainingFlags } from '../flags/read-training-flags.js';
import { trainingFlags } from '../flags/training-flags.js';
import { predictWithTrainer } from '../inference/predict-with-trainer.js';
import { percent, shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { trainWide } from '../train-wide.js';
import { type FoundTraining, findTraining } from './find-training.js';
import { trainTableCommand } from './train-table.js';

/** Flags of `train`; settings of the training come as texts under their names. */
export interface TrainFlags extends Readonly<Record<string, unknown>>, VoiceFlags {
  readonly out: string;
  readonly checkpoint?: string;
  readonly font?: readonly string[];
}

/** `reluctant-sparse train`: trains a wide net, or copies one from a study, into a directory. */
export async function trainCommand(flags: TrainFlags): Promise<number> {
  const voice = voiceOf(flags);
  if (namesTable(flags)) return trainTableCommand(flags, voice);
  const training = await trainInto(flags, voice);
  voice.tell(trainingText(training, flags.out));
  voice.json(training);
  return 0;
}

/** Trains, or returns the stored result if the directory already holds the same training, undamaged. */
export async function trainInto(flags: TrainFlags, voice: Voice): Promise<TrainingFile> {
  refuseFile(flags.out);
  refuseTableFlags(flags);
  if (flags.checkpoint !== undefined) return takeCheckpoint(flags, flags.checkpoint, voice);
  const study = await resolveStudy(readTrainingFlags(flags));
  const { out } = flags;
  const whole = (found: FoundTraining): TrainingFile | undefined => {
    if (found.kind !== 'whole') return undefined;
    voice.note(`${shortPath(out)} already holds this training: nothing to do`);
    return found.training;
  };
  // A finished training is only read, so it needs no lock.
  const before = whole(findTraining(out, study.config));
  if (before !== undefined) return before;
  await refuseLargeStudies([study.config], 1);
  return inDirectory(out, async (lock) => {
    const found = findTraining(out, study.config);
    if (found.kind === 'damaged') {
      voice.note(`${shortPath(found.path)} is damaged, missing or of another version: training again`);
    }
    return whole(found) ?? trainStudy(out, study, lock, voice);
  });
}

async function trainStudy(out: string, study: ResolvedStudy, lock: HeldLock, voice: Voice): Promise<TrainingFile> {
  const data = splitsOf(dataOfRun(makeStudyData(study.config), 0));
  const { checkpoint, rows, seconds } = await trainWide(study, data, voice.note);
  lock.check();
  writeModel(out, encodeCheckpoint(checkpoint), study.config);
  return summarise(out, loadUnchecked(out), { source: null, seconds, rows }, voice);
}

async function takeCheckpoint(flags: TrainFlags, path: string, voice: Voice): Promise<TrainingFile> {
  for (const { flag } of trainingFlags) {
    if (flags[flag] !== undefined)
      throw new ReluctantError('invalid-option', `--${flag} has no meaning with --checkpoint: nothing is trained`);
  }
  const trained = loadStudyCheckpoint(path);
  return inDirectory(flags.out, async () => {
    const found = findTraining(flags.out, trained.config);
    if (found.kind === 'whole' && found.training.source !== path) {
      throw new ReluctantError(
        'invalid-option',
        `${shortPath(flags.out)} holds another model (${found.training.source ?? 'trained there'}): choose another directory with --out`,
      );
    }
    const checkpoint = encodeCheckpoint(trained.checkpoint);
    if (found.kind === 'whole' && found.training.files.checkpoint === checksum(checkpoint)) return found.training;
    writeModel(flags.out, checkpoint, trained.config);
    return summarise(flags.out, trained, { source: path, seconds: null, rows: [] }, voice);
  });
}

/** Writes the files whose checksums `training.json` holds; it is written last. */
function writeModel(out: string, checkpoint: Uint8Array, config: StudyConfig): void {
  writeWhole(fileIn(out, 'checkpoint'), checkpoint);
  writeJson(fileIn(out, 'config'), config);
}

async function summarise(
  out: string,
  trained: TrainedModel,
  own: Pick<TrainingFile, 'source' | 'seconds' | 'rows'>,
  voice: Voice,
): Promise<TrainingFile> {
  const { engine, accuracy, loss, sparsity } = await predictWithTrainer(trained, voice.note);
  const { model, parameters, epoch } = trained.checkpoint;
  return writeTraining(out, {
    strategy: trained.strategy.name,
    ...own,
    ...{ epochs: epoch, engine, parameters: parameters.length },
    widths: [model.inputs, ...model.layers.map((layer) => layer.out)],
    test: {
      ...{ rows: trained.test.rows, accuracy, loss },
      zeros: sparsity.reduce((sum, zeros) => sum + zeros, 0) / Math.max(1, sparsity.length),
      zeros_layers: sparsity,
    },
  });
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
