import { fileURLToPath } from 'node:url';
import {
  classLabels,
  fitTarget,
  rowsWithTarget,
  type Table,
  type Target,
  takeTableRows,
} from '@reluctant/preprocessing';
import { RandomState } from '@reluctant/random';
import { readQuery, readTable } from '@reluctant/tables';
import type { TableCase } from './table-cases.js';

/** Seed of the samples of large tables. */
const sampleSeed = 42;

/** The rows of a case. */
export interface LoadedCase {
  readonly settings: TableCase;
  /** The rows that have a target. */
  readonly table: Table;
  /** Of all rows: for its classes. */
  readonly target: Target;
  /** The class of each row, or its real value. */
  readonly values: Int32Array | Float64Array;
}

/** The path of a file of the package vega-datasets. */
export function dataPath(file: string): string {
  return fileURLToPath(new URL(`../data/${file}`, import.meta.resolve('vega-datasets')));
}

const tables = new Map<string, Promise<Table>>();

/** Reads a file once, however many cases learn from it. */
function tableOf({ file, query }: TableCase): Promise<Table> {
  const path = dataPath(file);
  const known =
    tables.get(file) ?? (query === undefined ? readTable(path) : readQuery(query(path))).then((read) => read.table);
  tables.set(file, known);
  return known;
}

/** Reads a case: its rows with a target, a seeded sample of them where the case asks for one. */
export async function loadCase(settings: TableCase): Promise<LoadedCase> {
  const all = await tableOf(settings);
  const rows = sampleOf(rowsWithTarget(all, settings.target), settings.sample);
  const sampled = takeTableRows(all, rows);
  const table = settings.leaveOut === undefined ? sampled : withoutClass(sampled, settings.target, settings.leaveOut);
  const target = fitTarget(table, settings.target, { task: settings.task });
  const values = target.task === 'classification' ? classLabels(target, table) : realTarget(table, settings.target);
  return { settings, table, target, values };
}

function sampleOf(rows: Int32Array, size: number | undefined): Int32Array {
  if (size === undefined || size >= rows.length) return rows;
  const chosen = new RandomState(sampleSeed).choice(rows.length, size, { replace: false });
  return Int32Array.from(chosen, (at) => rows[at] ?? 0).sort();
}

function withoutClass(table: Table, name: string, left: string): Table {
  const target = fitTarget(table, name, { task: 'classification' });
  if (target.task !== 'classification') throw new Error(`the target ${name} has no classes`);
  const label = target.classes.indexOf(left);
  const labels = classLabels(target, table);
  return takeTableRows(
    table,
    Int32Array.from(labels.keys()).filter((row) => labels[row] !== label),
  );
}

function realTarget(table: Table, name: string): Float64Array {
  const column = table.columns.find((one) => one.name === name);
  if (column?.kind !== 'number') throw new Error(`the target ${name} is not a column of numbers`);
  return column.values;
}
