import type { Machine } from '../machine.js';

/** What `pnpm fuzz:certify` found; stored as results/certify-fuzz.json. */
export interface CertifyFuzzResult {
  readonly machine: Machine;
  readonly command: string;
  readonly seed: number;
  readonly programs: number;
  readonly rows: number;
  /** Units screened, and by the kind of their weights. */
  readonly units: number;
  readonly kinds: readonly { readonly kind: string; readonly units: number; readonly candidates: number }[];
  /** Rows whose bits differ from those without a screen, as descriptions; none if all is well. */
  readonly wrong: readonly string[];
}
