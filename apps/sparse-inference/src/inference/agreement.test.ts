import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { createActivation, usageOf } from '@reluctant/activations';
import { type Checkpoint, encodeCheckpoint, type FeedForward, initialiseParameters } from '@reluctant/model';
import {
  type Column,
  createTable,
  featureNames,
  fitPreprocessor,
  fitTarget,
  type Preprocessor,
  type Table,
  type Target,
  valueAt,
} from '@reluctant/preprocessing';
import { type RowObject, SparseSession } from '@reluctant/sparse';
import { scratchDirectory } from '@reluctant/testing';
import { csvFormatRows } from 'd3-dsv';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { tableCases } from '../../../../packages/onnx/fixtures/table-cases.js';
import { exportTable } from '../commands/export-table.js';
import { predictCommand } from '../commands/predict.js';
import { checkpointModel } from './checkpoint-model.js';
import { graphModel } from './graph-model.js';
import type { RowAnswers } from './row-answers.js';
import { tableFeeds } from './table-feeds.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const checkpointPath = join(scratch.path, 'model.safetensors');
const graphPath = join(scratch.path, 'model.onnx');

/** A checkpoint with random weights, wider than its preprocessor, as those of studies of several splits are. */
function checkpointOf(preprocessor: Preprocessor, target: Target, seed: number): Checkpoint {
  const isRegression = target.task === 'regression';
  const model: FeedForward = {
    inputs: featureNames(preprocessor).length + 1,
    layers: [
      { kind: 'dense', out: 16 },
      { kind: 'dense', out: isRegression ? 1 : target.classes.length },
    ],
    activation: usageOf(createActivation('relu')),
    ...(isRegression && { outputs: 'values' }),
  };
  const parameters = initialiseParameters(model, { seed, run: 0 });
  const zeros = new Float32Array(parameters.length);
  const metadata = { preprocessor: JSON.stringify(preprocessor), target: JSON.stringify(target) };
  return { model, parameters, inForce: { share: 1, domainAll: true }, m: zeros, v: zeros, step: 0, epoch: 0, metadata };
}

/** A value as an object of a row has it. */
function fieldOf(column: Column, row: number): unknown {
  const value = valueAt(column, row);
  return column.kind === 'date' && value !== null ? new Date(column.values[row] ?? 0) : value;
}

function rowsOf({ columns }: Preprocessor, table: Table): readonly RowObject[] {
  const used = table.columns.filter(({ name }) => columns.some((each) => each.name === name));
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(used.map((column) => [column.name, fieldOf(column, row)])),
  );
}

/** Labels as texts, and numbers: probabilities, or values in units of their scale. */
interface Plain {
  readonly labels: readonly string[];
  readonly numbers: readonly number[];
}

function plain(answers: RowAnswers, target: Target): Plain {
  if (answers.task === 'classification') return { labels: answers.labels, numbers: Array.from(answers.probabilities) };
  const scale = target.task === 'regression' ? target.scale : 1;
  return { labels: [], numbers: Array.from(answers.values, (value) => value / scale) };
}

function expectSame(found: Plain, wanted: Plain): void {
  expect(found.labels).toEqual(wanted.labels);
  expect(found.numbers).toHaveLength(wanted.numbers.length);
  const worst = wanted.numbers.reduce(
    (most, number, at) =>
      Math.max(most, Math.abs(number - (found.numbers[at] ?? Number.NaN)) / Math.max(1, Math.abs(number))),
    0,
  );
  expect(worst).toBeLessThanOrEqual(1e-5);
}

/** The answers of the trainer, beside those of onnxruntime, a session, and rows as objects. */
async function compareAll(checkpoint: Checkpoint, asked: Table): Promise<void> {
  writeFileSync(checkpointPath, encodeCheckpoint(checkpoint));
  expect(exportTable(checkpointPath, {})).toBe(graphPath);
  const trainer = checkpointModel(checkpoint);
  const { preprocessor, target } = trainer;
  const wanted = plain(await trainer.answer(asked), target);
  const own = await graphModel(graphPath, readFileSync(graphPath));
  expectSame(plain(await own.answer(asked), target), wanted);
  await own.close();

  const theirs = await InferenceSession.create(graphPath, { logSeverityLevel: 4 });
  const answer = await theirs.run(tableFeeds(preprocessor, asked));
  await theirs.release();
  const named = (name: string): ArrayLike<unknown> => answer[name in answer ? name : `${name}_`]?.data ?? [];
  const numbers = target.task === 'regression' ? named('value') : named('probabilities');
  const scale = target.task === 'regression' ? target.scale : 1;
  const labels = target.task === 'regression' ? [] : Array.from(named('label'), String);
  expectSame({ labels, numbers: Array.from(numbers, (value) => Number(value) / scale) }, wanted);

  const session = await SparseSession.create(graphPath, { onnxRuntime: false });
  const answers = session.runSync(rowsOf(preprocessor, asked));
  await session.release();
  expectSame(
    {
      labels: target.task === 'regression' ? [] : answers.map(({ label, label_ }) => String(label_ ?? label)),
      numbers: answers.flatMap(({ probabilities, value = 0 }) => [...(probabilities ?? [value / scale])]),
    },
    wanted,
  );
}

