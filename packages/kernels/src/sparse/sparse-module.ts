import { compileBinary } from '../binary/compile-binary.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The sparse module, compiled once per JavaScript realm; it can be posted to workers.
 *
 * @throws ReluctantError (`unsupported`) as {@link compileBinary}
 */
export function sparseModule(): Promise<WebAssembly.Module> {
  compiled ??= compile().catch((error: unknown) => {
    // A part of a page that did not load may load later.
    compiled = undefined;
    throw error;
  });
  return compiled;
}

async function compile(): Promise<WebAssembly.Module> {
  const { digits } = await import('../generated/sparse-simd.js');
  return await compileBinary(digits);
}
