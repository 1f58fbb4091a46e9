import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The lasting content of a directory: a digest for each file, by its path. */
export type StoredContent = ReadonlyMap<string, string>;

/**
 * Files that hold times, threads, or checksums of files with times. That they are there is compared, not what is in
 * them: the programs themselves check them against the rest.
 */
const present = ['environment.json', 'manifest.json', 'pictures.json'];

/**
 * The content of a directory that must not depend on interruptions: whole files, without wall times and checksums of
 * rows with wall times. Lines of `.jsonl` files are sorted, as threads take turns.
 */
export function storedContent(directory: string): StoredContent {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry): [string, string] => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(directory.length + 1), digest(lasting(path))];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The paths at which two contents differ, each with how. */
export function differences(found: StoredContent, expected: StoredContent): string[] {
  const paths = [...new Set([...found.keys(), ...expected.keys()])].sort();
  return paths
    .filter((path) => found.get(path) !== expected.get(path))
    .map((path) => `${path} ${!found.has(path) ? 'is missing' : expected.has(path) ? 'differs' : 'is left'}`);
}

function lasting(path: string): Uint8Array | string {
  const name = basename(path);
  if (present.includes(name)) return '';
  const bytes = readFileSync(path);
  if (name === 'metrics.jsonl') return sortedLines(bytes, /,"wall_ms":[^,}]+/g);
  if (name === 'runs.jsonl') return sortedLines(bytes, /"crc32":\d+/g);
  if (name === 'tests.jsonl') return sortedLines(bytes, /^$/g);
  if (name.endsWith('.svg')) return sortedElements(bytes);
  if (name === 'training.json') return bytes.toString('utf8').replace(/"(wall_ms|seconds|sha256)": [^\n]+/g, '');
  return bytes;
}

/**
 * The elements of a picture, coordinates to six decimals: a drawing process uses views of Vega again, so that the order
 * of elements and the last digits depend on what it drew before.
 */
function sortedElements(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/-?\d+\.\d{7,}/g, (number) => String(Number(Number(number).toFixed(6))));
  return text.split('<').sort().join('<');
}

function sortedLines(bytes: Buffer, masked: RegExp): string {
  return bytes.toString('utf8').replace(masked, '').split('\n').sort().join('\n');
}

function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
