import { controlAddress } from '../generated/sparse-abi.js';
import type { Exports } from '../generated/sparse-exports.js';

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
