import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseWith } from '@reluctant/errors';
import * as z from 'zod';

const listingSchema = z.object({
  /** Versions of the packages in the bundle by name, the program itself included. */
  bundled: z.record(z.string(), z.string()),
  /** Packages that the bundle imports at run time. */
  external: z.array(z.string()),
});

const manifestSchema = z.looseObject({ name: z.string(), version: z.string() });

/**
 * The versions of all packages that a bundled program runs: for bundled packages the versions in the bundle, even if `node_modules`
 * has changed since; for external packages the installed versions, where they are installed.
 *
 * @param program - URL of any file of the bundle
 */
export function packageVersions(program: string): Record<string, string> {
  const { bundled, external } = readListing(program);
  const found = external.flatMap((name) => {
    const version = installedVersion(name, program);
    return version === undefined ? [] : [[name, version] as const];
  });
  const versions = [...Object.entries(bundled), ...found];
  return Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The version of a program.
 *
 * @param program - URL of a file one folder below the program's package.json, where its bundle and its sources are
 */
export function programVersion(program: string): string {
  const manifest: unknown = createRequire(program)('../package.json');
  return parseWith(manifestSchema, manifest, { owner: 'package.json', of: 'file' }).version;
}

function readListing(program: string): z.output<typeof listingSchema> {
  const path = new URL('./bundled-packages.json', program);
  return parseWith(listingSchema, JSON.parse(readFileSync(path, 'utf8')), {
    owner: 'bundled-packages.json',
    of: 'file',
  });
}

/** The version of a package as the program would load it: from the nearest package.json above its entry that has its name. */
function installedVersion(name: string, program: string): string | undefined {
  let entry: string;
  try {
    entry = createRequire(program).resolve(name);
  } catch {
    // It is not installed, or has no entry for require.
    return undefined;
  }
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    const manifest = existsSync(path) ? manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
    if (manifest?.data?.name === name) return manifest.data.version;
  }
  return undefined;
}
