import { ReluctantError } from '@reluctant/errors';
import { isBuffer, type ModelSource } from './model-source.js';
import type { Platform } from './platform.js';
import type { SparseSessionOptions } from './sparse-session.js';

/** A path within a model without `./`, so that two spellings are one file. */
const plainPath = (path: string): string => path.replace(/^(\.\/)+/, '');

/**
 * The bytes of the other files in which tensors of a model stand, each read once.
 *
 * @param locations - paths as the model gives them
 * @param given - the option `externalData`
 * @throws ReluctantError naming the first file that was neither given nor stands beside the model
 */
export async function readExternalFiles(
  platform: Platform,
  source: ModelSource,
  locations: readonly string[],
  given: SparseSessionOptions['externalData'] = [],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const location of locations) {
    const found = given.find((file) => typeof file !== 'string' && plainPath(file.path) === plainPath(location));
    if (found !== undefined && typeof found !== 'string') {
      files.set(location, await bytesOf(platform, found.data));
    } else if (typeof source === 'string' || source instanceof URL) {
      files.set(location, await platform.readBeside(source, location));
    } else {
      const message = `tensors of the model stand in another file: give it as the option externalData, [{ path, data }], with the path '${location}'`;
      throw new ReluctantError('invalid-option', message, { path: ['externalData'], expected: location });
    }
  }
  return files;
}

async function bytesOf(platform: Platform, data: string | Blob | Uint8Array | ArrayBufferLike): Promise<Uint8Array> {
  if (typeof data === 'string') return platform.read(data);
  if (data instanceof Uint8Array) return data;
  if (isBuffer(data)) return new Uint8Array(data);
  return new Uint8Array(await data.arrayBuffer());
}
