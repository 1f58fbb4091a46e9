import type { ProgramSpec } from '../engine.js';

/**
 * Returns why the wasm engine has no kernel for a program, as a clause, or undefined if it has one.
 *
 * It covers every {@link ShareUsage}; only a user's activation module module has no kernel.
 */
export function supportsWasm(spec: Pick<ProgramSpec, 'model'>): string | undefined {
  const { activation } = spec.model;
  return 'module' in activation ? `the activation '${activation.name}' is a module of its own` : undefined;
}
