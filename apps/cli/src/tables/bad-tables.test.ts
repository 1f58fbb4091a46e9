import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe as describeError } from '@reluctant/errors';
import { makeStudyData, planStudies, resolveStudy } from '@reluctant/study';
import { afterAll, expect, test } from 'vitest';
import { readPlanTable } from './read-plan-table.js';

const folder = mkdtempSync(join(tmpdir(), 'reluctant-bad-tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `reluctant run` does with a table before the first epoch; its error as a user sees it, or the configuration. */
async function outcome(
  bytes: string | Uint8Array | undefined,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const path = join(folder, 'table.csv');
  writeFileSync(path, bytes ?? '');
  try {
    const plan = planStudies({ data: [path], strategies: ['relu'], n_runs: 1, epochs: 1, ...settings });
    const { notes: _, ...table } = await readPlanTable(plan);
    const [part] = plan.parts;
    if (part === undefined) return 'no study';
    const { config, notices } = await resolveStudy(part.settings, { table });
    const [data] = makeStudyData(config, { table });
    const finite = data?.train.features.every(Number.isFinite) && data.validation.features.every(Number.isFinite);
    const said = notices.filter((notice) => !/^Engine|^Comparisons/.test(notice)).join(' ');
    return `${config.table?.rows} rows, ${config.n_features} features, ${config.n_classes} outputs${finite ? '' : ', not finite'}${said === '' ? '' : `; ${said}`}`;
  } catch (error) {
    return describeError(error, ([name]) => `--${name}`).replaceAll(`${folder}/`, '');
  }
}

const lines = Array.from(
  { length: 40 },
  (_, row) => `${row % 7},${(row * 3) % 11},${row % 2 === 0 ? 'yes' : 'no'},${row * 1.5}`,
);
const csv = (rows: readonly string[] = lines, header = 'a,b,kind,price', end = '\n'): string =>
  [header, ...rows].join(end) + end;
const changed = (row: number, line: string): string => csv(lines.with(row, line));

const learned = '40 rows, 2 features, 2 outputs';
const value = '40 rows, 2 features, 1 outputs';
const piped = (text: string): string => text.replaceAll(',', '|');
const without = (pattern: RegExp, text: string): string[] => lines.map((line) => line.replace(pattern, text));

/** What is said of a table with classes, and where it differs of one with a real target. */
const cases: readonly (readonly [name: string, bytes: string | Uint8Array, classes: string, real?: string])[] = [
  ['ragged rows', changed(4, '1,2,yes'), 'table.csv, line 6: expected 4 fields, got 3'],
  ['a row that is too long', changed(4, '1,2,yes,3,4'), 'table.csv, line 6: expected 4 fields, got 5'],
  ['a name twice', csv(lines, 'a,a,kind,price'), "table.csv, line 1: columns 1 and 2 are both named 'a' in the header"],
  [
    'no header',
    lines.slice(1).join('\n'),
    'table.csv, line 1: the header is missing: the name of a column is "1", which looks like a value',
  ],
  ['a byte order mark', `\ufeff${csv()}`, learned, value],
  ['CRLF', csv(lines, 'a,b,kind,price', '\r\n'), learned, value],
  ['a line break in quotes', csv(without(/yes/, '"y\nes"')), learned, value],
  ['another delimiter', csv(lines.map(piped), 'a|b|kind|price'), learned, value],
  ['Latin-1', Buffer.from(changed(3, '1,2,\u00e9,3'), 'latin1'), 'table.csv: the text is not UTF-8'],
  ['an empty file', '', 'table.csv: the file is empty'],
  ['a header alone', 'a,b,kind,price\n', 'table.csv: the file has a header and no rows'],
  [
    'one class',
    csv(without(/yes/, 'no')),
    'table.csv, column \'kind\': the target has one class only, "no": there is nothing to learn',
    value,
  ],
  [
    'a class with one row',
    changed(3, '1,2,maybe,3'),
    "table.csv: class 'maybe' of the target 'kind' has one row, fewer than the 2 that a division into sets needs",
    value,
  ],
  [
    'a missing target',
    changed(3, '1,2,,'),
    "39 rows, 2 features, 2 outputs; 1 of 40 rows has no 'kind': left out.",
    "39 rows, 2 features, 1 outputs; 1 of 40 rows has no 'price': left out.",
  ],
  [
    'no target at all',
    csv(without(/[^,]*,[^,]*$/, ',')),
    "table.csv, column 'kind': the target has no values",
    "table.csv, column 'price': the target has no values",
  ],
  [
    'an infinite feature',
    changed(3, 'inf,2,yes,3'),
    "table.csv, row 4, column 'a': expected a finite number, got Infinity",
  ],
  [
    'an infinite target',
    changed(3, '1,2,yes,inf'),
    learned,
    "table.csv, row 4, column 'price': expected a finite number, got Infinity",
  ],
  [
    'a constant column',
    csv(without(/^./, '7')),
    "40 rows, 1 features, 2 outputs; Columns that are left out: 'a' (",
    "40 rows, 1 features, 1 outputs; Columns that are left out: 'a' (",
  ],
  ['constants alone', csv(without(/^[^,]*,[^,]*/, '7,8')), "no column is left to learn from; dropped: 'a'"],
  [
    'one price',
    csv(without(/[^,]*$/, '5')),
    learned,
    "table.csv, column 'price': the target has one value only, 5: there is nothing to learn",
  ],
  [
    'a text among the prices',
    changed(3, '1,2,yes,dear'),
    learned,
    'table.csv, row 4, column \'price\': expected a number, got "dear"',
  ],
];

test.each(cases)('%s', async (_, bytes, classes, real = classes) => {
  expect(await outcome(bytes, { target: 'kind', drop: ['price'] })).toContain(classes);
  expect(await outcome(bytes, { target: 'price', task: 'regression', drop: ['kind'] })).toContain(real);
});

const from = 'from range(20000) t(i) order by i';
test.each([
  ['10,000 categories', `select 'k' || (i % 10000) as c, i % 7 as x, i % 2 as y, i * 0.5 as z ${from}`, '20000 rows, '],
  ['a column of lists', `select [i] as c, i % 7 as x, i % 2 as y, i * 0.5 as z ${from}`, "column 'c'"],
  ['a column of structs', `select {'a': i} as c, i % 7 as x, i % 2 as y, i * 0.5 as z ${from}`, "column 'c'"],
])('%s', async (_, query, said) => {
  for (const target of ['y', 'z']) expect(await outcome('', { data: undefined, query, target })).toContain(said);
});
