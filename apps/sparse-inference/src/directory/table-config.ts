import { ReluctantError } from '@reluctant/errors';
import type { Task } from '@reluctant/preprocessing';
import type { Hyperparameters } from '../learning/hyperparameters.js';
import type { SearchSettings } from '../search/search-limit.js';

/** What `config.json` of a training on a table holds: everything that decides its result. */
export interface TableTrainingConfig {
  readonly kind: 'table';
  readonly version: 1;
  /** Of the content of the table. */
  readonly fingerprint: string;
  readonly target: string;
  readonly task: Task;
  readonly drop: readonly string[];
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
  readonly holdout: number;
  readonly test_size: number;
  readonly data_seed: number;
  readonly seed: number;
  /** As a user wrote it. */
  readonly strategy: string;
  /** Values that a search leaves alone; without a search all of them. */
  readonly hyperparameters: Partial<Hyperparameters>;
  readonly lr_schedule: string;
  readonly class_weight: 'balanced' | null;
  readonly epochs: number;
  /** Null: all epochs are trained. */
  readonly patience: number | null;
  readonly batch_size: number;
  /** Null: one net is trained. */
  readonly search: SearchSettings | null;
  /** The engine and its build. */
  readonly engine: string;
}

/** Whether the content of a `config.json` or `training.json` is that of a training on a table. */
export function isOfTable(content: unknown): content is { readonly kind: 'table' } {
  return typeof content === 'object' && content !== null && 'kind' in content && content.kind === 'table';
}

/** Refuses the content of a file of a training on a table where one on made data is needed. @throws ReluctantError (usage) */
export function refuseTable(path: string, content: unknown): void {
  if (!isOfTable(content)) return;
  const message = `${path} is of a model that learned from a table: verify, bench and inspect take its graph, the model.onnx beside it`;
  throw new ReluctantError('invalid-argument', message);
}
