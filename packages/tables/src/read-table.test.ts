import { appendFileSync, chmodSync, existsSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column } from '@reluctant/preprocessing';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { literal } from './duckdb/sql.js';
import { withDatabase } from './duckdb/with-database.js';
import { fingerprintTable } from './fingerprint-table.js';
import { type ReadTable, readQuery, readTable } from './read-table.js';
import { whileUnchanged } from './source/while-unchanged.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

function file(name: string, content: string): string {
  const path = join(scratch.path, name);
  writeFileSync(path, content);
  return path;
}

/** Writes the rows of a query to a Parquet file. */
async function parquet(name: string, query: string): Promise<string> {
  const path = join(scratch.path, name);
  await withDatabase('500MB', (database) => database.rows(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`));
  return path;
}

function shown({ table }: ReadTable): Record<string, unknown> {
  const values = (column: Column): unknown[] =>
    column.kind === 'text' ? [...column.codes].map((code) => column.categories[code]) : [...column.values];
  return Object.fromEntries(table.columns.map((column) => [column.name, [column.kind, ...values(column)]]));
}

describe('files', () => {
  it('several files and patterns are read in the order of their names', async () => {
    for (const month of ['10', '02', '01']) file(`flights-${month}.csv`, `month,kind\n${Number(month)},x\n`);
    const read = await readTable(join(scratch.path, 'flights-*.csv'));
    expect(shown(read)).toEqual({ month: ['number', 1, 2, 10], kind: ['text', 'x', 'x', 'x'] });
    expect(read.files.map((path) => path.slice(-6))).toEqual(['01.csv', '02.csv', '10.csv']);
    const listed = await readTable(['10', '01'].map((month) => join(scratch.path, `flights-${month}.csv`)));
    expect(shown(listed).month).toEqual(['number', 10, 1]);
  });

  it('a file whose name looks like a pattern is itself', async () => {
    const path = file("it's [1].csv", 'a\n1\n');
    file("it's 1.csv", 'a\n2\n');
    expect(shown(await readTable(path))).toEqual({ a: ['number', 1] });
  });

  it('refuses files with another header or delimiter', async () => {
    const [one, two] = [file('one.csv', 'a,b\n1,2\n'), file('two.csv', 'a,c\n1,2\n')];
    await expect(readTable([one, two])).rejects.toThrow(`${two}: column 2 is 'c', and 'b' in ${one}`);
    const short = file('short.csv', 'a\n1\n');
    await expect(readTable([one, short])).rejects.toThrow(`${short}: column 2 is absent, and 'b' in ${one}`);
    const other = file('other.csv', 'a;b\n1;2\n');
    await expect(readTable([one, other])).rejects.toThrow(`${other}: the delimiter differs from that of ${one}`);
  });

  it('refuses what is not a file', async () => {
    const absent = join(scratch.path, 'absent.csv');
    await expect(readTable(absent)).rejects.toThrow(`${absent}: there is no such file`);
    await expect(readTable(`${absent}*`)).rejects.toThrow(`${absent}*: no file matches the pattern`);
    await expect(readTable(scratch.path)).rejects.toThrow(`${scratch.path}: this is not a file`);
    const path = file('table.xlsx', 'x');
    await expect(readTable(path)).rejects.toThrow('format must be csv, parquet or json for a file whose name');
    expect(shown(await readTable(file('table.data', 'a\n1\n'), { format: 'csv' }))).toEqual({ a: ['number', 1] });
    await expect(readTable([])).rejects.toThrow('path must be at least one file');
    const json = file('mixed.json', '[{"a":1}]');
    await expect(readTable([json, file('mixed.csv', 'a\n1\n')])).rejects.toThrow('path must be files of one format');
  });

  it.each([
    [{ delimiter: ',,' }, "option 'delimiter' of readTable must be one character"],
    [{ memoryLimit: 'much' }, "option 'memoryLimit' of readTable must be a size such as 1GB"],
    [{ kinds: { a: 'float' } }, "option 'kinds.a' of readTable must be one of"],
    [{ delimeter: ',' }, "readTable: there is no option 'delimeter'; did you mean 'delimiter'?"],
  ])('%j: %s', async (options, said) => {
    await expect(readTable('any.csv', options as never)).rejects.toThrow(said);
  });

  it('leaves nothing in the temporary folder', async () => {
    const folder = join(scratch.path, 'temporary');
    mkdirSync(folder);
    vi.stubEnv('TMPDIR', folder);
    try {
      const during = await withDatabase('500MB', async () => readdirSync(folder));
      // DuckDB makes its folder only when it moves something to the disk.
      expect(during).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a file that changes', () => {
  it('is noticed, whether the reading succeeds or fails', async () => {
    const path = file('growing.csv', 'a\n1\n');
    const grow = async (): Promise<void> => appendFileSync(path, '2\n');
    await expect(whileUnchanged([path], grow)).rejects.toThrow(`${path} changed while it was read`);
    const fail = async (): Promise<void> => {
      await grow();
      throw new Error('a consequence');
    };
    await expect(whileUnchanged([path], fail)).rejects.toThrow(`${path} changed while it was read`);
    expect(await whileUnchanged([path], async () => 7)).toBe(7);
    await expect(whileUnchanged([path], () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });

  it('is not one that gets a hard link or other permissions', async () => {
    const path = file('linked.csv', 'a\n1\n');
    const link = async (): Promise<void> => {
      linkSync(path, `${path}.link`);
      chmodSync(path, 0o600);
    };
    await expect(whileUnchanged([path], link)).resolves.toBeUndefined();
  });

  it('has another fingerprint, and the same content has the same one', async () => {
    const path = file('content.csv', 'a,b\n1,x\n');
    const before = await readTable(path);
    const same = await readTable(await parquet('content.parquet', "SELECT 1 AS a, 'x' AS b"));
    expect(same.fingerprint).toBe(before.fingerprint);
    expect(before.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    appendFileSync(path, '2,y\n');
    const after = await readTable(path);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(fingerprintTable(after.table)).toBe(after.fingerprint);
    const renamed = await readTable(file('renamed.csv', 'a,c\n1,x\n'));
    expect(renamed.fingerprint).not.toBe(before.fingerprint);
  });
});

describe('Parquet', () => {
  it('types become kinds', async () => {
    const path = await parquet(
      'types.parquet',
      `SELECT 1::TINYINT AS tiny, 2::BIGINT AS big, 9007199254740993::BIGINT AS large, 1.25::DECIMAL(9,2) AS price, 0.5::FLOAT AS half,
        true AS flag, 'x' AS word, DATE '2024-01-31' AS day, TIMESTAMP '2024-01-31 10:00:00' AS moment,
        TIMESTAMPTZ '2024-01-31 10:00:00+01' AS zoned, '550e8400-e29b-41d4-a716-446655440000'::UUID AS key, NULL::INTEGER AS none`,
    );
    expect(shown(await readTable(path))).toEqual({
      ...{
        tiny: ['number', 1],
        big: ['number', 2],
        large: ['integer', 9_007_199_254_740_993n],
        price: ['number', 1.25],
      },
      ...{ half: ['number', 0.5], flag: ['boolean', 1], word: ['text', 'x'], day: ['date', Date.UTC(2024, 0, 31)] },
      ...{ moment: ['date', Date.UTC(2024, 0, 31, 10)], zoned: ['date', Date.UTC(2024, 0, 31, 9)] },
      ...{ key: ['text', '550e8400-e29b-41d4-a716-446655440000'], none: ['number', Number.NaN] },
    });
  });

  it.each([
    ['[1, 2]', 'lists or structs'],
    ["{'x': 1}", 'lists or structs'],
    ["MAP {'x': 1}", 'lists or structs'],
    ["INTERVAL '1' DAY", 'values of the type INTERVAL'],
    ["'x'::BLOB", 'values of the type BLOB'],
  ])('a column of %s is refused by name, and may be left out', async (value, what) => {
    const path = await parquet('nested.parquet', `SELECT 1 AS a, ${value} AS "my column"`);
    await expect(readTable(path)).rejects.toThrow(
      expect.objectContaining({
        code: 'unsupported',
        message: `${path}: column 'my column' holds ${what}, which no model takes: leave it out`,
      }),
    );
    expect(shown(await readTable(path, { drop: ['my column'] }))).toEqual({ a: ['number', 1] });
  });

  it('refuses a date beyond the range of JavaScript with its row', async () => {
    const path = await parquet(
      'far.parquet',
      "SELECT unnest([TIMESTAMP '2024-01-31', TIMESTAMP '290000-01-01']) AS at",
    );
    await expect(readTable(path)).rejects.toThrow(
      `${path}, row 2, column 'at': expected whole milliseconds since 1970`,
    );
  });

  it('refuses a damaged file and one without rows', async () => {
    await expect(readTable(file('damaged.parquet', 'PAR1 and no more'))).rejects.toThrow('damaged.parquet');
    const empty = await parquet('empty.parquet', 'SELECT 1 AS a WHERE false');
    await expect(readTable(empty)).rejects.toThrow(`${empty}: there are no rows`);
  });
});

describe('JSON', () => {
  it('lists of objects and lines of objects are read, all rows deciding the types', async () => {
    const rows = [
      { a: 1, b: 'x' },
      { a: null, b: 'y' },
      { b: 'z', c: true },
    ];
    const expected = {
      a: ['number', 1, Number.NaN, Number.NaN],
      b: ['text', 'x', 'y', 'z'],
      c: ['boolean', -1, -1, 1],
    };
    expect(shown(await readTable(file('rows.json', JSON.stringify(rows))))).toEqual(expected);
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(shown(await readTable(file('rows.ndjson', lines)))).toEqual(expected);
  });

  it('values of several types become texts with a note, nested ones are refused by name', async () => {
    const mixed = await readTable(file('several.json', '[{"a":1},{"a":"x"},{"a":null}]'));
    expect(shown(mixed)).toEqual({ a: ['text', '1', 'x', undefined] });
    expect(mixed.notes).toEqual(["column 'a' is read as texts: its values are of several types"]);
    for (const content of ['[{"a":[1]}]', '[{"a":{"b":1}}]', '[{"a":1},{"a":[1]}]']) {
      await expect(readTable(file('nested.json', content))).rejects.toThrow("column 'a' holds lists or structs");
    }
  });

  it.each(['[{"a":1},{"a":', '[{"a":1,"a":2}]', '', '[]'])('refuses %j', async (content) => {
    const path = file('bad.json', content);
    await expect(readTable(path)).rejects.toThrow(expect.objectContaining({ code: 'invalid-file' }));
    await expect(readTable(path)).rejects.toThrow(path);
  });
});

describe('readQuery', () => {
  it('reads the rows of a query, and says whether their order is guaranteed', async () => {
    const path = file('query.csv', 'a,b\n3,x\n1,y\n2,z\n');
    const ordered = await readQuery(`select a, b from ${literal(path)} where a > 1 order by a; -- done`);
    expect(shown(ordered)).toEqual({ a: ['number', 2, 3], b: ['text', 'z', 'x'] });
    expect(ordered.notes).toEqual([]);
    const { notes } = await readQuery(`select * from ${literal(path)}`);
    expect(notes).toEqual(['the order of the rows is not guaranteed, as the query has no ORDER BY']);
  });

  it.each([
    ['create table y as select 1 as a', 'the query must be one SELECT statement'],
    ['select 1 as a; select 2 as a', 'the query must be one SELECT statement'],
    ["copy (select 1) to 'x.csv'", 'the query must be one SELECT statement'],
    ['select 1 as a, 2 as A', "the query gives two columns the name 'A'"],
    ['selec 1', 'the query: syntax error at or near "selec"'],
    ["select * from 'https://example.org/x.parquet'", 'requires the extension httpfs'],
    ['select [1] as a', "the query: column 'a' holds lists or structs"],
    ['select 1 as a where false', 'the query: there are no rows'],
  ])('%s: %s', async (query, said) => {
    await expect(readQuery(query)).rejects.toThrow(said);
  });

  it('writes nothing', async () => {
    mkdirSync(join(scratch.path, 'empty'));
    const path = join(scratch.path, 'empty', 'x.csv');
    await expect(readQuery(`copy (select 1) to ${literal(path)}`)).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
  });
});
