import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { accuracy } from '@reluctant/metrics';
import { decodeModelFile } from '@reluctant/onnx';
import { writeJson } from '@reluctant/runner';
import { fileIn, inDirectory } from '../directory/files.js';
import { isTableDirectory } from '../directory/load-table-training.js';
import { loadTrained, requireModel, type TrainedModel } from '../directory/trained-model.js';
import type { VerificationFile, VerifiedEngine } from '../directory/verification-file.js';
import { readPositive } from '../flags/read-flags.js';
import { compareAnswers } from '../inference/compare-answers.js';
import { loadOnnxRuntime } from '../inference/onnx-runtime.js';
import { predictWithTrainer } from '../inference/predict-with-trainer.js';
import { runOnnxRuntime } from '../inference/run-onnx-runtime.js';
import { sparseAnswers } from '../inference/sparse-answers.js';
import { type RowFlags, refuseRows } from '../inspection/given-rows.js';
import { shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { verificationFailure, verificationText } from '../report/verification-table.js';
import { verifyFile } from './verify-file.js';
import { verifyTable } from './verify-table.js';

/** Flags of `verify`, as texts. */
export interface VerifyFlags extends VoiceFlags, RowFlags {
  readonly tolerance?: string;
}

/**
 * `reluctant-sparse verify`: compares the outputs of every engine on the test rows of a directory with those of the
 * training engine, of a model of a table also on rows of `--data`; or those of a session on any ONNX file with
 * onnxruntime's.
 */
export async function verifyCommand(source: string, flags: VerifyFlags): Promise<number> {
  const voice = voiceOf(flags);
  if (statSync(source, { throwIfNoEntry: false })?.isFile() === true)
    return await verifyFile(source, flags, toleranceOf(flags), voice);
  const verification = isTableDirectory(source)
    ? await verifyTable(source, flags, toleranceOf(flags), voice)
    : await verifyMadeData(source, flags, voice);
  voice.tell(verificationText(verification));
  voice.json(verification);
  if (verification.passed) return 0;
  process.stderr.write(`reluctant-sparse: ${verificationFailure(verification)}\n`);
  return 1;
}

async function verifyMadeData(directory: string, flags: VerifyFlags, voice: Voice): Promise<VerificationFile> {
  refuseRows(flags);
  return verifyDirectory(directory, flags, voice);
}

function toleranceOf({ tolerance = '1e-5' }: VerifyFlags): number {
  return readPositive('tolerance', tolerance);
}

/** Verifies and writes `verify.json`. */
export async function verifyDirectory(directory: string, flags: VerifyFlags, voice: Voice): Promise<VerificationFile> {
  const tolerance = toleranceOf(flags);
  requireModel(directory);
  return inDirectory(directory, () => compareEngines(directory, tolerance, voice));
}

async function compareEngines(directory: string, tolerance: number, voice: Voice): Promise<VerificationFile> {
  const trained = loadTrained(directory);
  const path = fileIn(directory, 'dense');
  if (!existsSync(path))
    throw new ReluctantError('invalid-argument', `${path} does not exist: run reluctant-sparse export first`);
  checkFile(path, trained);
  const truth = await predictWithTrainer(trained, voice.note);
  const largest = truth.logits.reduce((most, logit) => Math.max(most, Math.abs(logit)), 0);
  // Float32 has so many digits of the logits, however large they are.
  const allowed = tolerance * Math.max(1, largest);
  const classes = trained.config.n_classes;
  const { labels, features } = trained.test;
  const engines: VerifiedEngine[] = [];
  const leftOut: string[] = [];
  const add = (engine: string, exact: boolean, logits: Float32Array, reference = truth.logits): void => {
    const difference = compareAnswers(logits, reference, classes);
    const same = difference.max_abs_difference <= allowed && difference.argmax_agreement === 1;
    const passed = exact ? same : Number.isFinite(difference.max_abs_difference);
    engines.push({ engine, ...difference, accuracy: accuracy(logits, labels, classes), exact, passed });
  };
  add(`trainer, ${truth.engine}`, true, truth.logits);
  const onnxRuntime = await loadOnnxRuntime((said) => leftOut.push(`${said}: its results are left out`));
  if (onnxRuntime !== undefined) {
    add('onnxruntime, dense graph', true, await runOnnxRuntime(onnxRuntime, path, features, trained.config.n_features));
    const sparse = fileIn(directory, 'sparse');
    if (existsSync(sparse)) {
      checkFile(sparse, trained);
      const logits = await runOnnxRuntime(onnxRuntime, sparse, features, trained.config.n_features);
      add('onnxruntime, sparse graph', true, logits);
    }
  }
  const session = async (precision: 'float32' | 'bfloat16' | 'int8'): Promise<void> => {
    const logits = await sparseAnswers(path, features, trained.config.n_features, { precision, onnxRuntime: false });
    add(`SparseSession ${precision}`, precision === 'float32', logits);
  };
  await session('float32');
  await session('bfloat16');
  await session('int8');
  for (const sentence of leftOut) voice.note(sentence);
  const verification: VerificationFile = {
    version: 1,
    ...{ rows: trained.test.rows, tolerance, engines, left_out: leftOut },
    largest_logit: largest,
    passed: engines.every(({ passed }) => passed),
  };
  writeJson(fileIn(directory, 'verification'), verification);
  return verification;
}

/** Operators that draw at every run. */
const drawing = /^(Random|Bernoulli|Multinomial)/;

/**
 * Checks a file before it is run.
 *
 * @throws ReluctantError when the file is damaged, draws at random, or is of another model
 */
function checkFile(path: string, { checkpoint }: TrainedModel): void {
  const { graph } = decodedFile(path);
  const draws = graph.node.find(({ opType }) => drawing.test(opType));
  if (draws !== undefined) {
    throw new ReluctantError(
      'invalid-argument',
      `${shortPath(path)} draws at every run (${draws.opType}), so its outputs are not reproducible and cannot be verified: export it with --inference expected`,
    );
  }
  const first = graph.input[0]?.type?.tensorType?.shape?.dim.at(-1)?.dimValue;
  if (first !== undefined && first !== checkpoint.model.inputs) {
    throw new ReluctantError(
      'invalid-file',
      `${shortPath(path)} takes ${first} features, but the model of the directory takes ${checkpoint.model.inputs}: run reluctant-sparse export again`,
    );
  }
}

function decodedFile(path: string): ReturnType<typeof decodeModelFile> {
  try {
    return decodeModelFile(readFileSync(path));
  } catch (error) {
    throw new ReluctantError('input-output', `${shortPath(path)}: ${describe(error)}`, { cause: error });
  }
}
