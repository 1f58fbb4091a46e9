import { decodeRows, encodeRow } from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { rowsOfLines } from './rows-of-lines.js';

const plain = rowOf({ strategy: 'relu "quoted"', run: 0 }, 1);
const gate = { mean: 0.5, mean_negative: Number.NaN, quantiles: [0.1, 0.9], quantiles_negative: [0, 1] };
const rows = [
  { ...plain, gates: [gate, gate] },
  { ...plain, epoch: 2, val_loss: Number.NaN },
];
const lines = rows.map(encodeRow).join('');

it('parses complete rows; non-finite numbers are null', () => {
  expect(rowsOfLines(lines)).toEqual(JSON.parse(JSON.stringify(decodeRows(lines))));
});
