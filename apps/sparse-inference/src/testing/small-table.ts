import { createTable, type Table } from '@reluctant/preprocessing';
import { wasmEngine } from '@reluctant/trainer';
import type { TrainingRules } from '../learning/train-net.js';
import { type PreparedTable, prepareTable } from '../table/prepared-table.js';

const rows = 240;
const wet = (row: number): boolean => (row * 7) % 11 < 5;

/** Columns of a small table: a number, one with missing values, a text, classes, a real target. */
export const smallColumns = {
  precipitation: Array.from({ length: rows }, (_, row) => (wet(row) ? 8 + (row % 9) : row % 4)),
  temp: Array.from({ length: rows }, (_, row) => (row % 13 === 0 ? null : 10 + (row % 21))),
  wind: Array.from({ length: rows }, (_, row) => ['north', 'south', 'west'][row % 3] ?? ''),
  weather: Array.from({ length: rows }, (_, row) => (wet(row) ? 'rain' : row % 5 === 0 ? 'fog' : 'sun')),
  humidity: Array.from({ length: rows }, (_, row) => (wet(row) ? 80 : 40) + (row % 21) + (row % 3)),
};

/** The same as a table. */
export const smallTable: Table = createTable(smallColumns);

/** The same as CSV. */
export const smallCsv: string = [
  Object.keys(smallColumns).join(','),
  ...Array.from({ length: rows }, (_, row) =>
    Object.values(smallColumns)
      .map((column) => column[row] ?? '')
      .join(','),
  ),
  '',
].join('\n');

/** The small table with a target, ready for training. */
export function smallPrepared(target: 'weather' | 'humidity'): PreparedTable {
  const drop = target === 'weather' ? ['humidity'] : ['weather'];
  const choices = { target, drop, numeric: [], categorical: [] };
  return prepareTable(smallTable, choices, { holdout: 0.2, testSize: 0.2, seed: 42 });
}

/** Rules of a short training. */
export const smallRules: TrainingRules = {
  engine: wasmEngine(),
  ...{ epochs: 9, batchSize: 16, patience: undefined, classWeights: undefined, seed: 0 },
  learningRateSchedule: { name: 'constant' },
};
