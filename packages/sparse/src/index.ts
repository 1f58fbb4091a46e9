import { browserPlatform } from './browser/browser-platform.js';
import { sessionFactory } from './program-session.js';
import type { SparseSessionFactory, SparseSession as SparseSessionInterface } from './sparse-session.js';

/** Creates sessions in browsers. In Node the same import resolves to `./node`. */
export const SparseSession: SparseSessionFactory = sessionFactory(browserPlatform);
/** A session created by `SparseSession.create`. */
export type SparseSession = SparseSessionInterface;
export type {
  RunEngine,
  SparsePrecision,
  SparseSessionInfo,
  SparseSessionOptions,
} from './sparse-session.js';
