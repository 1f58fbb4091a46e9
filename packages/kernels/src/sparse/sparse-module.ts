import { compileBinary } from '../binary/compile-binary.js';
import { digits } from '../generated/sparse-simd.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The sparse module, compiled once per JavaScript realm; it can be posted to workers.
 *
 * @throws ReluctantError (`unsupported`) as {@link compileBinary}
 */
export function sparseModule(): Promise<WebAssembly.Module> {
  compiled ??= compileBinary(digits);
  return compiled;
}
