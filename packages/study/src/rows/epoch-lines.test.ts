import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { decodeRows, encodeRow } from './epoch-lines.js';
import { epochRowSchema } from './epoch-row-schema.js';

const plain = rowOf({ strategy: 'relu', run: 0 }, 1);
const gate = { mean: 0.5, quantiles: [0.1, 0.5], mean_negative: Number.NaN, quantiles_negative: [Number.NaN, 0.25] };
const rows = [plain, { ...plain, epoch: 2, share: null, gates: [gate], sparsity_layers: [Number.NaN, 0] }];

test('rows are encoded and decoded unchanged, except that non-finite numbers become NaN, as in a file', () => {
  const lines = rows.map(encodeRow).join('');
  expect(decodeRows(lines)).toEqual(rows);
  expect(
    lines
      .trimEnd()
      .split('\n')
      .map((line) => epochRowSchema.parse(JSON.parse(line))),
  ).toEqual(rows);
});

test('no lines, no rows', () => {
  expect(decodeRows('')).toEqual([]);
});
