import type { RunEngine } from '@reluctant/sparse';
import type { CallMethod, PeerEngine } from './engines.js';

/** What a peer process is started with: its engine, and where the case's files are. */
export interface PeerStart {
  readonly engine: PeerEngine;
  readonly folder: string;
}

/** What a peer is asked. `inputs` numbers the case's input files: one for each density. */
export type PeerRequest =
  | { readonly kind: 'load'; readonly start: PeerStart }
  | {
      readonly kind: 'time';
      readonly inputs: number;
      readonly batch: number;
      readonly method: CallMethod;
      readonly milliseconds: number;
    }
  | { readonly kind: 'answer'; readonly inputs: number; readonly rows: number; readonly batch: number }
  | {
      readonly kind: 'steady';
      readonly inputs: number;
      readonly method: CallMethod;
      readonly perSecond: number;
      readonly seconds: number;
    }
  | { readonly kind: 'idle'; readonly seconds: number };

/** What it answers, request by request. */
export interface PeerAnswer {
  /** `time`, `steady`: one call each. */
  readonly microseconds?: readonly number[];
  /** `time`: milliseconds of processor time that the process took. */
  readonly processor?: number;
  /** `time` of a session: who did the last call. */
  readonly lastEngine?: RunEngine;
  /** `answer`: outputs of the rows. */
  readonly outputs?: Float32Array;
  /** `answer` of a sparse session: share of active units, inputs first. */
  readonly densities?: readonly number[];
  /** `idle`: share of one core that the process used while nobody asked. */
  readonly cpu?: number;
  /** What went wrong, in one line. */
  readonly error?: string;
}
