import { browserPlatform } from './browser/browser-platform.js';
import { sessionFactory } from './program-session.js';
import type { SparseSessionFactory } from './sparse-session.js';

/** Makes sessions in browsers; in Node the same import gives the one of `./node`. */
export const SparseSession: SparseSessionFactory = sessionFactory(browserPlatform);
export type {
  RunEngine,
  SparsePrecision,
  SparseSession as SparseSessionInstance,
  SparseSessionFactory,
  SparseSessionInfo,
  SparseSessionOptions,
} from './sparse-session.js';
