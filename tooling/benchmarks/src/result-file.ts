import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../results/', import.meta.url);

/** The path of a stored result, e.g. `study` → tooling/benchmarks/results/study.json. */
export function resultPath(name: string): string {
  return fileURLToPath(new URL(`${name}.json`, folder));
}

/** Writes a result atomically, under a temporary name and then renamed. */
export function writeResult(name: string, result: unknown): string {
  const path = resultPath(name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(result, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
  return path;
}

/** Reads a stored result. Its shape is not checked, as only the benchmarks write these files. */
export function readResult<T>(name: string): T {
  return JSON.parse(readFileSync(resultPath(name), 'utf8')) as T;
}
