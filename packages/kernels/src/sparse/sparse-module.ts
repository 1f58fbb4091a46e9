import { simd } from '../generated/sparse.js';
import { controlAddress } from '../generated/sparse-abi.js';
import type { Exports } from '../generated/sparse-exports.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/** The sparse module, compiled once per JavaScript realm; it can be posted to workers. */
export function sparseModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(simd), (character) => character.charCodeAt(0)));
  return compiled;
}

/**
 * An instance of the module on the memory of a program.
 *
 * @param control - address of the program's control words
 */
export function instantiateSparse(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  control: number = controlAddress,
): Exports {
  // The module is built together with these types.
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  if (control !== controlAddress) exports.setControl(control);
  return exports;
}
