import { ReluctantError } from '@reluctant/errors';
import type { Task } from '@reluctant/preprocessing';
import * as z from 'zod';
import type { Hyperparameters } from '../learning/hyperparameters.js';
import type { SearchSettings } from '../search/search-limit.js';
import { fileIn } from './files.js';
import { readJson } from './read-json.js';

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

/** What of a configuration says which rows are the test rows. */
export type TableDivision = Pick<
  TableTrainingConfig,
  'fingerprint' | 'target' | 'task' | 'drop' | 'numeric' | 'categorical' | 'holdout' | 'test_size' | 'data_seed'
>;

const names = z.array(z.string());

const divisionSchema: z.ZodType<TableDivision> = z.object({
  ...{ fingerprint: z.string(), target: z.string(), task: z.enum(['classification', 'regression']) },
  ...{ drop: names, numeric: names, categorical: names },
  ...{ holdout: z.number(), test_size: z.number(), data_seed: z.int() },
});

/**
 * Reads from `config.json` how the rows of a table were divided. @throws ReluctantError when it is missing or damaged
 */
export function readTableDivision(directory: string): TableDivision {
  return readJson(fileIn(directory, 'config'), divisionSchema, 'it tells which rows are the test rows');
}

/** Whether the content of a `config.json` or `training.json` is that of a training on a table. */
export function isOfTable(content: unknown): content is { readonly kind: 'table' } {
  return typeof content === 'object' && content !== null && 'kind' in content && content.kind === 'table';
}

/**
 * Refuses the content of a file of a training on a table where one on made data is needed. @throws ReluctantError
 * (usage)
 */
export function refuseTable(path: string, content: unknown): void {
  if (!isOfTable(content)) return;
  const message = `${path} is of a model that learned from a table, but one of made data is needed here`;
  throw new ReluctantError('invalid-argument', message);
}
