import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { decodeCheckpoint } from '@reluctant/model';
import { classLabels, classNames, type Table } from '@reluctant/preprocessing';
import { writeJson } from '@reluctant/runner';
import { fileIn, inDirectory } from '../directory/files.js';
import { loadTableTraining } from '../directory/load-table-training.js';
import type { TableTraining } from '../directory/table-training.js';
import type { VerificationFile, VerifiedEngine } from '../directory/verification-file.js';
import { checkpointModel } from '../inference/checkpoint-model.js';
import { compareRowAnswers } from '../inference/compare-row-answers.js';
import { graphModel, sessionModel } from '../inference/graph-model.js';
import { loadOnnxRuntime } from '../inference/onnx-runtime.js';
import type { RowAnswers, RowModel } from '../inference/row-answers.js';
import type { RowFlags } from '../inspection/given-rows.js';
import { modelRows } from '../inspection/model-rows.js';
import type { Voice } from '../output/say.js';
import { preparedAgain } from './prepared-again.js';

/**
 * Compares the answers of the trainer, of onnxruntime and of a session to raw rows of the table of a directory: its
 * test rows, or those of `--data`. Writes `verify.json`.
 */
export async function verifyTable(
  directory: string,
  { inputs, data }: RowFlags,
  tolerance: number,
  voice: Voice,
): Promise<VerificationFile> {
  if (inputs !== undefined) {
    const message = `--inputs takes numbers, but the model of ${directory} takes rows of a table: give them by --data`;
    throw new ReluctantError('invalid-option', message, { path: ['inputs'] });
  }
  return inDirectory(directory, async () => {
    const training = loadTableTraining(directory, 'graph');
    const trainer = checkpointModel(decodeCheckpoint(readFileSync(fileIn(directory, 'checkpoint'))));
    const rows = data === undefined ? await testRows(directory, training) : await givenRows(trainer, data);
    const { engines, leftOut } = await compareModels(directory, training, trainer, rows, tolerance);
    for (const sentence of leftOut) voice.note(sentence);
    const verification: VerificationFile = {
      version: 1,
      ...{ rows: rows.table.rows, ...(data !== undefined && { data }), tolerance, largest_logit: 1, engines },
      ...{ left_out: leftOut, passed: engines.every(({ passed }) => passed) },
    };
    writeJson(fileIn(directory, 'verification'), verification);
    return verification;
  });
}

interface VerifiedRows {
  readonly table: Table;
  /** The class of each row; absent where it is not known or there are none. */
  readonly labels?: readonly string[];
}

async function givenRows({ preprocessor }: RowModel, data: string): Promise<VerifiedRows> {
  return { table: await modelRows(preprocessor, data) };
}

async function testRows(directory: string, training: TableTraining): Promise<VerifiedRows> {
  const { testTable: table, target } = await preparedAgain(directory, training);
  if (target.task === 'regression') return { table };
  const names = classNames(target);
  return { table, labels: Array.from(classLabels(target, table), (label) => names[label] ?? '') };
}

async function compareModels(
  directory: string,
  { engine }: TableTraining,
  trainer: RowModel,
  { table, labels }: VerifiedRows,
  tolerance: number,
): Promise<{ readonly engines: readonly VerifiedEngine[]; readonly leftOut: readonly string[] }> {
  const truth = await trainer.answer(table);
  const compared = (name: string, answers: RowAnswers): VerifiedEngine => {
    const difference = compareRowAnswers(answers, truth, trainer.target);
    const { max_abs_difference: largest, argmax_agreement: agreement } = difference;
    const passed = largest <= tolerance && (trainer.target.task === 'regression' || agreement === 1);
    return { engine: name, ...difference, accuracy: accuracyOf(answers, labels), exact: true, passed };
  };
  const engines = [compared(`trainer, ${engine}`, truth)];
  const leftOut: string[] = [];
  const path = fileIn(directory, 'dense');
  const onnxRuntime = await loadOnnxRuntime((said) => leftOut.push(`${said}: its results are left out`));
  if (onnxRuntime !== undefined) {
    const session = await onnxRuntime.InferenceSession.create(path, { logSeverityLevel: 4 });
    engines.push(compared('onnxruntime, raw rows', await answersOf(sessionModel(session, trainer), table)));
  }
  const own = await graphModel(path, readFileSync(path), { onnxRuntime: false });
  engines.push(compared('SparseSession, raw rows', await answersOf(own, table)));
  return { engines, leftOut };
}

async function answersOf(model: RowModel, table: Table): Promise<RowAnswers> {
  try {
    return await model.answer(table);
  } finally {
    await model.close();
  }
}

function accuracyOf(answers: RowAnswers, labels: readonly string[] | undefined): number {
  if (answers.task === 'regression' || labels === undefined) return Number.NaN;
  return answers.labels.filter((label, row) => label === labels[row]).length / labels.length;
}
