import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseWith } from '@reluctant/errors';
import * as z from 'zod';

const listingSchema = z.object({
  /** Version by name: what the bundle contains, the program itself included. */
  bundled: z.record(z.string(), z.string()),
  /** Modules that the bundle imports from outside: `yaml`, `@reluctant/trainer/tfjs`. */
  external: z.array(z.string()),
});

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * The versions of all code that a bundled program may run: of bundled packages those that were bundled, whatever
 * `node_modules` holds by now; of packages outside the bundle, and of what these depend on, those that are found. A
 * package that is in the bundle and outside, too, such as one whose tfjs engine is left outside, has the outer copy
 * under the name of the module that is imported.
 *
 * @param program - URL of any file of the bundle
 */
export function packageVersions(program: string): Record<string, string> {
  const { bundled, external } = readListing(program);
  const versions = new Map(Object.entries(bundled));
  const waiting = external.map((module) => ({ module, from: program }));
  const seen = new Set<string>();
  for (const { module, from } of waiting) {
    const found = findManifest(module, from);
    if (found === undefined || seen.has(found.path)) continue;
    seen.add(found.path);
    const { name, version, dependencies, optionalDependencies, peerDependencies } = found.manifest;
    if (!versions.has(name)) versions.set(name, version);
    else if (Object.hasOwn(bundled, name))
      versions.set(module === name ? `${name} (outside the bundle)` : module, version);
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      // What the bundle has itself is not looked for again: the copy outside belongs to the module that is outside.
      if (!Object.hasOwn(bundled, dependency)) waiting.push({ module: dependency, from: found.path });
    }
  }
  return Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The version of a program.
 *
 * @param program - URL of a file one folder below the program's manifest, as its bundle and its sources are
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

/**
 * The manifest of the package that a module belongs to, as it would be loaded from a file; undefined if it is not
 * found.
 */
function findManifest(
  module: string,
  from: string,
): { readonly path: string; readonly manifest: z.output<typeof manifestSchema> } | undefined {
  const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
  // Not by resolving an entry: some packages have none for require.
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const path = join(folder, name, 'package.json');
    if (!existsSync(path)) continue;
    const manifest = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    // Its own dependencies lie beside its real folder.
    if (manifest.success) return { path: realpathSync(path), manifest: manifest.data };
  }
  return undefined;
}
