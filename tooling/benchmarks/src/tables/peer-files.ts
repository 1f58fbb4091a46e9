import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Split } from '@reluctant/data';
import type { Preprocessor, Table } from '@reluctant/preprocessing';
import type { LoadedCase } from './load-case.js';

/** What the peer's script reads beside the arrays: `case.json`. */
interface PeerCase {
  readonly task: string;
  readonly classes: number;
  readonly rows: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly columns: readonly PeerColumn[];
  /**
   * For each division, what is done to the columns: their index and the role, as the user of scikit-learn would list
   * them.
   */
  readonly roles: readonly (readonly PeerRole[])[];
}

interface PeerColumn {
  readonly name: string;
  /** Texts of the codes; absent for numbers. */
  readonly categories?: readonly string[];
}

interface PeerRole {
  readonly column: number;
  readonly role: string;
}

/** The bytes of a typed array. */
function bytesOf(values: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * Writes a case for a peer: the raw columns (float64, NaN where missing, or int32 codes of texts, −1 where missing),
 * the target, the rows of each division, and the role that our preprocessor gives to each column. Fitting is left to
 * the peer.
 */
export function writePeerFiles(
  folder: string,
  { settings, table, target, values }: LoadedCase,
  splits: readonly Split[],
  preprocessors: readonly Preprocessor[],
): void {
  mkdirSync(folder, { recursive: true });
  const columns = table.columns.filter(({ name }) => name !== settings.target);
  columns.forEach((column, index) => {
    writeFileSync(join(folder, `column-${index}`), bytesOf(rawValues(column)));
  });
  writeFileSync(join(folder, 'target'), bytesOf(Float64Array.from(values)));
  splits.forEach(({ train, test }, index) => {
    writeFileSync(join(folder, `train-${index}`), bytesOf(train));
    writeFileSync(join(folder, `test-${index}`), bytesOf(test));
  });
  const described: PeerCase = {
    ...{ task: target.task, classes: target.task === 'classification' ? target.classes.length : 0, rows: table.rows },
    ...{ hidden: settings.net.hidden, epochs: settings.net.epochs },
    ...{ batch: settings.net.batchSize, rate: settings.net.learningRate },
    columns: columns.map((column) => ({
      name: column.name,
      ...(column.kind === 'text' && { categories: column.categories }),
    })),
    roles: preprocessors.map((own) =>
      own.columns.map(({ name, role }) => ({ role, column: columns.findIndex((column) => column.name === name) })),
    ),
  };
  writeFileSync(join(folder, 'case.json'), JSON.stringify(described));
}

function rawValues(column: Table['columns'][number]): Int32Array | Float64Array {
  switch (column.kind) {
    case 'text':
      return column.codes;
    case 'boolean':
      return Float64Array.from(column.values, (value) => (value < 0 ? Number.NaN : value));
    case 'integer':
      throw new Error(`column ${column.name}: the peer's files hold no 64-bit integers`);
    default:
      return column.values;
  }
}

/** The answers of a peer's model to the test rows of a division. */
export function readPeerAnswers(folder: string, model: string, split: number): Float64Array {
  const bytes = readFileSync(join(folder, `${model}-${split}`));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
