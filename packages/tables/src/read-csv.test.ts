import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Column } from '@reluctant/preprocessing';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadTableOptions } from './read-options.js';
import { readTable } from './read-table.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

let files = 0;

/** Writes a file of a new name and returns its path. */
function file(content: string | Uint8Array, ending = 'csv'): string {
  files++;
  const path = join(scratch.path, `${files}.${ending}`);
  writeFileSync(path, content);
  return path;
}

/** The values of a column as a list, null where missing. */
function list(column: Column | undefined): unknown[] {
  if (column === undefined) return [];
  if (column.kind === 'text') return [...column.codes].map((code) => column.categories[code] ?? null);
  if (column.kind === 'boolean') return [...column.values].map((value) => [false, true][value] ?? null);
  if (column.kind === 'integer') return [...column.values];
  return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
}

/** Reads a CSV file of this content: kind and values by column. */
async function read(content: string | Uint8Array, options: ReadTableOptions = {}): Promise<Record<string, unknown>> {
  const { table } = await readTable(file(content), options);
  return Object.fromEntries(table.columns.map((column) => [column.name, [column.kind, ...list(column)]]));
}

describe('the text of a CSV file', () => {
  const expected = { a: ['number', 1, 2], b: ['text', 'x', 'y'] };

  it.each([
    ['LF', 'a,b\n1,x\n2,y\n'],
    ['CRLF', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['CR', 'a,b\r1,x\r2,y\r'],
    ['no end of line at the end', 'a,b\n1,x\n2,y'],
    ['a byte order mark', '\ufeffa,b\n1,x\n2,y\n'],
    ['semicolons', 'a;b\n1;x\n2;y\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty\n'],
    ['bars', 'a|b\n1|x\n2|y\n'],
    ['quotes', '"a","b"\n"1","x"\n"2","y"\n'],
    ['spaces around names', 'a , b\n1,x\n2,y\n'],
    ['an empty line', 'a,b\n1,x\n\n2,y\n'],
  ])('%s', async (_, text) => {
    expect(await read(text)).toEqual(expected);
  });

  it.each(['\n', '\r\n'])('delimiters, quotes and ends of line within fields, lines ending in %j', async (end) => {
    const lines = ['"a, b",c', '"1,5","say ""hi"""', `"two${end}lines",x`, ''];
    expect(await read(lines.join(end))).toEqual({
      'a, b': ['text', '1,5', `two${end}lines`],
      c: ['text', 'say "hi"', 'x'],
    });
  });

  it('.tsv is separated by tabs, .gz is unpacked', async () => {
    const { table } = await readTable(file('a\tb;c\n1\t2;3\n', 'tsv'));
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b;c']);
    const packed = await readTable(file(gzipSync('a,b\n1,x\n2,y\n'), 'csv.gz'));
    expect(packed.table.columns.map(list)).toEqual([
      [1, 2],
      ['x', 'y'],
    ]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['a row that is short', 'a,b,c\n1,x,2\n3,y\n5,z,7,8\n', ', line 3: expected 3 fields, got 2'],
    ['a row that is long', 'a,b\n1,x\n3,y,4\n', ', line 3: expected 2 fields, got 3'],
    ['a name twice', 'a,b,a\n1,x,2\n', ", line 1: columns 1 and 3 are both named 'a' in the header"],
    ['a column without a name', 'a,,c\n1,x,2\n', ', line 1: column 2 has no name in the header'],
    [
      'no header',
      '1,x,2\n3,y,4\n',
      ', line 1: the header is missing: the name of a column is "1", which looks like a value',
    ],
    ['an empty file', '', ': the file is empty'],
    ['a header alone', 'a,b,c\n', ': the file has a header and no rows'],
    [
      'a line break in a name that does not end lines',
      'a,"b\nc"\r\n1,2\r\n',
      ", line 1: the name 'b\\nc' has a line break \\n, and the lines end with \\r\\n: write the name in one line",
    ],
    [
      'an empty first line',
      '\na,b\n1,2\n',
      ', line 1: the first line is empty, and must hold the names of the columns',
    ],
    ['a comment above the header', '# from a tool\na,b\n1,2\n', ', line 2: expected 1 fields, got 2'],
    ['Latin-1', Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), ': the text is not UTF-8'],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), ': the text is UTF-16, and must be UTF-8'],
    [
      'a quote that does not end',
      'a,b\n1,"x\n2,y\n',
      ', line 2: a quoted field does not end, or goes on after its closing quote',
    ],
    [
      'text after a quote',
      'a,b\n1,x\n2,"q"r\n',
      ', line 3: a quoted field does not end, or goes on after its closing quote',
    ],
    ['mixed ends of lines', 'a,b\r\n1,2\n3,4\r\n', ': ends of lines are mixed (CRLF and LF), or a quote is misplaced'],
  ])('refuses %s', async (_, content, said) => {
    const path = file(content);
    await expect(readTable(path)).rejects.toThrow(
      expect.objectContaining({ code: 'invalid-file', message: `${path}${said}` }),
    );
  });

  it('Latin-1 beyond the first megabyte is refused with its line', async () => {
    const rows = `${'0123456789,x\n'.repeat(100_000)}`;
    const path = file(Buffer.from(`a,b\n${rows}1,caf\xe9\n`, 'latin1'));
    await expect(readTable(path)).rejects.toThrow(`${path}, line 100002: the text is not UTF-8`);
  });

  it('a delimiter that does not occur is refused with the one that does', async () => {
    const path = file('a,b\n1,2\n');
    await expect(readTable(path, { delimiter: ';' })).rejects.toThrow(
      `${path}, line 1: with the delimiter ';' there is one column, 'a,b'; ',' seems to be the delimiter`,
    );
  });
});

