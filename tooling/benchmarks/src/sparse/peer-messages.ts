import type { RunEngine } from '@reluctant/sparse';
import type { CallMethod, PeerEngine } from './engines.js';

/** Start options of a peer process: its engine, and the folder of the case. */
export interface PeerStart {
  readonly engine: PeerEngine;
  readonly folder: string;
}

/** A request to a peer. `inputs` is the index of an input file of the case: one for each density. */
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
  | { readonly kind: 'concurrent'; readonly inputs: number; readonly calls: number; readonly seconds: number }
  | { readonly kind: 'idle'; readonly seconds: number };

/** The answer to a request. */
export interface PeerAnswer {
  /** `time`, `steady`, `concurrent`: one call each. */
  readonly microseconds?: readonly number[];
  /** `concurrent`: how late a timer of 1 ms was, in microseconds. */
  readonly late?: readonly number[];
  /** `time`: milliseconds of processor time of the process. */
  readonly processor?: number;
  /** `time` of a session: the runtime of the last call. */
  readonly lastEngine?: RunEngine;
  /** `answer`: outputs of the rows. */
  readonly outputs?: Float32Array;
  /** `answer` of a sparse session: share of active units, inputs first. */
  readonly densities?: readonly number[];
  /**
   * `answer` of a session that certifies zeros: for each of its layers the share of units that it could not certify.
   */
  readonly candidates?: readonly (number | undefined)[];
  /** `idle`: share of one core that the process used while idle. */
  readonly cpu?: number;
  /** Error message, in one line. */
  readonly error?: string;
}
