import { wasmEngine } from '@reluctant/trainer';
import { type PipelineResults, pipeline } from './pipeline.js';
import { violations } from './policy.js';
import { type SessionResults, threadedSession } from './threaded-session.js';

/** Results of a page or of its worker; the message of an error in the place of what failed. */
export interface Everything {
  /** On the build of the kernels that every runtime has, so that the bits are the same everywhere. */
  readonly portable: PipelineResults | string;
  /** On the build that this runtime prefers. */
  readonly preferred: PipelineResults | string;
  readonly session: SessionResults | string;
  readonly isolated: boolean;
  /** Violations of the Content-Security-Policy. */
  readonly violations: readonly string[];
}

/** @param worker - address of the script of the session's threads, where the bundler does not know it */
export async function everything(worker?: string): Promise<Everything> {
  const results = {
    portable: await resultOf(() => pipeline(wasmEngine({ build: 'simd' }))),
    preferred: await resultOf(() => pipeline()),
    session: await resultOf(() => threadedSession({ threads: 2, ...(worker !== undefined && { worker }) })),
  };
  return { ...results, isolated: crossOriginIsolated, violations: [...violations] };
}

async function resultOf<Result>(call: () => Promise<Result>): Promise<Result | string> {
  try {
    return await call();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