describe('the kinds of columns', () => {
  it.each([
    [
      ['1', '2.5', '-3e2', '+4', ' 5 ', '.5'],
      ['number', 1, 2.5, -300, 4, 5, 0.5],
    ],
    [
      ['true', 'False', 'TRUE'],
      ['boolean', true, false, true],
    ],
    [
      ['yes', 'no'],
      ['text', 'yes', 'no'],
    ],
    [
      ['1_000', '2'],
      ['text', '1_000', '2'],
    ],
    [
      ['00501', '10001'],
      ['text', '00501', '10001'],
    ],
    [
      ['0', '0.5', '-0'],
      ['number', 0, 0.5, -0],
    ],
    [
      ['1e400', 'inf', '1'],
      ['number', Infinity, Infinity, 1],
    ],
    [
      ['0x1F', '2'],
      ['text', '0x1F', '2'],
    ],
    [
      ['9007199254740993', '1'],
      ['integer', 9_007_199_254_740_993n, 1n],
    ],
    [
      ['9007199254740993', '1.5'],
      ['number', 9_007_199_254_740_992, 1.5],
    ],
    [
      ['99999999999999999999', '1'],
      ['number', 1e20, 1],
    ],
    [
      ['1990', '2020'],
      ['number', 1990, 2020],
    ],
    [
      ['20240131', '20240201'],
      ['number', 20_240_131, 20_240_201],
    ],
    [
      ['2024-01-31', '2024/02/01'],
      ['date', Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1)],
    ],
    [
      ['2024-01-31T10:00:00+01:00', '2024-01-31 10:00'],
      ['date', Date.UTC(2024, 0, 31, 9), Date.UTC(2024, 0, 31, 10)],
    ],
    [
      ['2024-02-30', '2024-01-01'],
      ['text', '2024-02-30', '2024-01-01'],
    ],
    [
      ['31/01/2024', '01/02/2024'],
      ['date', Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1)],
    ],
    [
      ['01/31/2024', '02/01/2024'],
      ['date', Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1)],
    ],
    [
      ['31.01.2024', '1.2.2024 08:30'],
      ['date', Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1, 8, 30)],
    ],
    [
      ['01/02/2024', '03/04/2024'],
      ['text', '01/02/2024', '03/04/2024'],
    ],
    [
      ['NA', '', 'n/a'],
      ['number', null, null, null],
    ],
    [
      ['1', 'NA', '', 'null'],
      ['number', 1, null, null, null],
    ],
    [
      ['None', 'some'],
      ['text', 'None', 'some'],
    ],
  ])('%j', async (values, expected) => {
    const text = `key,value\n${values.map((value) => `k,"${value}"`).join('\n')}\n`;
    expect((await read(text)).value).toEqual(expected);
  });

  it('a text beyond the rows of the sample decides, and a note says which', async () => {
    const path = file(`key,value\n${'k,1\n'.repeat(5000)}k,unknown\n${'k,2\n'.repeat(10)}`);
    const { table, notes } = await readTable(path);
    expect(table.columns[1]?.kind).toBe('text');
    expect(notes).toEqual([
      'column \'value\' is read as texts: 1 value is not a number, the first in row 5001: "unknown"',
    ]);
  });

  it('a note says that a date is ambiguous', async () => {
    const { notes } = await readTable(file('key,at\nk,01/02/2024\nk,03/04/2024\n'));
    expect(notes).toEqual([
      "column 'at' is read as texts: its dates may have the month or the day first, write them as 2024-12-31",
    ]);
  });

  it('a table of 150 columns, more than are tested at once, has the kinds of each', async () => {
    const cells = [...'abc'].map((_, row) =>
      Array.from({ length: 150 }, (_, at) => (at % 3 === 0 ? `t${row}` : at * row)),
    );
    const { table } = await readTable(file([cells[0]?.map((_, at) => `c${at}`), ...cells].join('\n')));
    expect(table.columns.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 150 }, (_, at) => (at % 3 === 0 ? 'text' : 'number')),
    );
    expect(list(table.columns[149])).toEqual([0, 149, 298]);
  });

  it('options name the markers of missing values', async () => {
    expect(await read('a\n1\n?\n', { missing: ['?'] })).toEqual({ a: ['number', 1, null] });
    expect(await read('a\nNA\nx\n', { missing: [] })).toEqual({ a: ['text', 'NA', 'x'] });
  });

  it('prescribed kinds are kept where another would be found', async () => {
    const text = 'zip,count,day,none,flag\n12345,007,2024-01-31,,true\n';
    const kinds = { zip: 'text', count: 'number', day: 'date', none: 'text', flag: 'text', absent: 'number' } as const;
    expect(await read(text, { kinds })).toEqual({
      ...{ zip: ['text', '12345'], count: ['number', 7], day: ['date', Date.UTC(2024, 0, 31)] },
      ...{ none: ['text', null], flag: ['text', 'true'] },
    });
  });

  it.each([
    [{ a: 'number' }, 'row 2, column \'a\': expected a number, got "x"'],
    [{ a: 'integer' }, 'row 2, column \'a\': expected a whole number, got "x"'],
    [{ a: 'boolean' }, 'row 1, column \'a\': expected true or false, got "1"'],
    [{ a: 'date' }, 'row 1, column \'a\': expected a date, got "1"'],
    [{ b: 'date' }, "column 'b': its dates may have the month or the day first, write them as 2024-12-31"],
  ] as const)('refuses a value that is not of a prescribed kind: %j', async (kinds, said) => {
    const path = file('a,b\n1,01/02/2024\nx,03/04/2024\n');
    await expect(readTable(path, { kinds })).rejects.toThrow(`${path}, ${said}`);
  });
});

describe('the header', () => {
  it('may hold numbers where another name stands above numbers, or if the option says so', async () => {
    expect(await read('2019,total\n1,2\n')).toEqual({ 2019: ['number', 1], total: ['number', 2] });
    await expect(read('country,2019\nPeru,2\n')).rejects.toThrow('the header is missing');
    const wide = await read('country,2019\nPeru,2\n', { header: true });
    expect(wide).toEqual({ country: ['text', 'Peru'], 2019: ['number', 2] });
  });

  it('columns may be chosen and dropped, in the order of the file', async () => {
    expect(await read('a,b,c\n1,2,3\n', { columns: ['c', 'a'] })).toEqual({ a: ['number', 1], c: ['number', 3] });
    expect(await read('a,b,c\n1,2,3\n', { drop: ['b'] })).toEqual({ a: ['number', 1], c: ['number', 3] });
    await expect(read('age,b\n1,2\n', { columns: ['aeg'] })).rejects.toThrow(
      "there is no column 'aeg'; did you mean 'age'?",
    );
    await expect(read('a\n1\n', { drop: ['a'] })).rejects.toThrow('drop must be a choice that leaves a column');
  });
});
