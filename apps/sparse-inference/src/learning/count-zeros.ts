import type { Checkpoint } from '@reluctant/model';
import { defaultBatchSize, defaultOptimiser, type Engine } from '@reluctant/trainer';
import type { PreparedTable } from '../table/prepared-table.js';

/**
 * The share of activations of each hidden layer that are exactly 0 on the test rows, under the activation in force at
 * the end.
 */
export async function countZeros(
  prepared: PreparedTable,
  { model, parameters, inForce }: Checkpoint,
  engine: Engine,
): Promise<readonly number[]> {
  const { test } = prepared.sets;
  const program = await engine.compile({
    ...{ model, batchSize: defaultBatchSize, optimiser: defaultOptimiser, l1: 0, key: { seed: 0, run: 0 } },
    loss: prepared.task === 'regression' ? 'squared_error' : 'cross_entropy',
    train: test,
    sets: { validation: test },
  });
  try {
    const { length } = parameters;
    // An evaluation reads no optimiser state.
    program.writeState({ parameters, m: new Float32Array(length), v: new Float32Array(length), step: 0 });
    const { share, domainAll } = inForce ?? { share: 1, domainAll: true };
    const { sparsity } = await program.evaluate({
      ...{ set: 'validation', domainAll, firstStep: 0, logits: false },
      share: share === 'gate' ? Number.NaN : share,
    });
    return sparsity;
  } finally {
    program.dispose();
  }
}
