import { sessionFactory } from '../program-session.js';
import type { SparseSessionFactory, SparseSession as SparseSessionInterface } from '../sparse-session.js';
import { nodePlatform } from './node-platform.js';

/** Creates sessions in Node; see {@link SparseSessionFactory}. */
export const SparseSession: SparseSessionFactory = sessionFactory(nodePlatform);
/** A session created by `SparseSession.create`. */
export type SparseSession = SparseSessionInterface;
export type {
  RunEngine,
  SparsePrecision,
  SparseSessionInfo,
  SparseSessionOptions,
} from '../sparse-session.js';
