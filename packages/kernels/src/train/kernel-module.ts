import { ReluctantError } from '@reluctant/errors';
import { compileBinary } from '../binary/compile-binary.js';

/** The two builds of the kernels: of one source, equal but for rounding (`relaxed-simd` fuses its multiply-adds). */
export type KernelBuild = 'simd' | 'relaxed-simd';

/** Compiled kernels: a plain value that can be posted to worker threads without recompiling. */
export interface Kernels {
  readonly module: WebAssembly.Module;
  readonly build: KernelBuild;
}

/** The smallest modules that take an instruction of each build: `i8x16.popcnt`, and `i8x16.relaxed_swizzle`. */
const probes: Readonly<Record<KernelBuild, readonly number[]>> = {
  simd: [65, 0, 253, 15, 253, 98],
  'relaxed-simd': [65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2],
};

/** A module with one function () → v128 of the given instructions. */
function moduleAround(code: readonly number[]): Uint8Array<ArrayBuffer> {
  const header = [0, 97, 115, 109, 1, 0, 0, 0];
  const type = [1, 5, 1, 96, 0, 1, 123];
  const functions = [3, 2, 1, 0];
  // The body has no locals and ends with 11; all lengths are below 128.
  const body = [0, ...code, 11];
  return Uint8Array.of(...header, ...type, ...functions, 10, body.length + 2, 1, body.length, ...body);
}

/** True if this runtime can run a build. Node 20 has no relaxed SIMD, Node 22 has. */
export function supportsBuild(build: KernelBuild): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(moduleAround(probes[build]));
}

/** The fastest build that this runtime can run. */
export function preferredBuild(): KernelBuild {
  return supportsBuild('relaxed-simd') ? 'relaxed-simd' : 'simd';
}

/** @throws ReluctantError (`unsupported`) if this runtime cannot run a build */
export function checkBuild(build: KernelBuild): void {
  if (supportsBuild(build)) return;
  const none = typeof WebAssembly === 'undefined';
  const message = `this JavaScript runtime cannot run the '${build}' build of the kernels`;
  throw new ReluctantError('unsupported', none ? 'there is no WebAssembly here' : message);
}

/** Each build is a module of its own, so that a page or a process loads one. */
const binaries: Readonly<Record<KernelBuild, () => Promise<{ readonly packed: string }>>> = {
  simd: () => import('../generated/train-simd.js'),
  'relaxed-simd': () => import('../generated/train-relaxed-simd.js'),
};

/**
 * Loads and compiles the kernels.
 *
 * @param build - default {@link preferredBuild}; runs are bit-identical only with the same build
 * @throws ReluctantError (`unsupported`) if this runtime cannot run the build, or a Content-Security-Policy forbids
 * WebAssembly
 */
export async function compileKernels(build: KernelBuild = preferredBuild()): Promise<Kernels> {
  checkBuild(build);
  const { packed } = await binaries[build]();
  return { module: await compileBinary(packed), build };
}
