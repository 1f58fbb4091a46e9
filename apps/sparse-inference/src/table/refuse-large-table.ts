import { ReluctantError } from '@reluctant/errors';
import type { FeedForward } from '@reluctant/model';
import { type MemoryLimits, tableBytes } from '@reluctant/study';
import { trainingBytes } from '@reluctant/trainer';
import type { DividedTable } from './prepared-table.js';

/** A training on a table: what its memory depends on. */
interface TableExtent {
  readonly model: FeedForward;
  readonly batchSize: number;
  readonly epochs: number;
}

/** Bytes of a WebAssembly memory on every runtime that is supported. */
const programLimit = 2 ** 32;

/** Bytes of each class of a test row: a logit, the probability, and its logarithm. */
const bytesPerAnswer = 20;

/**
 * Refuses a table whose features and training need more memory than there is, before features are made. The table
 * itself is in memory already. The estimate is that of studies (`tableBytes`, `trainingBytes`): features in float32, a
 * copy of them in the memory of the training, the rows of one set in a copy while features are made.
 *
 * @throws ReluctantError (`out-of-memory`, usage): one sentence with what is needed and what there is
 */
export async function refuseLargeTable(
  { known, rows, inputs, preprocessor, target }: DividedTable,
  { model, batchSize, epochs }: TableExtent,
  { memory }: Pick<MemoryLimits, 'memory'>,
): Promise<void> {
  const data = tableBytes({ rows: known.rows, columns: preprocessor.columns.length, features: inputs });
  const training = await trainingBytes({
    ...{ model, batchSize, epochs, rows: rows.train.length, sets: { validation: rows.validation.length } },
    loss: target.task === 'regression' ? 'squared_error' : 'cross_entropy',
  });
  const outputs = target.task === 'classification' ? target.classes.length : 1;
  const answers = bytesPerAnswer * outputs * rows.test.length;
  const needed = data.kept + Math.max(data.making, training.program + training.schedule + 3 * training.state + answers);
  const who = `the table (${known.rows} rows, ${inputs} features)`;
  const how = 'leave columns out by --drop, or take fewer rows by --query';
  if (training.program > programLimit)
    refuse(
      `${who} needs ${gibibytes(training.program)} for a training, but a WebAssembly memory holds 4.0 GiB: ${how}`,
    );
  if (needed > memory)
    refuse(`${who} needs about ${gibibytes(needed)} of memory, but ${gibibytes(memory)} are free: ${how}`);
}

function refuse(message: string): never {
  throw new ReluctantError('out-of-memory', message, { kind: 'usage' });
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
