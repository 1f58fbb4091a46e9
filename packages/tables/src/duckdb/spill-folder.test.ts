import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { spillFolder } from './spill-folder.js';
import { withDatabase } from './with-database.js';

test('folders of dead processes are removed, those of living ones stay, and a small reading leaves none', async () => {
  const { pid: dead } = spawnSync('true');
  const own = spillFolder();
  const left = own.replace(`-${process.pid}-`, `-${dead}-`);
  for (const folder of [own, left]) mkdirSync(folder);
  try {
    await withDatabase('1GB', (database) => database.rows('SELECT 1 AS one'));
    expect([existsSync(own), existsSync(left)]).toEqual([true, false]);
    const prefix = `${basename(own).split(`-${process.pid}-`)[0]}-${process.pid}-`;
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(prefix))).toEqual([basename(own)]);
  } finally {
    rmSync(own, { recursive: true });
  }
});

test('what does not fit into memory goes to the folder, which is removed', async () => {
  const sorted = await withDatabase('60MB', async (database) => {
    await database.rows('CREATE TEMP TABLE t AS SELECT hash(i) AS h, hash(i + 1) AS g FROM range(3000000) r(i)');
    return database.rows('SELECT count(*)::INTEGER AS n FROM (SELECT * FROM t ORDER BY h)');
  });
  expect(sorted).toEqual([{ n: 3000000 }]);
  const names = await readdir(tmpdir());
  expect(names.filter((name) => name.includes(`-${process.pid}-`) && name.startsWith('reluctant-tables'))).toEqual([]);
});
