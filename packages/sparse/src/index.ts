import { browserPlatform } from './browser/browser-platform.js';
import { sessionFactory } from './create-session.js';
import type { SparseSessionFactory, SparseSession as SparseSessionInterface } from './sparse-session.js';

/** Creates sessions in browsers. In Node the same import resolves to `./node`. */
export const SparseSession: SparseSessionFactory = sessionFactory(browserPlatform);
/** A session created by `SparseSession.create`. */
export type SparseSession = SparseSessionInterface;
export { ReluctantError } from '@reluctant/errors';
export type { Feeds, Fetches, PlainFeed } from './feeds.js';
export type { RowAnswer, RowObject, RowValue } from './rows/row-object.js';
export type { RunOptions } from './run-arguments.js';
export { type RunReport, reportOf } from './run-report.js';
export type {
  OnnxRuntimeModule,
  RunEngine,
  SessionLayer,
  SessionStep,
  SharedModel,
  ShareOptions,
  SparsePrecision,
  SparseSessionInfo,
  SparseSessionOptions,
} from './sparse-session.js';
