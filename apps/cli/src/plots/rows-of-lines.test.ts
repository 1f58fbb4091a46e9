import { decodeRows, encodeRow } from '@reluctant/study';
import { expect, it } from 'vitest';
import { placeholderRows } from './placeholder-rows.js';
import { rowsOfLines } from './rows-of-lines.js';

const [plain] = placeholderRows(['relu "quoted"'], 1);
if (plain === undefined) throw new Error('no row');
const gate = { mean: 0.5, mean_negative: Number.NaN, quantiles: [0.1, 0.9], quantiles_negative: [0, 1] };
const rows = [
  { ...plain, gates: [gate, gate] },
  { ...plain, epoch: 2, val_loss: Number.NaN },
];
const lines = rows.map(encodeRow).join('');

it('reads whole rows; what was not finite is null', () => {
  expect(rowsOfLines(lines, true)).toEqual(JSON.parse(JSON.stringify(decodeRows(lines))));
});

it('leaves out the quantiles of the gates and nothing else', () => {
  const bare = { mean: 0.5, mean_negative: null, quantiles: [], quantiles_negative: [] };
  const [first, second] = rowsOfLines(lines, false);
  expect(first).toEqual({ ...rows[0], gates: [bare, bare] });
  expect(second).toEqual({ ...rows[1], val_loss: null });
});
