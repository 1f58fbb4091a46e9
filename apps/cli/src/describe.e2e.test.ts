import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const rows = Array.from({ length: 60 }, (_, row) => {
  const mass = row % 7 === 0 ? 'NA' : 600 + (row % 11);
  return `${row},${mass},"${row % 2 === 0 ? 'Oslo, Norway' : 'Lima'}",${row % 5 === 0 ? 'tit' : 'owl'}`;
});
writeFileSync(join(scratch.path, 'birds.csv'), `ring,mass,city,species\n${rows.join('\n')}\n`);
writeFileSync(join(scratch.path, 'ragged.csv'), 'a,b\n1,2\n3\n');
writeFileSync(join(scratch.path, 'comma.csv'), '"a, b",c\n1,2\n2,1\n2,2\n');
writeFileSync(join(scratch.path, 'names.csv'), `"a\u001b[31m",${'long'.repeat(40)}\n1,x\n2,y\n`);

describe('reluctant describe', () => {
  it('prints what columns hold, what is done to them, the classes and what to look at, in 80 columns', async () => {
    const { code, stdout, stderr } = await runBuiltCli(scratch.path, ['describe', 'birds.csv', '--target', 'species']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain('birds.csv: 60 rows, 4 columns, 4 features');
    expect(stdout).toMatch(/│ mass +│ number +│ +9 │ +11 │ 600 +│ [▁-█ ]{8} +│/);
    expect(stdout).toMatch(/│ ring +│ dropped +│ +0 │ an identifier: another +│/);
    expect(stdout).toMatch(/│ mass +│ standardised, missing +│ +2 │ numbers +│/);
    expect(stdout).toContain('Target species: classification (the target holds texts)');
    expect(stdout).toMatch(/│ owl +│ +48 │ +80\.0 % │ █{20} +│/);
    const sentence = "- column 'ring' has another value in each row, like an identifier, and is dropped";
    expect(stdout.replaceAll('\n  ', ' ')).toContain(sentence);
  });

  it('prints JSON alone with --json, and takes overrides', async () => {
    const flags = ['--target', 'mass', '--categorical', 'city,species', '--drop', 'ring', '--json'];
    const { stdout } = await runInProcess(scratch.path, ['describe', 'birds.csv', ...flags]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ rows: 60, source: 'birds.csv', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), notes: [] },
      target: { name: 'mass', task: 'classification', missing: 9 },
      columns: [{ why: 'as asked' }, { role: 'target' }, { role: 'categorical' }, { role: 'categorical' }],
    });
  });

  it('reads a query and says that the order of its rows is not guaranteed', async () => {
    const query = "select city, count(*) as birds from 'birds.csv' group by city";
    const { code, stdout } = await runInProcess(scratch.path, ['describe', '--query', query]);
    expect(code).toBe(0);
    expect(stdout).toContain('2 rows, 2 columns');
    expect(stdout).toContain('- the order of the rows is not guaranteed, as the query has no ORDER BY');
  });

  it('a name with a comma is one name', async () => {
    const { stdout } = await runInProcess(scratch.path, ['describe', 'comma.csv', '--drop', 'a, b']);
    expect(stdout).toMatch(/│ a, b +│ dropped +│ +0 │ as asked +│/);
  });

  it('control characters and long names do not break the tables', async () => {
    const { stdout } = await runInProcess(scratch.path, ['describe', 'names.csv']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('│ a\\x1b[31m ');
    expect(stdout.split('\n').filter((line) => /[┌│└├]/.test(line) && line.length > 80)).toEqual([]);
  });
});

test.each([
  [['describe'], 2, 'describe needs a file or --query'],
  [['describe', 'absent.csv'], 2, 'absent.csv: there is no such file'],
  [['describe', 'ragged.csv'], 1, 'ragged.csv, line 3: expected 2 fields, got 1'],
  [['describe', 'birds.csv', '--target', 'specis'], 2, "there is no column 'specis'; did you mean 'species'?"],
  [['describe', 'birds.csv', '--drop', 'ring,mas'], 2, "there is no column 'mas'; did you mean 'mass'?"],
  [
    ['describe', 'birds.csv', '--drop', 'mass', '--numeric', 'mass'],
    2,
    "--drop and --numeric both name the column 'mass'",
  ],
  [
    ['describe', 'birds.csv', '--numeric', 'city'],
    1,
    'birds.csv, row 1, column \'city\': expected a number, got "Oslo, Norway"',
  ],
  [['describe', 'birds.csv', '--target', 'mass', '--task', 'clustering'], 2, '--task must be one of'],
  [['describe', 'birds.csv', '--task', 'regression'], 2, '--task must be given with a target'],
  [['describe', 'birds.csv', '--min_frequency', 'many'], 2, '--min_frequency'],
  [['describe', 'birds.csv', '--max-categories', '1'], 2, '--max_categories'],
  [['describe', 'birds.csv', '--delimiter', ';'], 1, "',' seems to be the delimiter"],
  [['describe', 'birds.csv', '--query', 'select 1'], 2, '--query and a file exclude each other'],
  [['describe', '--query', 'drop table birds'], 1, 'the query: '],
  [['describe', 'birds.csv', '--targt', 'x'], 2, "unknown option '--targt'; did you mean --target?"],
] as const)('reluctant %j: exit code %i and one sentence', async (args, code, sentence) => {
  const result = await runInProcess(scratch.path, args);
  expect(result.stderr).toMatch(/^reluctant: .*\n$/);
  expect(result.stderr).toContain(sentence);
  expect(result).toMatchObject({ code, stdout: '' });
});
