import { ReluctantError } from '@reluctant/errors';
import { relaxedSimd, simd } from '../generated/train.js';

/** The two builds of the kernels: of one source, equal but for rounding (`relaxed-simd` fuses its multiply-adds). */
export type KernelBuild = 'simd' | 'relaxed-simd';

/** Compiled kernels: a plain value that can be posted to worker threads without recompiling. */
export interface Kernels {
  readonly module: WebAssembly.Module;
  readonly build: KernelBuild;
}

const binaries: Readonly<Record<KernelBuild, string>> = { simd, 'relaxed-simd': relaxedSimd };

/** True if this runtime can run a build. Node 20 has no relaxed SIMD, Node 22 has. */
export function supportsBuild(build: KernelBuild): boolean {
  return WebAssembly.validate(bytesOf(build));
}

/** The fastest build that this runtime can run. */
export function preferredBuild(): KernelBuild {
  return supportsBuild('relaxed-simd') ? 'relaxed-simd' : 'simd';
}

/**
 * Compiles the kernels.
 *
 * @param build - default {@link preferredBuild}; runs are bit-identical only with the same build
 * @throws ReluctantError (`unsupported`) if this runtime cannot run the build
 */
export function compileKernels(build: KernelBuild = preferredBuild()): Kernels {
  if (!supportsBuild(build)) {
    throw new ReluctantError('unsupported', `this JavaScript runtime cannot run the '${build}' build of the kernels`);
  }
  return { module: new WebAssembly.Module(bytesOf(build)), build };
}

function bytesOf(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const text = atob(binaries[build]);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}
