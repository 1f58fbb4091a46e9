import type { Machine } from '../machine.js';

/** Candidates beside active units, on one kind of weights and inputs. */
export interface CertifyCandidates {
  readonly kind: string;
  /** Shares of all units. */
  readonly active: number;
  readonly candidates: number;
}

/** The first layer of a trained net, on rows of its test set. */
export interface TrainedCandidates {
  readonly training: string;
  /** Widths of all layers. */
  readonly net: string;
  /** Of the first layer. */
  readonly weights: number;
  readonly rows: number;
  /** Shares of its units. Candidates are absent where the layer has no screen. */
  readonly active: number;
  readonly candidates?: number;
}

/** The largest share of candidates at which a layer is screened, by precision; null where it has no screen. */
export interface ScreenLimit {
  readonly inputs: number;
  readonly outputs: number;
  readonly float32: number | null;
  readonly bfloat16: number | null;
  readonly int8: number | null;
}

/** What `pnpm docs:certify` counts; stored as results/certify-candidates.json. */
export interface CertifyCandidatesResult {
  readonly machine: Machine;
  readonly command: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
  readonly points: readonly CertifyCandidates[];
  readonly trained: readonly TrainedCandidates[];
  readonly limits: readonly ScreenLimit[];
}
