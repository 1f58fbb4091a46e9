import { printable, ReluctantError } from '@reluctant/errors';
import { decodeSafetensors, encodeSafetensors, type StoredTensor, type TensorFile } from '@reluctant/model';
import { parsePreprocessor, parseTarget } from '@reluctant/preprocessing';
import type { TrainingRows } from '@reluctant/trainer';
import { type Allocate, plainMemory } from './allocate.js';
import type { StudyData } from './study-data.js';

const sets = ['train', 'validation', 'test'] as const;
const shiftedPrefix = 'shifted/';

/**
 * A data set as the bytes of a safetensors file, for another machine: `<set>/features` [rows, width] as float32 and
 * `<set>/labels` as int32 or `<set>/targets` as float32 [rows], for the sets `train`, `validation`, `test` and
 * `shifted/<name>`; the preprocessor and the target of a table as JSON in the metadata. Equal data sets have equal
 * bytes.
 */
export function encodeStudyData(data: StudyData): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, StoredTensor>();
  const add = (name: string, rows: TrainingRows): void => {
    const width = rows.rows === 0 ? 0 : rows.features.length / rows.rows;
    tensors.set(`${name}/features`, { shape: [rows.rows, width], data: rows.features });
    if ('labels' in rows) tensors.set(`${name}/labels`, { shape: [rows.rows], data: rows.labels });
    else tensors.set(`${name}/targets`, { shape: [rows.rows], data: rows.targets });
  };
  for (const name of sets) {
    const rows = data[name];
    if (rows !== undefined) add(name, rows);
  }
  for (const [name, rows] of Object.entries(data.shifted ?? {})) add(`${shiftedPrefix}${name}`, rows);
  const { table } = data;
  const metadata = table && { preprocessor: JSON.stringify(table.preprocessor), target: JSON.stringify(table.target) };
  return encodeSafetensors({ tensors, metadata: metadata ?? {} });
}

/**
 * Decodes and checks the bytes of {@link encodeStudyData}.
 *
 * @param width - number of features of the study
 * @param allocate - allocates the memory of features, labels and targets. Default: plain memory
 * @throws ReluctantError (`invalid-file`) when they are not of this form
 */
export function decodeStudyData(bytes: Uint8Array, width: number, allocate: Allocate = plainMemory): StudyData {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const read = (name: string): TrainingRows => rowsOf(tensors, name, width, allocate);
  const names = [...tensors.keys()].filter((name) => name.endsWith('/features')).map((name) => name.slice(0, -9));
  const shifted = names.filter((name) => name.startsWith(shiftedPrefix));
  const [preprocessor, target] = [metadata.preprocessor, metadata.target];
  return {
    train: read('train'),
    validation: read('validation'),
    ...(names.includes('test') && { test: read('test') }),
    ...(preprocessor !== undefined &&
      target !== undefined && {
        table: tableOf(jsonOf(preprocessor, 'preprocessor'), jsonOf(target, 'target')),
      }),
    ...(shifted.length > 0 && {
      shifted: Object.fromEntries(shifted.map((name) => [name.slice(shiftedPrefix.length), read(name)])),
    }),
  };
}

function rowsOf(tensors: TensorFile['tensors'], name: string, width: number, allocate: Allocate): TrainingRows {
  const features = tensors.get(`${name}/features`);
  const [rows = 0, found] = features?.shape ?? [];
  if (!(features?.data instanceof Float32Array) || features.shape.length !== 2 || (rows > 0 && found !== width)) {
    throw damaged(`the data set needs float32 features of ${width} columns in its set '${printable(name)}'`);
  }
  const labels = tensors.get(`${name}/labels`)?.data;
  if (labels instanceof Int32Array && labels.length === rows) {
    const own = new Int32Array(allocate(labels.byteLength));
    own.set(labels);
    return { features: floats(features.data, allocate), labels: own, rows };
  }
  const targets = tensors.get(`${name}/targets`)?.data;
  if (targets instanceof Float32Array && targets.length === rows) {
    return { features: floats(features.data, allocate), targets: floats(targets, allocate), rows };
  }
  throw damaged(`the data set needs labels or targets for the ${rows} rows of its set '${printable(name)}'`);
}

/**
 * What was encoded, checked. The parsers sort the keys of their results; here the keys keep their order, because
 * checkpoints hold this JSON as text and have to be the same on every machine.
 */
function tableOf(preprocessor: unknown, target: unknown): NonNullable<StudyData['table']> {
  const table = { preprocessor, target };
  if (!isTable(table)) throw damaged('the data set has no preprocessor');
  return table;
}

function isTable(table: {
  readonly preprocessor: unknown;
  readonly target: unknown;
}): table is NonNullable<StudyData['table']> {
  return parsePreprocessor(table.preprocessor) !== undefined && parseTarget(table.target) !== undefined;
}

function floats(values: Float32Array, allocate: Allocate): Float32Array {
  const own = new Float32Array(allocate(values.byteLength));
  own.set(values);
  return own;
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(`the ${name} of the data set is not JSON`);
  }
}

function damaged(said: string): ReluctantError {
  return new ReluctantError('invalid-file', said);
}
