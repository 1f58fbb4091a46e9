import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect } from 'vitest';
import { readTable } from './read-table.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

/** Texts of what makes CSV hard. */
const field = fc.string({ unit: fc.constantFrom(...'ab,;|\t" é🎉_1', '\n', '\r\n'), maxLength: 8 });
const table = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n'),
  everywhere: fc.boolean(),
  rows: fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 12 }),
});

test.prop([table], { seed: 17, numRuns: 60 })(
  'any texts come back from a file that is quoted by RFC 4180, whatever its delimiter and ends of lines',
  async ({ delimiter, end, everywhere, rows }) => {
    const quoted = (text: string): string =>
      everywhere || /[,;|\t"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const lines = [['first', 'second name', 'third'], ...rows].map((cells) => cells.map(quoted).join(delimiter));
    const path = join(scratch.path, 'table.csv');
    writeFileSync(path, lines.join(end) + end);
    const kinds = { first: 'text', 'second name': 'text', third: 'text' } as const;
    const read = await readTable(path, { kinds, missing: [] });
    const columns = read.table.columns.map((column) =>
      column.kind === 'text' ? [...column.codes].map((code) => column.categories[code] ?? '') : column.kind,
    );
    expect(columns).toEqual([0, 1, 2].map((at) => rows.map((cells) => cells[at])));
  },
);
