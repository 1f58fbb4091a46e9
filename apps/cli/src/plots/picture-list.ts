import { basename, join } from 'node:path';
import { type Checksum, checksumOfFile, jsonOf, readBytes, writeJson } from '@reluctant/runner';
import * as z from 'zod';

const schema = z.object({
  version: z.literal(1),
  /** SHA-256 of the file that the pictures show; null for a study that was not finished. */
  of: z.string().nullable(),
  /** SHA-256 of each font besides DejaVu Sans. */
  fonts: z.array(z.string()).default([]),
  /** By name, in the folder of the list. */
  files: z.record(z.string(), z.object({ bytes: z.int().min(0), sha256: z.string() })),
});

/** The file whose content decides whether pictures are of the present results. */
const sources = ['manifest.json', 'comparison.json'];

/**
 * Writes `plots/pictures.json`: the names and checksums of the pictures, and of what they show. It is written last, so
 * that pictures that a kill or a full disk has cut off are drawn again.
 */
export function writePictureList(directory: string, paths: readonly string[], fonts: readonly string[]): void {
  const files: Record<string, Checksum> = {};
  for (const path of paths) {
    const checksum = checksumOfFile(path);
    if (checksum !== undefined) files[basename(path)] = checksum;
  }
  writeJson(listPath(directory), { version: 1, of: shown(directory), fonts: checksumsOf(fonts), files });
}

/** Whether the pictures of a directory are whole, and show its present results in these fonts. */
export function hasPictures(directory: string, fonts: readonly string[]): boolean {
  const list = schema.safeParse(jsonOf(readBytes(listPath(directory))?.toString() ?? '')).data;
  if (list === undefined || list.of === null || list.of !== shown(directory)) return false;
  if (list.fonts.join() !== checksumsOf(fonts).join()) return false;
  return Object.entries(list.files).every(
    ([name, { sha256 }]) => checksumOfFile(join(directory, 'plots', name))?.sha256 === sha256,
  );
}

/**
 * Whether the pictures of a directory show other results than it holds now: the study has grown, or was compared anew.
 */
export function hasOldPictures(directory: string): boolean {
  const list = schema.safeParse(jsonOf(readBytes(listPath(directory))?.toString() ?? '')).data;
  return list !== undefined && list.of !== shown(directory);
}

function checksumsOf(fonts: readonly string[]): string[] {
  return fonts.map((font) => checksumOfFile(font)?.sha256 ?? '');
}

function listPath(directory: string): string {
  return join(directory, 'plots', 'pictures.json');
}

function shown(directory: string): string | null {
  for (const name of sources) {
    const checksum = checksumOfFile(join(directory, name));
    if (checksum !== undefined) return checksum.sha256;
  }
  return null;
}
