import { existsSync, readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { accuracy } from '@reluctant/metrics';
import { importOnnx, layerInputs } from '@reluctant/onnx';
import { writeJson } from '@reluctant/runner';
import { fileIn, inDirectory } from '../directory/files.js';
import { loadTrained, requireModel, type TrainedModel } from '../directory/trained-model.js';
import type { VerificationFile, VerifiedEngine } from '../directory/verification-file.js';
import { readPositive } from '../flags/read-flags.js';
import { compareAnswers } from '../inference/compare-answers.js';
import { loadOnnxRuntime } from '../inference/onnx-runtime.js';
import { predictWithTrainer } from '../inference/predict-with-trainer.js';
import { runOnnxRuntime } from '../inference/run-onnx-runtime.js';
import { sparseAnswers } from '../inference/sparse-answers.js';
import { shortPath, type Voice, type VoiceFlags, voiceOf } from '../report/say.js';
import { verificationFailure, verificationText } from '../report/verification-table.js';

/** Flags of `verify`, as texts. */
export interface VerifyFlags extends VoiceFlags {
  readonly tolerance?: string;
}

/** `reluctant-sparse verify`: compares the outputs of every engine on the test rows with those of the training engine. */
export async function verifyCommand(directory: string, flags: VerifyFlags): Promise<number> {
  const voice = voiceOf(flags);
  const verification = await verifyDirectory(directory, flags, voice);
  voice.tell(verificationText(verification));
  voice.json(verification);
  if (verification.passed) return 0;
  process.stderr.write(`reluctant-sparse: ${verificationFailure(verification)}\n`);
  return 1;
}

/** Verifies and writes `verify.json`. */
export async function verifyDirectory(directory: string, flags: VerifyFlags, voice: Voice): Promise<VerificationFile> {
  const tolerance = readPositive('tolerance', flags.tolerance ?? '1e-5');
  requireModel(directory);
  return inDirectory(directory, () => compareEngines(directory, tolerance, voice));
}

async function compareEngines(directory: string, tolerance: number, voice: Voice): Promise<VerificationFile> {
  const trained = loadTrained(directory);
  const path = fileIn(directory, 'dense');
  if (!existsSync(path))
    throw new ReluctantError('invalid-argument', `${path} does not exist: run reluctant-sparse export first`);
  const runnable = checkFile(path, trained);
  const truth = await predictWithTrainer(trained, voice.note);
  const classes = trained.config.n_classes;
  const { labels, features } = trained.test;
  const engines: VerifiedEngine[] = [];
  const leftOut: string[] = [];
  const add = (engine: string, exact: boolean, logits: Float32Array, reference = truth.logits): void => {
    const difference = compareAnswers(logits, reference, classes);
    const same = difference.max_abs_difference <= tolerance && difference.argmax_agreement === 1;
    const passed = exact ? same : Number.isFinite(difference.max_abs_difference);
    engines.push({ engine, ...difference, accuracy: accuracy(logits, labels, classes), exact, passed });
  };
  add(`trainer, ${truth.engine}`, true, truth.logits);
  const onnxRuntime = await loadOnnxRuntime((sentence) => leftOut.push(sentence));
  if (onnxRuntime !== undefined) {
    add('onnxruntime, dense graph', true, await runOnnxRuntime(onnxRuntime, path, features, trained.config.n_features));
    const sparse = fileIn(directory, 'sparse');
    if (existsSync(sparse)) {
      checkFile(sparse, trained);
      const logits = await runOnnxRuntime(onnxRuntime, sparse, features, trained.config.n_features);
      add('onnxruntime, sparse graph', true, logits);
    }
  }
  if (runnable === undefined) {
    add('SparseSession float32', true, await sparseAnswers(path, features, { precision: 'float32' }));
    add('SparseSession bfloat16', false, await sparseAnswers(path, features, { precision: 'bfloat16' }));
    add('SparseSession int8', false, await sparseAnswers(path, features, { precision: 'int8' }));
  } else {
    leftOut.push(`SparseSession does not run this model: ${runnable}`);
  }
  for (const sentence of leftOut) voice.note(sentence);
  const verification: VerificationFile = {
    version: 1,
    ...{ rows: trained.test.rows, tolerance, engines, left_out: leftOut },
    largest_logit: truth.logits.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0),
    passed: engines.every(({ passed }) => passed),
  };
  writeJson(fileIn(directory, 'verification'), verification);
  return verification;
}

/**
 * Checks a file before it is run.
 *
 * @returns why a SparseSession does not support the model, or undefined if it does
 * @throws ReluctantError when the file is damaged, draws at random, or is of another model
 */
function checkFile(path: string, { strategy, share, checkpoint }: TrainedModel): string | undefined {
  const plain = share === 1 || share === 0;
  const { activation } = checkpoint.model;
  if (!plain && 'use' in activation && activation.use === 'sample') {
    throw new ReluctantError(
      'invalid-argument',
      `${strategy.name} samples at every run, so outputs are not reproducible and cannot be verified`,
    );
  }
  let first: number;
  try {
    const [layer] = importOnnx(readFileSync(path)).layers;
    first = layer === undefined ? 0 : layerInputs(layer);
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    if (!plain) return error.message;
    throw new ReluctantError('input-output', `${shortPath(path)}: ${error.message}`, { cause: error });
  }
  if (first !== checkpoint.model.inputs) {
    throw new ReluctantError(
      'invalid-file',
      `${shortPath(path)} takes ${first} features, but the model of the directory takes ${checkpoint.model.inputs}: run reluctant-sparse export again`,
    );
  }
  return undefined;
}
