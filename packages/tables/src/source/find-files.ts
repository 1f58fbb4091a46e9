import { stat } from 'node:fs/promises';
import { printable, ReluctantError } from '@reluctant/errors';
import { literal } from '../duckdb/sql.js';
import type { Database } from '../duckdb/with-database.js';

/** Characters that make a path a pattern. */
const pattern = /[*?[{]/;

/**
 * The files that paths and patterns name, in the order given; those of one pattern in the order of their names. A path
 * that exists is itself, whatever characters it has.
 *
 * @throws ReluctantError (`input-output`) for a path or pattern that names no file
 */
export async function findFiles(database: Database, paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const kind = await kindOf(path);
    if (kind === 'file') found.push(path);
    else if (kind === 'none' && pattern.test(path)) found.push(...(await matching(database, path)));
    else throw notFound(path, kind === 'none' ? 'there is no such file' : 'this is not a file');
  }
  return found;
}

async function kindOf(path: string): Promise<'file' | 'other' | 'none'> {
  try {
    return (await stat(path)).isFile() ? 'file' : 'other';
  } catch {
    return 'none';
  }
}

async function matching(database: Database, path: string): Promise<readonly string[]> {
  const rows = await database.rows(`SELECT file FROM glob(${literal(path)}) ORDER BY file`);
  if (rows.length === 0) throw notFound(path, 'no file matches the pattern');
  return rows.map(({ file }) => String(file));
}

function notFound(path: string, said: string): ReluctantError {
  return new ReluctantError('input-output', `${printable(path)}: ${said}`, { path: [path], kind: 'usage' });
}
