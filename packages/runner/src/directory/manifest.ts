import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Checksum, checksumOfFile, sha256 } from './checksum.js';
import { readBytes } from './read-bytes.js';
import { jsonOf } from './read-lines.js';
import { writeJson } from './write-whole.js';

const count = z.int().min(0);

const schema = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.object({ bytes: count, sha256: z.string() })),
  /** SHA-256 of the JSON of `files`. */
  sha256: z.string(),
});

/** The files that a manifest lists, where they exist. Those of single runs are in `runs.jsonl`. */
const listed = ['config.json', 'environment.json', 'metrics.jsonl', 'tests.jsonl', 'runs.jsonl', 'summary.json'];

/** Whether the study of a directory is finished: its manifest is written last. */
export function isFinished(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json'));
}

/** Writes `manifest.json`: length and SHA-256 of the files of a finished study. */
export function writeManifest(directory: string): void {
  const files: Record<string, Checksum> = {};
  for (const name of listed) {
    const checksum = checksumOfFile(join(directory, name));
    if (checksum !== undefined) files[name] = checksum;
  }
  writeJson(join(directory, 'manifest.json'), { version: 1, files, sha256: sha256(JSON.stringify(files)) });
}

/** Removes the manifest: the study is not finished any more. */
export function removeManifest(directory: string): void {
  rmSync(join(directory, 'manifest.json'), { force: true });
}

/**
 * What differs between a finished study and its manifest: a sentence for each file that is missing or changed.
 *
 * @param names - which files to check. Default: all of them
 */
export function damagesOf(directory: string, names: readonly string[] = listed): string[] {
  const path = join(directory, 'manifest.json');
  const files = filesOf(path);
  if (files === undefined) return [`${path} is damaged`];
  return names.flatMap((name) => {
    const stored = files[name];
    const found = checksumOfFile(join(directory, name));
    if (stored === undefined) return [];
    if (found === undefined) return [`${join(directory, name)} is missing`];
    if (found.bytes !== stored.bytes) {
      return [`${join(directory, name)} is damaged: it has ${found.bytes} bytes instead of ${stored.bytes}`];
    }
    return found.sha256 === stored.sha256 ? [] : [`${join(directory, name)} is damaged: its content has changed`];
  });
}

/** The files of a manifest; undefined if it is damaged. */
function filesOf(path: string): Readonly<Record<string, Checksum>> | undefined {
  const manifest = schema.safeParse(jsonOf(readBytes(path)?.toString() ?? '')).data;
  if (manifest === undefined) return undefined;
  return manifest.sha256 === sha256(JSON.stringify(manifest.files)) ? manifest.files : undefined;
}
