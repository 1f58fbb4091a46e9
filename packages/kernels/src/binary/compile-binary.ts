import { ReluctantError } from '@reluctant/errors';

/**
 * Compiles a binary that `scripts/build.mjs` embedded.
 *
 * @param packed - the binary, compressed by deflate, in base64
 * @throws ReluctantError (`unsupported`) where there is no WebAssembly, where a Content-Security-Policy forbids it, or
 * where the runtime lacks an instruction of the binary
 */
export async function compileBinary(packed: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new ReluctantError('unsupported', 'there is no WebAssembly here');
  const bytes = await inflated(Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)));
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new ReluctantError('unsupported', reasonFor(bytes), { cause: error });
  }
}

/** What of Node is used where there is Node: its streams take longer to load than a study of a second can spare. */
interface WithZlib {
  readonly process?: {
    getBuiltinModule?(name: 'node:zlib'): { inflateRawSync(bytes: Uint8Array): Uint8Array<ArrayBuffer> };
  };
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const zlib = (globalThis as WithZlib).process?.getBuiltinModule?.('node:zlib');
  if (zlib !== undefined) return zlib.inflateRawSync(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A runtime that validates a binary and does not compile it was forbidden to. */
function reasonFor(bytes: Uint8Array<ArrayBuffer>): string {
  if (!WebAssembly.validate(bytes))
    return 'this JavaScript runtime cannot run the WebAssembly of the kernels: it has no SIMD';
  return "WebAssembly is forbidden here: the page's Content-Security-Policy must have 'wasm-unsafe-eval' in its script-src";
}
