import { join } from 'node:path';
import { entryPoints, importEach, typeCheckEach } from './check-entry-points.js';
import type { PublishedPackage } from './published-packages.js';
import type { Manager, Stranger } from './stranger.js';

/** Peers as the READMEs install them. */
const peers = [
  ...['core', 'layers', 'backend-wasm', 'backend-cpu'].map((name) => `@tensorflow/tfjs-${name}@4`),
  ...['bullmq', 'ioredis', 'onnxruntime-node'],
];

/** Peers with install scripts, which the READMEs tell to leave out. */
const flags: Readonly<Record<Manager, readonly string[]>> = {
  npm: ['--ignore-scripts'],
  pnpm: ['--allow-build=!onnxruntime-node', '--allow-build=!msgpackr-extract'],
};

/**
 * Installs the packages that have optional peers together with these, imports and type-checks the entry points that
 * need them, and verifies a model against onnxruntime. Declaration files of TensorFlow.js have errors, so libraries are
 * not checked.
 *
 * @returns a sentence for each thing that is wrong
 */
export async function checkPeers(
  stranger: Stranger,
  packages: readonly PublishedPackage[],
  manager: Manager,
): Promise<readonly string[]> {
  const withPeers = packages.filter(({ manifest }) => manifest.peerDependencies !== undefined);
  const unknown = withPeers
    .flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
    .filter((name) => !/^@tensorflow\/tfjs-node$|^onnxruntime-web$/.test(name))
    .filter((name) => !peers.some((peer) => peer.replace(/@4$/, '') === name));
  if (unknown.length > 0) return [`no trial installs the peer ${unknown.join(', ')}`];
  stranger.writeManifest();
  await stranger.install(manager, [...withPeers.map(({ name }) => name), ...peers], flags[manager]);
  const modules = withPeers.flatMap((one) => entryPoints(one, true));
  await importEach(stranger, modules);
  await typeCheckEach(stranger, modules, { libraries: false });
  const sparse = (line: string): Promise<string> =>
    stranger.run(join(stranger.folder, 'node_modules/.bin/reluctant-sparse'), line.split(' '));
  await sparse('train --width 16 --n_layers 1 --epochs 1 --n_samples 400 --out net');
  await sparse('export net');
  const table = await sparse('verify net');
  return table.includes('onnxruntime, dense graph') ? [] : [`verify does not find onnxruntime:\n${table}`];
}
