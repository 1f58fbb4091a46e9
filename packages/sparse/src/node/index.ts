import { sessionFactory } from '../program-session.js';
import type { SparseSessionFactory } from '../sparse-session.js';
import { nodePlatform } from './node-platform.js';

/** Makes sessions in Node; see {@link SparseSessionFactory}. */
export const SparseSession: SparseSessionFactory = sessionFactory(nodePlatform);
export type {
  RunEngine,
  SparsePrecision,
  SparseSession as SparseSessionInstance,
  SparseSessionFactory,
  SparseSessionInfo,
  SparseSessionOptions,
} from '../sparse-session.js';
