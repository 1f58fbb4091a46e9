import type { Machine } from '../machine.js';

/** Candidates beside active units, on one kind of weights and inputs. */
export interface CertifyCandidates {
  readonly kind: string;
  /** Shares of all units. */
  readonly active: number;
  readonly candidates: number;
}

/** What `pnpm docs:certify` counts; stored as results/certify-candidates.json. */
export interface CertifyCandidatesResult {
  readonly machine: Machine;
  readonly command: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
  readonly points: readonly CertifyCandidates[];
}
