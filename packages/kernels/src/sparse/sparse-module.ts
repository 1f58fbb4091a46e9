import { compileBinary } from '../binary/compile-binary.js';
import { packed } from '../generated/sparse-float32.js';

let float32: Promise<WebAssembly.Module> | undefined;
let all: Promise<WebAssembly.Module> | undefined;

/**
 * The sparse module for float32 weights, compiled once per JavaScript realm; it can be posted to workers.
 *
 * @throws ReluctantError (`unsupported`) as {@link compileBinary}
 */
export function float32Module(): Promise<WebAssembly.Module> {
  float32 ??= compileBinary(packed);
  return float32;
}

/** The module for weights of every precision, which also measures bandwidth; loaded on first need. */
export function wholeModule(): Promise<WebAssembly.Module> {
  all ??= loadWhole().catch((error: unknown) => {
    // A page may load later what it could not load now.
    all = undefined;
    throw error;
  });
  return all;
}

async function loadWhole(): Promise<WebAssembly.Module> {
  const all = await import('../generated/sparse-all.js');
  return await compileBinary(all.packed);
}

/** The module that packs screens; loaded for programs with wide layers. */
export async function screensModule(): Promise<WebAssembly.Module> {
  const screens = await import('../generated/sparse-screens.js');
  return await compileBinary(screens.packed);
}
