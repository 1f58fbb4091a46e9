import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '@reluctant/preprocessing';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, it } from 'vitest';
import { readQueryInBlocks, readTable, readTableInBlocks } from './index.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const path = join(scratch.path, 'rows.csv');
const rows = 5000;
writeFileSync(
  path,
  [
    'city,age,seen',
    ...Array.from({ length: rows }, (_, row) => `c${row % 7},${row % 9 === 0 ? '' : row},2024-01-0${1 + (row % 9)}`),
  ].join('\n'),
);

/** The texts, numbers and dates of parts, one behind the other. */
function joined(blocks: readonly Table[]): readonly unknown[] {
  return [0, 1, 2].map((index) =>
    blocks.flatMap(({ columns }): readonly unknown[] => {
      const column = columns[index];
      if (column === undefined) return [];
      return column.kind === 'text' ? Array.from(column.codes, (code) => column.categories[code]) : [...column.values];
    }),
  );
}

it.each([1, 1000, 2048, 4999, 5000, 9000])(
  'parts of %i rows are those of the whole table, in order',
  async (blockRows) => {
    const blocks: Table[] = [];
    const seen: number[] = [];
    const used = blockRows === 1 ? { columns: ['city', 'age', 'seen'] } : {};
    const read = await readTableInBlocks(path, { blockRows, ...used }, async (block, { before, rows: all }) => {
      expect(all).toBe(rows);
      seen.push(before);
      blocks.push(block);
    });
    expect(read).toMatchObject({ rows });
    const { table } = await readTable(path);
    expect(joined(blocks)).toEqual(joined([table]));
    expect(seen).toEqual(Array.from({ length: Math.ceil(rows / blockRows) }, (_, at) => at * blockRows));
    expect(blocks.at(-1)?.sourceRows?.at(-1)).toBe(rows - 1);
  },
);

it('a query is read in parts, too, and an error of the taker ends the reading', async () => {
  const sizes: number[] = [];
  const query = `select range as n from range(10) order by n`;
  const { notes } = await readQueryInBlocks(query, { blockRows: 4 }, async (block) => {
    sizes.push(block.rows);
  });
  expect({ sizes, notes }).toEqual({ sizes: [4, 4, 2], notes: [] });
  const failing = readQueryInBlocks(query, { blockRows: 4 }, async (_, { before }) => {
    if (before === 4) throw new RangeError('enough');
  });
  await expect(failing).rejects.toThrow('enough');
  await expect(readTableInBlocks(path, { blockRows: 0 }, async () => undefined)).rejects.toThrow(
    'blockRows must be a whole number of at least 1, got 0',
  );
});
