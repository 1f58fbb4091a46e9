import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { PublishedManifest, PublishedPackage } from './published-packages.js';
import { run } from './run.js';

/**
 * Checks what is published: the manifest, the files, the licences of bundled code, and, by publint and Are The Types
 * Wrong, the entry points.
 *
 * @returns a sentence for each thing that is wrong
 */
export async function checkTarball(published: PublishedPackage): Promise<readonly string[]> {
  const tarball = Uint8Array.from(await readFile(published.tarball));
  return [
    ...manifestFaults(published.manifest),
    ...fileFaults(published),
    ...(await licenceFaults(published)),
    ...(await publintMessages(tarball)),
    ...(await typeProblems(published.manifest, tarball)),
  ];
}

const wanted = ['description', 'keywords', 'homepage', 'bugs', 'license', 'author', 'repository', 'engines'];
/** Scripts that package managers run when they install. */
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

function manifestFaults(manifest: PublishedManifest): readonly string[] {
  const scripts = Object.keys(manifest.scripts ?? {}).filter((name) => installScripts.includes(name));
  return [
    ...wanted.filter((field) => manifest[field] === undefined).map((field) => `package.json has no ${field}`),
    ...(manifest.exports['./package.json'] === undefined ? ['./package.json is not exported'] : []),
    ...scripts.map((name) => `package.json has the install script ${name}`),
  ];
}

/** What only this workspace needs. */
const internal = /(^|\/)(testing|fixtures|__tests__)\/|\.(test|e2e|spec)\.|\.tsbuildinfo$|(^|\/)tsconfig|\.map$/;

function fileFaults({ files }: PublishedPackage): readonly string[] {
  return [
    ...['LICENSE', 'README.md'].filter((name) => !files.includes(name)).map((name) => `there is no ${name}`),
    ...files.filter((path) => internal.test(path)).map((path) => `${path} is of no use outside of the workspace`),
  ];
}

/** Bundled packages of others need their licences beside them. */
async function licenceFaults({ files, tarball, folder }: PublishedPackage): Promise<readonly string[]> {
  if (!files.includes('dist/bundled-packages.json')) return [];
  if (!files.includes('dist/THIRD-PARTY-LICENSES.txt')) return ['there are no licences of what is bundled'];
  const read = (name: string): Promise<string> =>
    run('tar', ['-xzOf', tarball, `package/dist/${name}`], { cwd: process.cwd() });
  const { bundled } = JSON.parse(await read('bundled-packages.json')) as { bundled: Record<string, string> };
  const licences = await read('THIRD-PARTY-LICENSES.txt');
  return Object.entries(bundled)
    .filter(([name, version]) => !name.startsWith('@reluctant/') && !licences.includes(`${name} ${version} (`))
    .map(([name, version]) => `${folder} bundles ${name} ${version} without its licence`);
}

async function publintMessages(tarball: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/**
 * Packages are ES modules for Node and bundlers: `require` of old versions, and resolution without `exports`, do not
 * count.
 */
const supported = new Set(['node16-esm', 'bundler']);

async function typeProblems(manifest: PublishedManifest, tarball: Uint8Array): Promise<readonly string[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  // Commands have no types.
  if (!result.types) return manifest.bin === undefined ? ['Are The Types Wrong: the package has no types'] : [];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem) || supported.has(problem.resolutionKind))
    .map((problem) => `Are The Types Wrong: ${JSON.stringify(problem)}`);
}
