import { browserPlatform } from './browser/browser-platform.js';
import { sessionFactory } from './program-session.js';
import type { SparseSessionFactory, SparseSession as SparseSessionInterface } from './sparse-session.js';

/** Makes sessions in browsers; in Node the same import gives the one of `./node`. */
export const SparseSession: SparseSessionFactory = sessionFactory(browserPlatform);
/** A session that `SparseSession.create` made. */
export type SparseSession = SparseSessionInterface;
export type {
  RunEngine,
  SparsePrecision,
  SparseSessionInfo,
  SparseSessionOptions,
} from './sparse-session.js';
