import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeTypes, tsc } from './check-entry-points.js';
import type { PublishedPackage } from './published-packages.js';
import { examplesOf, importedPackages, installedByReadme, strictOptions } from './readme-examples.js';
import type { Stranger } from './stranger.js';

/**
 * Follows the README of an installed package: installs what its lines install, compiles its examples as strict
 * TypeScript, runs them and compares what they print.
 *
 * @param stranger - has the package installed by pnpm, so that an example finds only what the README tells to install
 * @returns a sentence for each thing that is wrong
 */
export async function checkReadme(stranger: Stranger, { name }: PublishedPackage): Promise<readonly string[]> {
  const text = readFileSync(join(stranger.folder, 'node_modules', name, 'README.md'), 'utf8');
  const examples = examplesOf(name, text);
  if (examples.length === 0) return [];
  const installed = installedByReadme(text);
  const bare = new Set(installed.map((one) => one.replace(/(?<=.)@[^/@]*$/, '')));
  const missing = examples.flatMap(({ title, code }) =>
    importedPackages(code)
      .filter((imported) => !bare.has(imported))
      .map((imported) => `${title} imports ${imported}, which no line of the README installs`),
  );
  if (missing.length > 0) return missing;
  const others = installed.filter((one) => one !== name);
  if (others.length > 0) await stranger.install('pnpm', others);
  for (const example of examples) stranger.write(`${example.name}.ts`, example.code);
  const compilerOptions = { ...strictOptions(), ...nodeTypes };
  const files = examples.map((example) => `${example.name}.ts`);
  stranger.write('tsconfig.examples.json', JSON.stringify({ compilerOptions, files }));
  await stranger.run(process.execPath, [tsc, '-p', 'tsconfig.examples.json']);
  const faults: string[] = [];
  for (const { title, name: file, output } of examples) {
    const printed = await stranger.run(process.execPath, [`out/${file}.js`]);
    if (printed !== output) faults.push(`${title} prints\n${printed}instead of\n${output}`);
  }
  return faults;
}