describe('answers of raw rows, with unseen categories and missing values', () => {
  property.prop([tableCases, fc.boolean(), fc.nat(1000)], { seed: 17, numRuns: 40 })(
    'of trainer, onnxruntime, session and row objects agree within 1e-5, labels equal',
    async ({ fitted, asked, options }, isRegression, seed) => {
      const preprocessor = fitPreprocessor(fitted, options);
      const target: Target = isRegression
        ? { version: 1, task: 'regression', name: 'y', kind: 'number', mean: 1e6, scale: 20 }
        : { version: 1, task: 'classification', name: 'y', kind: 'text', classes: ['a', 'b', 'ö'] };
      await compareAll(checkpointOf(preprocessor, target, seed), asked);
    },
  );

  it.each(['species', 'mass'])(
    'of predict agree for the target %s, from a checkpoint and from a file',
    async (name) => {
      const rows = 60;
      const at = <Value>(value: (row: number) => Value): Value[] =>
        Array.from({ length: rows }, (_, row) => value(row));
      const table = createTable({
        mass: at((row) => 3000.5 + 37 * (row % 23)),
        male: at((row) => (row % 5 === 0 ? null : row % 2 === 0)),
        seen: at((row) => (row % 9 === 0 ? null : new Date(Date.UTC(2020, row, row, row)))),
        island: at((row) => ['Biscoe', 'Dream', '', 'a,"b"'][row % 4]),
        bill: at((row) => (row % 7 === 0 ? null : Math.sin(row))),
        species: at((row) => ['Adelie', 'Gentoo', 'Chinstrap'][row % 3]),
      });
      const preprocessor = fitPreprocessor(table, { target: name, minFrequency: 5 });
      const target = fitTarget(table, name);
      const checkpoint = checkpointOf(preprocessor, target, 3);
      writeFileSync(checkpointPath, encodeCheckpoint(checkpoint));
      exportTable(checkpointPath, {});
      const cells = Array.from({ length: rows }, (_, row) =>
        table.columns.map((column) => String(valueAt(column, row) ?? '')),
      );
      const unseen = ['3100', 'false', '1969-12-31T23:59:59Z', 'Elsewhere', '0', 'Adelie'];
      const csv = join(scratch.path, 'rows.csv');
      writeFileSync(csv, csvFormatRows([table.columns.map((column) => column.name), ...cells, unseen]));
      const answers: string[][] = [];
      for (const path of [checkpointPath, graphPath]) {
        const out = join(scratch.path, 'out.csv');
        expect(await predictCommand(path, { data: csv, out, quiet: true, json: true })).toBe(0);
        answers.push(readFileSync(out, 'utf8').trim().split('\n'));
      }
      const [fromCheckpoint = [], fromGraph = []] = answers;
      expect(fromGraph[0]).toBe(fromCheckpoint[0]);
      expect(fromGraph).toHaveLength(rows + 2);
      const scale = target.task === 'regression' ? target.scale : 1;
      const parsed = (lines: readonly string[]): Plain => ({
        labels: target.task === 'regression' ? [] : lines.slice(1).map((line) => line.split(',')[0] ?? ''),
        numbers: lines
          .slice(1)
          .flatMap((line) => line.split(',').slice(target.task === 'regression' ? 0 : 1))
          .map((text) => Number(text) / scale),
      });
      expectSame(parsed(fromGraph), parsed(fromCheckpoint));
      expectSame(plain(await checkpointModel(checkpoint).answer(table), target), {
        labels: parsed(fromCheckpoint).labels.slice(0, rows),
        numbers: parsed(fromCheckpoint).numbers.slice(0, (parsed(fromCheckpoint).numbers.length / (rows + 1)) * rows),
      });
    },
  );
});
